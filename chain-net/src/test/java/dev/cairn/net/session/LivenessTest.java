package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.NetLimits;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private final Liveness liveness = new Liveness(NetLimits.DEFAULT, new Random(1), 0);

  @Test
  void measuresTheRoundTripAtOnce() {
    Ping ping = liveness.onTick(100, true).orElseThrow();

    assertThat(liveness.isMeasured()).isFalse();
    assertThat(liveness.onPong(new Pong(ping.nonce()), 140)).isTrue();
    assertThat(liveness.roundTripMillis()).isEqualTo(40);
  }

  @Test
  void smoothsTheRoundTripAsTcpDoes() {
    RoundTrip trip = new RoundTrip();
    trip.onSample(80);
    trip.onSample(160);

    assertThat(trip.millis()).isEqualTo(90); // 7/8 of 80 and 1/8 of 160
    for (int i = 0; i < 100; i++) {
      trip.onSample(160);
    }
    assertThat(trip.millis()).isBetween(153L, 160L);
  }

  @Test
  void knowsNoPongWithoutItsPing() {
    Ping ping = liveness.onTick(100, true).orElseThrow();

    assertThat(liveness.onPong(new Pong(ping.nonce() + 1), 140)).isFalse();
    assertThat(liveness.onPong(new Pong(ping.nonce()), 140)).isTrue();
    assertThat(liveness.onPong(new Pong(ping.nonce()), 150)).isFalse();
  }

  @Test
  void asksForASignOfLifeAfterSilence() {
    tickUntil(0, 1000);
    liveness.onHeard(1000);

    for (long now = 1100; now < 3000; now += 100) {
      assertThat(tick(now)).isEmpty();
    }
    assertThat(tick(3000)).isPresent();
  }

  @Test
  void isOverdueAfterMoreSilence() {
    tickUntil(0, 5900);

    assertThat(liveness.isOverdue(5999)).isFalse();
    assertThat(liveness.isOverdue(6000)).isTrue();
    liveness.onHeard(5999);
    assertThat(liveness.isOverdue(6000)).isFalse();
  }

  @Test
  void timeInWhichWeDoNotReadIsNoSilenceAndThePeerHearsOfUs() {
    int pings = 0;
    for (long now = 100; now <= 30_000; now += 100) {
      pings += liveness.onTick(now, false).isPresent() ? 1 : 0;
      assertThat(liveness.isOverdue(now)).isFalse();
    }

    assertThat(pings).isBetween(14, Liveness.UNANSWERED_MAX);
  }

  @Test
  void neverRemembersMoreThanAFewPings() {
    int pings = 0;
    for (long now = 100; now <= 1_000_000; now += 100) {
      pings += liveness.onTick(now, false).isPresent() ? 1 : 0;
    }

    assertThat(pings).isEqualTo(Liveness.UNANSWERED_MAX);
  }

  @Test
  void measuresABusyLinkToo() {
    int pings = 0;
    for (long now = 100; now <= 60_000; now += 100) {
      liveness.onHeard(now);
      Optional<Ping> ping = liveness.onTick(now, true);
      if (ping.isPresent()) {
        pings++;
        liveness.onPong(new Pong(ping.get().nonce()), now);
      }
    }

    assertThat(pings).isEqualTo(6);
  }

  private void tickUntil(long from, long to) {
    for (long now = from + 100; now <= to; now += 100) {
      tick(now);
    }
  }

  private Optional<Ping> tick(long now) {
    return liveness.onTick(now, true);
  }
}
