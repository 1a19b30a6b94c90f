package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * The place of a block in its chain: 0 for the genesis, one more for each block. 0..2^32-1.
 *
 * @param value the number of blocks below
 */
public record Height(long value) implements Comparable<Height> {

  public static final Height GENESIS = new Height(0);

  /** 2^32-1, where every chain ends. */
  public static final Height MAX = new Height(0xffff_ffffL);

  /**
   * Takes what is in range.
   *
   * @throws IllegalArgumentException when {@code value} is not in 0..2^32-1
   */
  public Height {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException("no height: " + value);
    }
  }

  /**
   * So many blocks above the genesis.
   *
   * @throws IllegalArgumentException when {@code value} is not in 0..2^32-1
   */
  public static Height of(long value) {
    return new Height(value);
  }

  /** Reads decimal digits: no sign, no leading zeros. */
  public static Checked<Height> parse(String text) {
    return DecimalText.parse(text, MAX.value).map(Height::new);
  }

  /**
   * The height of a child.
   *
   * @throws ArithmeticException at {@link #MAX}
   */
  public Height next() {
    if (isMax()) {
      throw new ArithmeticException("no height after " + value);
    }
    return new Height(value + 1);
  }

  /**
   * The height of the parent.
   *
   * @throws ArithmeticException at {@link #GENESIS}
   */
  public Height previous() {
    if (isGenesis()) {
      throw new ArithmeticException("no height before the genesis");
    }
    return new Height(value - 1);
  }

  /** How many blocks this is above {@code other}; negative when it is below. */
  public long blocksSince(Height other) {
    return value - other.value;
  }

  public boolean isGenesis() {
    return value == 0;
  }

  public boolean isMax() {
    return value == MAX.value;
  }

  @Override
  public int compareTo(Height other) {
    return Long.compare(value, other.value);
  }

  /** Decimal digits, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
