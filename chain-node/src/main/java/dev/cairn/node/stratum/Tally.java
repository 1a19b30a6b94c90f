package dev.cairn.node.stratum;

import dev.cairn.core.value.Timestamp;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts what one worker does, and adds it to what all do. Confined to one thread. */
final class Tally {

  private final Totals totals;
  private final ShareRate rate;
  private final Map<ShareResult, Long> shares = new EnumMap<>(ShareResult.class);
  private Optional<Timestamp> lastShareAt = Optional.empty();
  private long blocks;

  Tally(Totals totals, long nowMillis) {
    this.totals = totals;
    rate = new ShareRate(nowMillis);
    for (ShareResult result : ShareResult.values()) {
      shares.put(result, 0L);
    }
  }

  void onAccepted(Difficulty difficulty, Moment now) {
    count(ShareResult.ACCEPTED);
    rate.add(difficulty, now.millis());
    lastShareAt = Optional.of(now.time());
  }

  void onRefused(StratumError error) {
    count(ShareResult.of(error));
  }

  private void count(ShareResult result) {
    shares.merge(result, 1L, Long::sum);
    totals.onShare(result);
  }

  void onBlock(BlockResult result) {
    if (result == BlockResult.TIP) {
      blocks++;
    }
    totals.onBlock(result);
  }

  double hashesPerSecond(long nowMillis) {
    return rate.perSecond(nowMillis);
  }

  Map<ShareResult, Long> shares() {
    return new EnumMap<>(shares);
  }

  Optional<Timestamp> lastShareAt() {
    return lastShareAt;
  }

  /** Those that became the tip. */
  long blocks() {
    return blocks;
  }
}
