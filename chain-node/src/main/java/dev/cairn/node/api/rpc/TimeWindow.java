package dev.cairn.node.api.rpc;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.work.DifficultyRule;

/**
 * The times that a block may carry without needing other bits: these are eased with time on a
 * network that nobody mines (docs/consensus.md, section 6).
 *
 * @param first inclusive, as {@code last}
 */
public record TimeWindow(Timestamp first, Timestamp last) {

  /**
   * The times around one of them.
   *
   * @param time not before the parent's
   * @param now the local clock: a time too far ahead of it is refused
   */
  public static TimeWindow around(
      Timestamp time, ChainedHeader parent, NetworkParameters network, Timestamp now) {
    DifficultyRule rule = network.difficulty();
    Timestamp start = parent.time();
    CompactBits eased = rule.bits(parent.nominalOfChild(), start, time);
    boolean isEased = !eased.equals(rule.bits(parent.nominalOfChild(), start, start));
    long halfLife = network.halfLifeSeconds();
    Timestamp first =
        isEased ? start.plusSeconds(time.secondsSince(start) / halfLife * halfLife) : start;
    Timestamp last =
        rule.nextEasing(start, time)
            .map(next -> new Timestamp(next.seconds() - 1))
            .orElse(Timestamp.MAX);
    Timestamp ahead = now.plusSeconds(network.maxFutureSeconds()).max(first);
    return new TimeWindow(first, ahead.isBefore(last) ? ahead : last);
  }

  /** The time in the window that is closest to this one. */
  public Timestamp closestTo(Timestamp time) {
    Timestamp late = time.max(first);
    return late.isAfter(last) ? last : late;
  }
}
