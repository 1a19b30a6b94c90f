package dev.cairn.node.storage;

import dev.cairn.core.block.Block;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Writes the index entries of the blocks that join the active chain, and removes them again. */
final class IndexWriter {

  private final Batch batch;

  IndexWriter(Batch batch) {
    this.batch = batch;
  }

  void connect(Block block, long height) {
    visit(block, height, (key, value) -> batch.put(Family.INDEX, key, value));
  }

  void disconnect(Block block, long height) {
    visit(block, height, (key, value) -> batch.delete(Family.INDEX, key));
  }

  private interface Entries {
    void entry(byte[] key, byte[] value);
  }

  private static void visit(Block block, long height, Entries entries) {
    Set<PublicKey> miner = Set.of(block.coinbase().recipient());
    visit(block.coinbase().id(), height, 0, miner, entries);
    int index = 0;
    for (Transaction transaction : block.transactions()) {
      index++;
      visit(transaction.id(), height, index, accounts(transaction), entries);
      Optional<DocumentRecord> record = record(transaction.payload());
      if (record.isPresent()) {
        byte[] value =
            new ByteWriter().u8(record.get().form().code()).bytes(transaction.id()).toArray();
        entries.entry(Keys.documentPlace(record.get().digest(), height, index), value);
      }
    }
  }

  private static void visit(
      TransactionId id, long height, int index, Set<PublicKey> accounts, Entries entries) {
    byte[] place = ByteBuffer.allocate(8).putInt((int) height).putInt(index).array();
    entries.entry(Keys.transaction(id), place);
    for (PublicKey account : accounts) {
      entries.entry(Keys.accountPlace(account, height, index), id.toArray());
    }
  }

  /** Whom a transaction concerns: each once, even if one pays oneself. */
  private static Set<PublicKey> accounts(Transaction transaction) {
    Set<PublicKey> accounts = new LinkedHashSet<>();
    accounts.add(transaction.sender());
    Payload payload = transaction.payload();
    if (payload.type() == Transfer.TYPE) {
      Checked<Transfer> transfer = Transfer.decode(payload.bytes());
      if (transfer.isPassed()) {
        accounts.add(transfer.value().recipient());
      }
    }
    return accounts;
  }

  private static Optional<DocumentRecord> record(Payload payload) {
    if (payload.type() != DocumentRecord.TYPE) {
      return Optional.empty();
    }
    // The network's limit held when the block was accepted.
    Checked<DocumentRecord> record = DocumentRecord.decode(payload.bytes(), Long.MAX_VALUE);
    return record.isPassed() ? Optional.of(record.value()) : Optional.empty();
  }
}
