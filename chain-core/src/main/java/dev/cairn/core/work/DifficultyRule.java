package dev.cairn.core.work;

import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The bits that a header must carry, for networks that sleep and hash rate that comes and goes
 * (docs/consensus.md, section 6).
 *
 * <p>Each header has a <em>nominal</em> target, which follows from its ancestors alone and is kept
 * beside it, and its <em>bits</em>, which are the nominal ones unless the header comes six
 * half-lives or more after its parent: then they are eased, twofold, and twofold again for every
 * further half-life. An eased block moves the nominal target as a block does that took one
 * half-life.
 *
 * <p>Immutable. Times never run backwards along a chain: that must be checked before asking here.
 */
public final class DifficultyRule {

  /** So many half-lives of silence leave the target as it is. */
  private static final long HALF_LIVES_BEFORE_EASING = 5;

  /** So many doublings bring the smallest target above every limit. */
  private static final long STEPS_TO_LIMIT = 256;

  private final CompactBits genesisBits;
  private final CompactBits limitBits;
  private final BigInteger limit;
  private final long spacingSeconds;
  private final long halfLifeSeconds;

  /**
   * The rule of a network.
   *
   * @param genesisBits the nominal bits of the genesis block and of the first block after it
   * @param limitBits the easiest target
   * @param spacingSeconds the time that a block should take, at least 1
   * @param halfLifeSeconds how far from the schedule blocks are when the target has doubled or
   *     halved; 0 for bits that never change
   * @throws IllegalArgumentException when one of them is out of range, bits are not the canonical
   *     ones of a target, or the genesis target is above the limit
   */
  public DifficultyRule(
      CompactBits genesisBits, CompactBits limitBits, long spacingSeconds, long halfLifeSeconds) {
    Target genesis = wellFormed(genesisBits);
    Target easiest = wellFormed(limitBits);
    if (genesis.compareTo(easiest) > 0) {
      throw new IllegalArgumentException("bits " + genesisBits + " above the limit " + limitBits);
    }
    if (spacingSeconds < 1 || halfLifeSeconds < 0) {
      throw new IllegalArgumentException(
          "spacing " + spacingSeconds + " s, half-life " + halfLifeSeconds + " s");
    }
    this.genesisBits = genesisBits;
    this.limitBits = limitBits;
    this.limit = easiest.toBigInteger();
    this.spacingSeconds = spacingSeconds;
    this.halfLifeSeconds = halfLifeSeconds;
  }

  private static Target wellFormed(CompactBits bits) {
    if (!bits.isCanonical()) {
      throw new IllegalArgumentException("not the canonical bits of a target: " + bits);
    }
    return bits.target();
  }

  /** The nominal bits of the genesis block and of the first block after it. */
  public CompactBits genesisBits() {
    return genesisBits;
  }

  /** The bits of the easiest target. */
  public CompactBits limitBits() {
    return limitBits;
  }

  /**
   * The nominal bits of the block after a parent at height 1 or more; at heights 0 and 1 they are
   * {@link #genesisBits}.
   *
   * @throws IllegalArgumentException when the parent's time is before the grandparent's
   */
  public CompactBits nominalAfter(
      CompactBits nominalOfParent, Timestamp parentTime, Timestamp grandparentTime) {
    long elapsedSeconds = elapsedSeconds(grandparentTime, parentTime);
    if (halfLifeSeconds == 0) {
      return genesisBits;
    }
    return Asert.next(
        nominalOfParent,
        limitBits,
        spacingSeconds,
        halfLifeSeconds,
        0,
        Math.min(elapsedSeconds, halfLifeSeconds));
  }

  /**
   * The bits that a header with this nominal target and time must carry.
   *
   * @throws IllegalArgumentException when {@code time} is before the parent's
   */
  public CompactBits bits(CompactBits nominal, Timestamp parentTime, Timestamp time) {
    long elapsedSeconds = elapsedSeconds(parentTime, time);
    if (halfLifeSeconds == 0) {
      return genesisBits;
    }
    long steps = Math.max(0, elapsedSeconds / halfLifeSeconds - HALF_LIVES_BEFORE_EASING);
    if (steps == 0) {
      return nominal;
    }
    int doublings = (int) Math.min(steps, STEPS_TO_LIMIT);
    return Target.of(nominal.target().toBigInteger().shiftLeft(doublings).min(limit)).toBits();
  }

  /**
   * When a miner should ask for {@link #bits} again: the first moment after {@code time} at which a
   * new easing step may change them. Empty when no later header time changes them.
   *
   * @throws IllegalArgumentException when {@code time} is before the parent's
   */
  public Optional<Timestamp> nextEasing(Timestamp parentTime, Timestamp time) {
    long elapsedSeconds = elapsedSeconds(parentTime, time);
    if (halfLifeSeconds == 0) {
      return Optional.empty();
    }
    long halfLives = Math.max(HALF_LIVES_BEFORE_EASING, elapsedSeconds / halfLifeSeconds) + 1;
    long secondsLeft = Timestamp.MAX.secondsSince(parentTime);
    if (halfLives > secondsLeft / halfLifeSeconds) {
      return Optional.empty();
    }
    return Optional.of(parentTime.plusSeconds(halfLives * halfLifeSeconds));
  }

  private static long elapsedSeconds(Timestamp from, Timestamp to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("time " + to + " is before " + from);
    }
    return to.secondsSince(from);
  }
}
