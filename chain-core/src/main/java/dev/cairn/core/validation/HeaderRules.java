package dev.cairn.core.validation;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.core.work.DifficultyRule;
import java.util.Optional;

/** The rules for headers: stages 2 and 3 of docs/consensus.md. Immutable; any thread may use it. */
public final class HeaderRules {

  private static final int FIXED_VERSION_BITS = ~BlockHeader.FREE_VERSION_BITS;

  private final Target limit;
  private final long maxFutureSeconds;
  private final DifficultyRule difficulty;

  public HeaderRules(NetworkParameters network) {
    limit = network.limitBits().target();
    maxFutureSeconds = network.maxFutureSeconds();
    difficulty = network.difficulty();
  }

  /** Stage 2: what a header shows by itself, its work above all (section 4.2). */
  public Optional<Rejection> checkInIsolation(BlockHeader header) {
    if ((header.version() & FIXED_VERSION_BITS) != BlockHeader.VERSION) {
      return refuse(
          Rule.HEADER_VERSION_INVALID,
          "0x%08x".formatted(header.version()),
          "0x20000000, bits 13 to 28 free");
    }
    Checked<Target> target = header.bits().toTarget();
    if (!target.isPassed()) {
      return target.rejection();
    }
    if (target.value().compareTo(limit) > 0) {
      return refuse(Rule.TARGET_ABOVE_LIMIT, header.bits(), "at most " + limit.toBits());
    }
    if (!target.value().isMetBy(header.hash())) {
      return refuse(Rule.WORK_BELOW_TARGET, header.hash(), "at most " + target.value());
    }
    return Optional.empty();
  }

  /**
   * Stage 3: what a header must be after its parent (section 4.3). The clock is not part of it: see
   * {@link #tooEarlyUntil}.
   *
   * @param header one that passed stage 2
   * @return the header in its place
   */
  public Checked<ChainedHeader> checkInContext(BlockHeader header, ChainedHeader parent) {
    if (parent.height().isMax()) {
      return Checked.refused(
          Rule.HEIGHT_OUT_OF_RANGE, "a child of the last height", "at most " + parent.height());
    }
    if (header.time().isBefore(parent.time())) {
      return Checked.refused(Rule.TIME_BEFORE_PARENT, header.time(), "at least " + parent.time());
    }
    CompactBits expected = bitsAfter(parent, header.time());
    if (!header.bits().equals(expected)) {
      return Checked.refused(Rule.BITS_MISMATCH, header.bits(), expected);
    }
    return Checked.passed(parent.child(header, difficulty));
  }

  /** The bits that a child with this time, not before the parent's, must have. */
  public CompactBits bitsAfter(ChainedHeader parent, Timestamp time) {
    return difficulty.bits(parent.nominalOfChild(), parent.time(), time);
  }

  /**
   * When a header that is too far ahead of the local clock may be taken; empty when it may be taken
   * now. To be asked once, on first receipt.
   */
  public Optional<Timestamp> tooEarlyUntil(BlockHeader header, Timestamp now) {
    long until = header.time().seconds() - maxFutureSeconds;
    return until > now.seconds() ? Optional.of(new Timestamp(until)) : Optional.empty();
  }

  private static Optional<Rejection> refuse(Rule rule, Object got, Object expected) {
    return Optional.of(Rejection.of(rule, got, expected));
  }
}
