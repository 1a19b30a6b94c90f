package dev.cairn.net.netty;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what must happen, so long that only a fault makes it fail on a busy machine. */
final class Patiently {

  private Patiently() {}

  static ConditionFactory await() {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(60));
  }
}
