package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * A time as a header carries it, 0..2^32-1.
 *
 * @param seconds Unix time: seconds since 1970 without leap seconds
 */
public record Timestamp(long seconds) implements Comparable<Timestamp> {

  /** 2^32-1 seconds, in the year 2106. */
  public static final Timestamp MAX = new Timestamp(0xffff_ffffL);

  /**
   * Takes what is in range.
   *
   * @throws IllegalArgumentException when {@code seconds} is not in 0..2^32-1
   */
  public Timestamp {
    if (seconds < 0 || seconds > 0xffff_ffffL) {
      throw new IllegalArgumentException("no timestamp: " + seconds);
    }
  }

  /**
   * So many seconds of Unix time.
   *
   * @throws IllegalArgumentException when {@code seconds} is not in 0..2^32-1
   */
  public static Timestamp of(long seconds) {
    return new Timestamp(seconds);
  }

  /**
   * The time that is nearest to so many seconds of Unix time: a clock that is beyond what chains
   * can count is as wrong as one at its end.
   */
  public static Timestamp nearest(long seconds) {
    return new Timestamp(Math.max(0, Math.min(MAX.seconds, seconds)));
  }

  /** Reads the decimal digits of the seconds: no sign, no leading zeros. */
  public static Checked<Timestamp> parse(String text) {
    return DecimalText.parse(text, MAX.seconds).map(Timestamp::new);
  }

  /** How many seconds this is after {@code other}; negative when it is before. */
  public long secondsSince(Timestamp other) {
    return seconds - other.seconds;
  }

  /** The time so many seconds later, earlier when negative; it stays within 0..2^32-1. */
  public Timestamp plusSeconds(long more) {
    // Bounding the summand first keeps the sum far from overflow.
    long bounded = Math.max(-MAX.seconds, Math.min(MAX.seconds, more));
    return nearest(seconds + bounded);
  }

  /** The later one of both. */
  public Timestamp max(Timestamp other) {
    return isBefore(other) ? other : this;
  }

  public boolean isBefore(Timestamp other) {
    return seconds < other.seconds;
  }

  public boolean isAfter(Timestamp other) {
    return seconds > other.seconds;
  }

  @Override
  public int compareTo(Timestamp other) {
    return Long.compare(seconds, other.seconds);
  }

  /** The seconds in decimal digits, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return Long.toString(seconds);
  }
}
