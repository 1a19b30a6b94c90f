package dev.cairn.core.block;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header with its body (docs/consensus.md, section 8).
 *
 * <pre>
 * header 80 | transaction count varint | coinbase | transactions
 * </pre>
 *
 * @param transactions all but the coinbase, in their order: the first one has position 1
 */
public record Block(BlockHeader header, Coinbase coinbase, List<Transaction> transactions) {

  public Block {
    transactions = List.copyOf(transactions);
  }

  /** Reads one block that fills the input. */
  public static Checked<Block> decode(Bytes input) {
    return decode(new ByteReader(input));
  }

  /** Reads one block that fills what is left to read: a part of an array needs no copy for that. */
  public static Checked<Block> decode(ByteReader reader) {
    BlockHeader header = BlockHeader.read(reader);
    long count = reader.varint();
    if (!reader.failed() && count == 0) {
      reader.refuse(Rule.TRANSACTION_COUNT_ZERO, 0, "at least 1");
    }
    Coinbase coinbase = Coinbase.read(reader);
    List<Transaction> transactions = new ArrayList<>();
    for (long position = 1; position < count && !reader.failed(); position++) {
      @Nullable Transaction transaction = Transaction.read(reader);
      if (transaction != null) {
        transactions.add(transaction);
      }
    }
    return reader.finish(() -> new Block(header, coinbase, transactions));
  }

  public BlockHash hash() {
    return header.hash();
  }

  /** The ids of all transactions, the coinbase's first: the leaves of the Merkle tree. */
  public List<TransactionId> transactionIds() {
    List<TransactionId> ids = new ArrayList<>(transactions.size() + 1);
    ids.add(coinbase.id());
    for (Transaction transaction : transactions) {
      ids.add(transaction.id());
    }
    return ids;
  }

  /** The canonical bytes. */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(size());
    writeTo(writer);
    return writer.toBytes();
  }

  public void writeTo(ByteWriter writer) {
    header.writeTo(writer);
    writer.varint(transactions.size() + 1L);
    coinbase.writeTo(writer);
    transactions.forEach(transaction -> transaction.writeTo(writer));
  }

  /** The length of the canonical bytes. */
  public int size() {
    int size =
        BlockHeader.BYTES + ByteWriter.varintSize(transactions.size() + 1L) + coinbase.size();
    for (Transaction transaction : transactions) {
      size += transaction.size();
    }
    return size;
  }

  /** The proof that the transaction at this position (0: the coinbase) is in the block. */
  public MerkleProof proof(int position) {
    return MerkleTree.proof(transactionIds(), position);
  }
}
