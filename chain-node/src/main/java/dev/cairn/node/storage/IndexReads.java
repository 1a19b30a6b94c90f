package dev.cairn.node.storage;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers from the index, all from one view. */
final class IndexReads {

  private final Database database;
  private final ChainReads chain;

  IndexReads(Database database) {
    this.database = database;
    this.chain = new ChainReads(database);
  }

  Optional<TransactionPlace> transaction(TransactionId id) {
    return chain
        .view()
        .get(Family.INDEX, Keys.transaction(id))
        .map(
            place -> {
              ByteBuffer numbers = ByteBuffer.wrap(place);
              return place(id, Integer.toUnsignedLong(numbers.getInt()), numbers.getInt());
            });
  }

  List<TransactionPlace> transactionsOf(
      PublicKey account, Optional<TransactionPlace> before, int limit) {
    byte[] prefix = Keys.account(account);
    byte[] from =
        before
            .map(
                place ->
                    Keys.after(Keys.accountPlace(account, place.height().value(), place.index())))
            .orElse(prefix);
    List<DatabaseView.Entry> found = new ArrayList<>();
    chain
        .view()
        .scan(
            Family.INDEX,
            from,
            prefix,
            (key, value) -> {
              found.add(new DatabaseView.Entry(key, value));
              return found.size() < limit;
            });
    List<TransactionPlace> places = new ArrayList<>(found.size());
    for (DatabaseView.Entry entry : found) {
      long height = Keys.heightAtEnd(entry.key()) ^ 0xffff_ffffL;
      places.add(place(TransactionId.of(entry.value()), height, ~Keys.indexAtEnd(entry.key())));
    }
    return places;
  }

  Optional<RecordPlace> record(Sha256Digest document) {
    byte[] prefix = Keys.document(document);
    return chain
        .view()
        .first(Family.INDEX, prefix, prefix)
        .map(
            entry -> {
              TransactionId id = TransactionId.of(entry.value(), 1);
              TransactionPlace place =
                  place(id, Keys.heightAtEnd(entry.key()), Keys.indexAtEnd(entry.key()));
              return new RecordPlace(document, entry.value()[0], place);
            });
  }

  private TransactionPlace place(TransactionId id, long height, int index) {
    BlockHash block =
        chain
            .hashAt(height)
            .orElseThrow(() -> database.damaged("block " + height + " of the chain is missing"));
    return new TransactionPlace(id, block, new Height(height), index);
  }
}
