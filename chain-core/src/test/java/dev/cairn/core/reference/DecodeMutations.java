package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Blocks whose bytes do not decode: docs/consensus.md, section 3. */
final class DecodeMutations {

  /** Where the sequence and the fee stand in a transaction. */
  private static final int SEQUENCE_OFFSET = 33;

  private static final int FEE_OFFSET = 41;

  private DecodeMutations() {}

  static List<BlockMutation> all() {
    List<BlockMutation> all = new ArrayList<>();
    all.add(
        new BlockMutation(
            "TRUNCATED",
            (draft, maker, now) -> {
              draft.afterwards = bytes -> Arrays.copyOf(bytes, maker.random.nextInt(bytes.length));
              return true;
            }));
    all.add(
        new BlockMutation(
            "TRUNCATED",
            (draft, maker, now) -> {
              draft.afterwards = bytes -> Arrays.copyOf(bytes, bytes.length - 1);
              return true;
            }));
    all.add(
        new BlockMutation(
            "TRAILING_BYTES",
            (draft, maker, now) -> {
              int more = 1 + maker.random.nextInt(3);
              draft.afterwards = bytes -> Arrays.copyOf(bytes, bytes.length + more);
              return true;
            }));
    addCounts(all);
    addCoinbases(all);
    addTransactions(all);
    return all;
  }

  private static void addCounts(List<BlockMutation> all) {
    all.add(count("TRANSACTION_COUNT_ZERO", 0));
    all.add(count("TRUNCATED", 1, 200));
    all.add(count("TRUNCATED", 1, Long.MAX_VALUE - 10));
    all.add(count("VALUE_OUT_OF_RANGE", 1, Long.MIN_VALUE));
    all.add(
        new BlockMutation(
            "TRAILING_BYTES",
            (draft, maker, now) -> {
              draft.count = bytes(new ReferenceWriter().varint(draft.transactions.size()));
              return !draft.transactions.isEmpty();
            }));
    for (int width : new int[] {2, 4, 8}) {
      all.add(
          new BlockMutation(
              "VARINT_NOT_SHORTEST",
              (draft, maker, now) -> {
                long natural = maker.random.nextBoolean() ? draft.transactions.size() + 1L : 0;
                draft.count = bytes(new ReferenceWriter().varint(natural, width));
                return true;
              }));
    }
  }

  /** A count of so many for each transaction and so many more. */
  private static BlockMutation count(String verdict, long... factorAndMore) {
    return new BlockMutation(
        verdict,
        (draft, maker, now) -> {
          long each = factorAndMore[0];
          long more = factorAndMore.length > 1 ? factorAndMore[1] : 0;
          long count = each * (draft.transactions.size() + 1) + more;
          draft.count = bytes(new ReferenceWriter().varint(count));
          return true;
        });
  }

  private static void addCoinbases(List<BlockMutation> all) {
    all.add(
        new BlockMutation(
            "COINBASE_MISSING",
            (draft, maker, now) -> {
              draft.coinbaseVersion = 1 + maker.random.nextInt(255);
              return true;
            }));
    all.add(
        new BlockMutation(
            "VALUE_OUT_OF_RANGE",
            (draft, maker, now) -> {
              draft.height = HeaderMutations.one(maker.random, Long.MIN_VALUE, -1);
              return true;
            }));
    all.add(
        new BlockMutation(
            "VALUE_OUT_OF_RANGE",
            (draft, maker, now) -> {
              draft.reward = Optional.of(-1L - maker.random.nextInt(3));
              return true;
            }));
    all.add(
        new BlockMutation(
            "COINBASE_MESSAGE_TOO_LONG",
            (draft, maker, now) -> {
              draft.message = new byte[65 + maker.random.nextInt(2) * 300];
              return true;
            }));
    all.add(
        new BlockMutation(
            "COINBASE_MESSAGE_TOO_LONG",
            (draft, maker, now) -> {
              long length = HeaderMutations.one(maker.random, 65, 1L << 20, Long.MAX_VALUE);
              draft.messageLength = bytes(new ReferenceWriter().varint(length));
              return true;
            }));
    all.add(
        new BlockMutation(
            "VARINT_NOT_SHORTEST",
            (draft, maker, now) -> {
              draft.messageLength = bytes(new ReferenceWriter().varint(65, 2));
              return true;
            }));
    all.add(
        new BlockMutation(
            "VALUE_OUT_OF_RANGE",
            (draft, maker, now) -> {
              draft.messageLength = bytes(new ReferenceWriter().varint(-1));
              return true;
            }));
    all.add(
        new BlockMutation(
            "COINBASE_NOT_FIRST",
            (draft, maker, now) -> {
              int position = maker.random.nextInt(draft.transactions.size() + 1);
              draft.transactions.add(position, draft.coinbase());
              return true;
            }));
  }

  private static void addTransactions(List<BlockMutation> all) {
    all.add(transaction("COINBASE_NOT_FIRST", (bytes, random) -> bytes[0] = 0));
    all.add(
        transaction(
            "TRANSACTION_VERSION_UNKNOWN",
            (bytes, random) -> bytes[0] = (byte) (2 + random.nextInt(254))));
    all.add(
        transaction(
            "VALUE_OUT_OF_RANGE", (bytes, random) -> bytes[SEQUENCE_OFFSET + 7] |= (byte) 0x80));
    all.add(
        transaction("VALUE_OUT_OF_RANGE", (bytes, random) -> bytes[FEE_OFFSET + 7] |= (byte) 0x80));
    all.add(varints("VARINT_NOT_SHORTEST", new ReferenceWriter().varint(2, 2), natural(4)));
    all.add(varints("VARINT_NOT_SHORTEST", natural(2), new ReferenceWriter().varint(0xffff, 4)));
    all.add(varints("VARINT_NOT_SHORTEST", natural(2), new ReferenceWriter().varint(4, 8)));
    all.add(varints("VALUE_OUT_OF_RANGE", natural(Long.MIN_VALUE), natural(4)));
    all.add(varints("VALUE_OUT_OF_RANGE", natural(2), natural(-1)));
    all.add(varints("TRUNCATED", natural(2), natural(Long.MAX_VALUE)));
    all.add(varints("TRUNCATED", natural(2), natural(1L << 40)));
    all.add(varints("TRUNCATED", natural(1L << 40), natural(0xffffffffL)));
  }

  private static Optional<byte[]> bytes(ReferenceWriter writer) {
    return Optional.of(writer.toArray());
  }

  private static ReferenceWriter natural(long value) {
    return new ReferenceWriter().varint(value);
  }

  private interface Change {
    void apply(byte[] transaction, Random random);
  }

  /** Changes bytes of one of the transactions. */
  private static BlockMutation transaction(String verdict, Change change) {
    return new BlockMutation(
        verdict,
        (draft, maker, now) -> {
          if (draft.transactions.isEmpty()) {
            return false;
          }
          int position = maker.random.nextInt(draft.transactions.size());
          byte[] changed = draft.transactions.get(position).clone();
          change.apply(changed, maker.random);
          draft.transactions.set(position, changed);
          return true;
        });
  }

  /** Inserts a transaction with these bytes as its payload type and payload length. */
  private static BlockMutation varints(String verdict, ReferenceWriter type, ReferenceWriter size) {
    byte[] typeBytes = type.toArray();
    byte[] sizeBytes = size.toArray();
    return new BlockMutation(
        verdict,
        (draft, maker, now) -> {
          byte[] sender = maker.network.senders.get(0).publicKey();
          byte[] unsigned =
              TransactionForge.unsigned(sender, 0, 1, typeBytes, sizeBytes, new byte[4]);
          int position = maker.random.nextInt(draft.transactions.size() + 1);
          draft.transactions.add(position, TransactionForge.join(unsigned, new byte[64]));
          return true;
        });
  }
}
