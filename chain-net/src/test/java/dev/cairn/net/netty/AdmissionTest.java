package dev.cairn.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Bytes FIRST = Bytes.ofHex("c0000201");
  private static final Bytes SECOND_ONE = Bytes.ofHex("c0000202");

  private final NetLimits limits =
      TestLimits.with(
          Map.of(
              "acceptsPerSecond", 10,
              "acceptsPerSecondPerAddress", 5,
              "linksPerAddress", 3,
              "pendingHandshakes", 4));
  private final Admission admission = new Admission(limits, Long.MAX_VALUE - 1);
  private long now = Long.MAX_VALUE - 1; // nanoTime may be anything and wrap

  private Optional<DisconnectReason> admit(Bytes prefix) {
    return admission.admit(prefix, now);
  }

  /** Comes, is done with its handshake, and goes. */
  private boolean visits(Bytes prefix) {
    if (admit(prefix).isPresent()) {
      return false;
    }
    admission.handshakeDone();
    admission.closed(prefix, true);
    return true;
  }

  @Test
  void takesSoManyConnectionsOfOneAddress() {
    for (int i = 0; i < 3; i++) {
      assertThat(admit(FIRST)).isEmpty();
    }
    assertThat(admit(FIRST)).contains(DisconnectReason.TOO_MANY_FROM_ADDRESS);
    assertThat(admit(SECOND_ONE)).isEmpty();

    admission.closed(FIRST, false);
    assertThat(admit(FIRST)).isEmpty();
  }

  @Test
  void connectionsThatAreDoneWithTheirHandshakeStillCountForTheirAddress() {
    for (int i = 0; i < 3; i++) {
      assertThat(admit(FIRST)).isEmpty();
      admission.handshakeDone();
    }
    assertThat(admission.handshakes()).isZero();
    assertThat(admit(FIRST)).contains(DisconnectReason.TOO_MANY_FROM_ADDRESS);
  }

  @Test
  void takesSoManyHandshakesAtATime() {
    for (int i = 0; i < 4; i++) {
      assertThat(admit(address(i))).isEmpty();
    }
    assertThat(admit(address(4))).contains(DisconnectReason.TOO_MANY_PEERS);

    admission.handshakeDone();
    assertThat(admit(address(5))).isEmpty();
    admission.closed(address(5), false);
    assertThat(admit(address(6))).isEmpty();
  }

  @Test
  void takesSoManyEachSecondOfOneAddress() {
    for (int i = 0; i < 5; i++) {
      assertThat(visits(FIRST)).isTrue();
    }
    assertThat(visits(FIRST)).isFalse();
    assertThat(visits(SECOND_ONE)).isTrue();

    now += SECOND / 5 - 1;
    assertThat(visits(FIRST)).isFalse();
    now += 1;
    assertThat(visits(FIRST)).isTrue();
    assertThat(visits(FIRST)).isFalse();
  }

  @Test
  void takesSoManyEachSecondOfAll() {
    for (int i = 0; i < 10; i++) {
      assertThat(visits(address(i))).isTrue();
    }
    assertThat(visits(address(10))).isFalse();

    now += SECOND;
    for (int i = 0; i < 10; i++) {
      assertThat(visits(address(20 + i))).isTrue();
    }
    assertThat(visits(address(30))).isFalse();
  }

  @Test
  void aFloodFromOneAddressLeavesTheRestToOthers() {
    for (int i = 0; i < 1000; i++) {
      visits(FIRST);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(visits(address(i))).isTrue();
    }
    assertThat(visits(address(5))).isFalse();
  }

  @Test
  void aLongPauseIsWorthNoMoreThanASecond() {
    now += 1000 * SECOND;
    for (int i = 0; i < 5; i++) {
      assertThat(visits(FIRST)).isTrue();
    }
    assertThat(visits(FIRST)).isFalse();
  }

  @Test
  void remembersNoMoreAddressesThanASecondBrings() {
    for (int i = 0; i < 100_000; i++) {
      now += SECOND / 100;
      visits(address(i));
      assertThat(admission.prefixes()).isLessThanOrEqualTo(30);
    }
    now += 2 * SECOND;
    admit(FIRST);
    assertThat(admission.prefixes()).isEqualTo(1);
  }

  @Test
  void anAddressWithConnectionsIsNotForgotten() {
    for (int i = 0; i < 3; i++) {
      admit(FIRST);
    }
    now += 100 * SECOND;
    visits(SECOND_ONE);
    assertThat(admit(FIRST)).contains(DisconnectReason.TOO_MANY_FROM_ADDRESS);
  }

  private static Bytes address(int number) {
    return Bytes.of(HexFormat.of().parseHex(String.format("%08x", number)));
  }
}
