package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number of hashes, expected to be needed for a block or for a whole chain; never negative.
 * Chains are compared by it.
 */
public final class Work implements Comparable<Work> {

  public static final Work ZERO = new Work(BigInteger.ZERO);

  /** More than any chain can have: 2^32 blocks of at most 2^255 each. */
  private static final BigInteger PARSED_MAX =
      BigInteger.ONE.shiftLeft(288).subtract(BigInteger.ONE);

  private final BigInteger hashes;

  private Work(BigInteger hashes) {
    this.hashes = hashes;
  }

  /**
   * So many hashes.
   *
   * @throws IllegalArgumentException when negative
   */
  public static Work of(BigInteger hashes) {
    if (hashes.signum() < 0) {
      throw new IllegalArgumentException("negative work: " + hashes);
    }
    return new Work(hashes);
  }

  /** Reads decimal digits of less than 2^288, which is more than any chain can have. */
  public static Checked<Work> parse(String text) {
    return DecimalText.parse(text, PARSED_MAX).map(Work::new);
  }

  public Work plus(Work other) {
    return new Work(hashes.add(other.hashes));
  }

  /**
   * The difference.
   *
   * @throws ArithmeticException when {@code other} is more than this
   */
  public Work minus(Work other) {
    if (isLessThan(other)) {
      throw new ArithmeticException(this + " minus " + other + " is negative");
    }
    return new Work(hashes.subtract(other.hashes));
  }

  public boolean isLessThan(Work other) {
    return compareTo(other) < 0;
  }

  public boolean isMoreThan(Work other) {
    return compareTo(other) > 0;
  }

  public BigInteger toBigInteger() {
    return hashes;
  }

  @Override
  public int compareTo(Work other) {
    return hashes.compareTo(other.hashes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Work that && hashes.equals(that.hashes);
  }

  @Override
  public int hashCode() {
    return hashes.hashCode();
  }

  /** Decimal digits, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return hashes.toString();
  }
}
