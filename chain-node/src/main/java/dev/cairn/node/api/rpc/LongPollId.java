package dev.cairn.node.api.rpc;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.verdict.Checked;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a miner works on, so that it can ask to be told when there is something better. The node
 * keeps nothing for it.
 */
public record LongPollId(BlockHash parent, CompactBits bits, Amount reward) {

  private static final int PARENT_DIGITS = 2 * BlockHash.LENGTH;
  private static final int BITS_DIGITS = 2 * Integer.BYTES;
  private static final int REWARD_DIGITS = 2 * Long.BYTES;

  /** Reads {@link #toString}; empty for anything else. */
  public static Optional<LongPollId> parse(String text) {
    if (text.length() != PARENT_DIGITS + BITS_DIGITS + REWARD_DIGITS
        || !text.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    int rewardAt = PARENT_DIGITS + BITS_DIGITS;
    Checked<BlockHash> parent = BlockHash.parse(text.substring(0, PARENT_DIGITS));
    Checked<CompactBits> bits = CompactBits.parse(text.substring(PARENT_DIGITS, rewardAt));
    long reward = HexFormat.fromHexDigitsToLong(text, rewardAt, text.length());
    return parent.isPassed() && bits.isPassed() && reward >= 0
        ? Optional.of(new LongPollId(parent.value(), bits.value(), Amount.of(reward)))
        : Optional.empty();
  }

  /** Whether all work on the other is worth nothing, or will be refused from some time on. */
  public boolean replaces(LongPollId other) {
    return !parent.equals(other.parent) || !bits.equals(other.bits);
  }

  /** Whether a block of this one pays more. */
  public boolean paysMoreThan(LongPollId other) {
    return reward.isMoreThan(other.reward);
  }

  @Override
  public String toString() {
    return parent.toString() + bits + HexFormat.of().toHexDigits(reward.units());
  }
}
