package dev.cairn.core.ledger;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.StateDigest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic of state digests (docs/consensus.md, section 11): a sum modulo 2^256 over the
 * hashes of all entries, so that a block's changes cost the same however large the state is.
 */
public final class StateDigests {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The sum, least significant word first. */
  private final long[] sum = new long[4];

  StateDigests(StateDigest start) {
    readWords(start.toArray(), sum);
  }

  /** The digest of a state after changes, from the one before. */
  public static StateDigest after(StateDigest before, StateChanges changes) {
    StateDigests sum = new StateDigests(before);
    for (StateChange change : changes.changes()) {
      change.before().ifPresent(value -> sum.subtract(change.namespace(), change.key(), value));
      change.after().ifPresent(value -> sum.add(change.namespace(), change.key(), value));
    }
    return sum.digest();
  }

  void add(long namespace, Bytes key, Bytes value) {
    long[] words = hash(namespace, key, value);
    long carry = 0;
    for (int i = 0; i < 4; i++) {
      long partial = sum[i] + words[i];
      long carryOfPartial = Long.compareUnsigned(partial, words[i]) < 0 ? 1 : 0;
      sum[i] = partial + carry;
      carry = carryOfPartial + (Long.compareUnsigned(sum[i], partial) < 0 ? 1 : 0);
    }
  }

  void subtract(long namespace, Bytes key, Bytes value) {
    long[] words = hash(namespace, key, value);
    long borrow = 0;
    for (int i = 0; i < 4; i++) {
      long partial = sum[i] - words[i];
      long borrowOfPartial = Long.compareUnsigned(sum[i], words[i]) < 0 ? 1 : 0;
      sum[i] = partial - borrow;
      borrow = borrowOfPartial + (Long.compareUnsigned(partial, borrow) < 0 ? 1 : 0);
    }
  }

  StateDigest digest() {
    byte[] bytes = new byte[StateDigest.LENGTH];
    for (int i = 0; i < 4; i++) {
      LITTLE_ENDIAN.set(bytes, 8 * i, sum[i]);
    }
    return StateDigest.of(bytes);
  }

  private static long[] hash(long namespace, Bytes key, Bytes value) {
    byte[] entry =
        new ByteWriter(24 + key.length() + value.length())
            .varint(namespace)
            .varint(key.length())
            .bytes(key)
            .bytes(value)
            .toArray();
    long[] words = new long[4];
    readWords(Sha256.hash(entry), words);
    return words;
  }

  private static void readWords(byte[] bytes, long[] words) {
    for (int i = 0; i < 4; i++) {
      words[i] = (long) LITTLE_ENDIAN.get(bytes, 8 * i);
    }
  }
}
