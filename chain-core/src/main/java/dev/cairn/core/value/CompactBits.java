package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * A target in the 32 bits of a header, as in Bitcoin: any pattern of bits, so that whatever a peer
 * sends can be held; {@link #toTarget} says whether it means a target.
 *
 * <pre>
 *   bits 31..24  size: how many bytes the target has
 *   bit  23      sign: must not be set
 *   bits 22..0   mantissa: the target's first three bytes
 * </pre>
 *
 * @param value the bits, the size in the most significant byte
 */
public record CompactBits(int value) {

  private static final int MANTISSA_BYTES = 3;
  private static final int TARGET_BYTES = 32;

  /** Reads the 8 hexadecimal digits of {@link #toString}. */
  public static Checked<CompactBits> parse(String text) {
    return HexText.parse(text, Integer.BYTES)
        .map(bytes -> new CompactBits(new BigInteger(bytes).intValue()));
  }

  /**
   * The target that these bits mean, judged as Bitcoin does ({@code arith_uint256::SetCompact}):
   * bits of a small size lose the mantissa's last bytes first. Several bits may mean one target;
   * {@link Target#toBits} gives the canonical ones.
   */
  public Checked<Target> toTarget() {
    int size = value >>> 24;
    int mantissa = value & 0x7fffff;
    if (size < MANTISSA_BYTES) {
      mantissa >>>= 8 * (MANTISSA_BYTES - size);
    }
    if (mantissa != 0 && (value & 0x800000) != 0) {
      return Checked.refused(Rule.BITS_NEGATIVE, this, "bits without the sign bit 00800000");
    }
    if (mantissa != 0 && size - MANTISSA_BYTES + bytesOf(mantissa) > TARGET_BYTES) {
      return Checked.refused(Rule.BITS_OVERFLOW, this, "a target below 2^256");
    }
    if (mantissa == 0) {
      return Checked.refused(Rule.BITS_ZERO, this, "a target of at least 1");
    }
    int shift = Math.max(0, 8 * (size - MANTISSA_BYTES));
    return Checked.passed(Target.of(BigInteger.valueOf(mantissa).shiftLeft(shift)));
  }

  private static int bytesOf(int mantissa) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(mantissa) + 7) / 8;
  }

  /**
   * The target of bits that are known to mean one.
   *
   * @throws IllegalStateException when they do not, with the reason
   */
  public Target target() {
    return toTarget().value();
  }

  /** Whether these are the bits that their target gives: the only form that a header may have. */
  public boolean isCanonical() {
    return toTarget() instanceof Checked.Passed<Target> passed
        && passed.value().toBits().equals(this);
  }

  /** The 8 hexadecimal digits, the most significant one first. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
