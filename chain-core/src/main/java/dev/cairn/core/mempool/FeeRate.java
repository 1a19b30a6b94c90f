package dev.cairn.core.mempool;

/**
 * A fee per byte, compared exactly, without division.
 *
 * @param fee in units, 0 or more
 * @param bytes of the transaction, at least 1
 */
record FeeRate(long fee, long bytes) implements Comparable<FeeRate> {

  /** What a transaction is worth that no block can take. */
  static final FeeRate NOTHING = new FeeRate(0, 1);

  @Override
  public int compareTo(FeeRate other) {
    int high =
        Long.compare(Math.multiplyHigh(fee, other.bytes), Math.multiplyHigh(other.fee, bytes));
    return high != 0 ? high : Long.compareUnsigned(fee * other.bytes, other.fee * bytes);
  }

  FeeRate min(FeeRate other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
