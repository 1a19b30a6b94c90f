package dev.cairn.core.mempool;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.util.Comparator;
import java.util.Optional;

/**
 * One transaction in the pool.
 *
 * @param number counts entries as they come, so that no two are alike
 * @param since when it came
 * @param rate its fee per byte
 * @param cost what the sender must own for it: the fee, and what a transfer moves; 2^63-1 when it
 *     is more, which nobody owns (docs/consensus.md, section 9.2)
 */
record MempoolEntry(
    Transaction transaction, long number, Timestamp since, FeeRate rate, long cost) {

  /** The highest fee per byte first; of equal ones the one that came first. */
  static final Comparator<MempoolEntry> BEST_FIRST =
      Comparator.comparing(MempoolEntry::rate).reversed().thenComparingLong(MempoolEntry::number);

  /**
   * What an entry takes on the heap beside its bytes, which are there twice (encoded, and as
   * payload of its own): measured, with one entry per sender, which is the dearest.
   */
  static final int HEAP_BYTES_FIXED = 870;

  /** An entry for a transaction that passed isolation. */
  static MempoolEntry of(Transaction transaction, long number, Timestamp since) {
    FeeRate rate = new FeeRate(transaction.fee().units(), transaction.size());
    return new MempoolEntry(transaction, number, since, rate, cost(transaction));
  }

  private static long cost(Transaction transaction) {
    return saturatedSum(
        transaction.fee().units(),
        transferOf(transaction).map(it -> it.amount().units()).orElse(0L));
  }

  private static Optional<Transfer> transferOf(Transaction transaction) {
    return transaction.payload().type() == Transfer.TYPE
        ? Optional.of(Transfer.decode(transaction.payload().bytes()).value())
        : Optional.empty();
  }

  /** What it moves, if it is a transfer. */
  Optional<Transfer> transfer() {
    return transferOf(transaction);
  }

  /** The sum of two numbers that are not negative; 2^63-1 when it is more. */
  static long saturatedSum(long one, long another) {
    long sum = one + another;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  PublicKey sender() {
    return transaction.sender();
  }

  long sequence() {
    return transaction.sequence();
  }

  /** About how many bytes of heap this entry takes, with its part of the pool's indexes. */
  long heapBytes() {
    return heapBytes(transaction);
  }

  static long heapBytes(Transaction transaction) {
    return HEAP_BYTES_FIXED + transaction.size() + (long) transaction.payload().bytes().length();
  }
}
