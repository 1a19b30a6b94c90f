package dev.cairn.node.storage;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is found by reading one block after the other. */
final class NaiveIndex {

  private NaiveIndex() {}

  static void scan(
      ChainMaker.Made made,
      Map<TransactionId, TransactionPlace> places,
      Map<PublicKey, List<TransactionPlace>> accounts,
      Map<Sha256Digest, RecordPlace> records) {
    TransactionPlace coinbase = place(made, made.block().coinbase().id(), 0);
    places.put(coinbase.id(), coinbase);
    add(accounts, made.block().coinbase().recipient(), coinbase);
    int index = 0;
    for (Transaction transaction : made.block().transactions()) {
      index++;
      TransactionPlace place = place(made, transaction.id(), index);
      places.put(transaction.id(), place);
      Set<PublicKey> concerned = new LinkedHashSet<>(List.of(transaction.sender()));
      if (transaction.payload().type() == Transfer.TYPE) {
        concerned.add(Transfer.decode(transaction.payload().bytes()).value().recipient());
      }
      concerned.forEach(account -> add(accounts, account, place));
      if (transaction.payload().type() == DocumentRecord.TYPE) {
        DocumentRecord record =
            DocumentRecord.decode(transaction.payload().bytes(), Long.MAX_VALUE).value();
        records.putIfAbsent(
            record.digest(), new RecordPlace(record.digest(), record.form().code(), place));
      }
    }
  }

  private static TransactionPlace place(ChainMaker.Made made, TransactionId id, int index) {
    return new TransactionPlace(id, made.chained().hash(), made.chained().height(), index);
  }

  private static void add(
      Map<PublicKey, List<TransactionPlace>> accounts, PublicKey account, TransactionPlace place) {
    accounts.computeIfAbsent(account, unused -> new ArrayList<>()).add(0, place);
  }
}
