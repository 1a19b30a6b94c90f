package dev.cairn.node.api;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.TokenBucket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How much each client may still ask. Confined to the event loop. */
final class ClientRates {

  private static final int SECONDS_SAVED = 2;

  private final ApiLimits.Rates rates;

  /** The client that was silent longest comes first. */
  private final Map<ClientAddress, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  ClientRates(ApiLimits.Rates rates) {
    this.rates = rates;
  }

  /** Counts a request. */
  Optional<Rejection> check(ClientAddress client, long nowMillis) {
    long perSecond = client.isLocal() ? rates.localPerSecond() : rates.perSecond();
    TokenBucket bucket =
        buckets.computeIfAbsent(
            client, any -> new TokenBucket(perSecond, SECONDS_SAVED * perSecond, nowMillis));
    if (buckets.size() > rates.addresses()) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    if (bucket.tokens(nowMillis) < 1) {
      return Optional.of(
          Rejection.of(
              ApiFault.RATE_EXCEEDED,
              "more than " + perSecond + " requests per second",
              "at most " + perSecond));
    }
    bucket.spend(1, nowMillis);
    return Optional.empty();
  }

  /** How many addresses are told apart at the moment. */
  int addresses() {
    return buckets.size();
  }
}
