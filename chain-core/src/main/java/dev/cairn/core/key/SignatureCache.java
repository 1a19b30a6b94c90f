package dev.cairn.core.key;

import dev.cairn.core.value.TransactionId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers transactions whose signature was found valid on one network, so that a block does not
 * verify again what the mempool has verified. An id covers all bytes of its transaction, the
 * signature included, so it tells all that was verified except the network: each network needs a
 * cache of its own.
 *
 * <p>Its memory is taken at once and never grows: 32 bytes an entry. When there is no room the
 * entry that was added first in its set of four is forgotten, which costs the time of a
 * verification and nothing else. An id counts only when all its 256 bits are there.
 *
 * <p>Safe for use by several threads. One lock is enough: it is held for some ten nanoseconds,
 * while the verification that it saves takes a thousand times as long.
 */
public final class SignatureCache {

  /** The greatest number of entries: half a gibibyte. */
  public static final int MAX_CAPACITY = 1 << 24;

  private static final int WAYS = 4;
  private static final int WORDS = TransactionId.LENGTH / Long.BYTES;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Sets of four ids of four words each, in a set the latest first; all zero where none is. */
  private final long[] words;

  private final int sets;
  private final long salt;

  /**
   * An empty cache.
   *
   * @param capacity number of entries, rounded up to a multiple of 4; with 0 nothing is remembered
   * @param salt a number that nobody else knows: it decides which ids share a set, so that nobody
   *     can choose transactions that displace the others
   * @throws IllegalArgumentException when the capacity is negative or above {@link #MAX_CAPACITY}
   */
  public SignatureCache(int capacity, long salt) {
    if (capacity < 0 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity " + capacity + " is not within 0.." + MAX_CAPACITY);
    }
    this.sets = (capacity + WAYS - 1) / WAYS;
    this.words = new long[sets * WAYS * WORDS];
    this.salt = salt;
  }

  /** Whether this transaction's signature is known to be valid. No says nothing. */
  public boolean contains(TransactionId id) {
    if (sets == 0 || id.isZero()) {
      return false;
    }
    long[] wanted = wordsOf(id);
    int set = startOfSet(wanted);
    synchronized (words) {
      return isInSet(set, wanted);
    }
  }

  /** Remembers that this transaction's signature is valid. */
  public void add(TransactionId id) {
    // The id zero looks like a free place; no transaction has it.
    if (sets == 0 || id.isZero()) {
      return;
    }
    long[] added = wordsOf(id);
    int set = startOfSet(added);
    synchronized (words) {
      if (!isInSet(set, added)) {
        System.arraycopy(words, set, words, set + WORDS, (WAYS - 1) * WORDS);
        System.arraycopy(added, 0, words, set, WORDS);
      }
    }
  }

  /** The greatest number of transactions remembered at a time. */
  public int capacity() {
    return sets * WAYS;
  }

  private boolean isInSet(int set, long[] wanted) {
    for (int at = set; at < set + WAYS * WORDS; at += WORDS) {
      if (words[at] == wanted[0]
          && words[at + 1] == wanted[1]
          && words[at + 2] == wanted[2]
          && words[at + 3] == wanted[3]) {
        return true;
      }
    }
    return false;
  }

  private static long[] wordsOf(TransactionId id) {
    byte[] bytes = id.toArray();
    long[] result = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      result[i] = (long) LITTLE_ENDIAN.get(bytes, i * Long.BYTES);
    }
    return result;
  }

  private int startOfSet(long[] id) {
    long mixed = salt;
    for (long word : id) {
      mixed = mix(mixed ^ word);
    }
    int set = (int) (((mixed >>> 32) * sets) >>> 32);
    return set * WAYS * WORDS;
  }

  /**
   * The finalizer of SplitMix64 (Stafford's variant 13): each bit of the input moves all others.
   */
  private static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
