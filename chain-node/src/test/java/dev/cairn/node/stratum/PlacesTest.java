package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private final AtomicBoolean isShort = new AtomicBoolean();
  private final Places places = new Places(new StratumLimits(5, 2, 1, 1, 1, 1, 1, 1), isShort::get);

  @Test
  void oneClientHasSomeOfThemAndThisMachineAll() {
    assertThat(places.take("192.0.2.1")).isTrue();
    assertThat(places.take("192.0.2.1")).isTrue();
    assertThat(places.take("192.0.2.1")).isFalse();
    assertThat(places.take("127.0.0.1")).isTrue();
    assertThat(places.take("127.0.0.1")).isTrue();
    assertThat(places.take("127.0.0.1")).isTrue();
    assertThat(places.take("192.0.2.2")).isFalse();
    places.giveBack("192.0.2.1");
    assertThat(places.take("192.0.2.1")).isTrue();
  }

  @Test
  void addressesOfOneNetworkOfIpv6AreOneClient() {
    assertThat(places.take("2001:db8::1")).isTrue();
    assertThat(places.take("2001:db8::2")).isTrue();
    assertThat(places.take("2001:db8:0:0:ffff::3")).isFalse();
    assertThat(places.take("2001:db8:0:1::1")).isTrue();
    assertThat(places.take("fe80::1")).isTrue();
    assertThat(places.take("fe80::2")).isTrue();
  }

  @Test
  void nobodyGetsOneWhenFilesAreShort() {
    isShort.set(true);
    assertThat(places.take("127.0.0.1")).isFalse();
    isShort.set(false);
    assertThat(places.take("127.0.0.1")).isTrue();
  }
}
