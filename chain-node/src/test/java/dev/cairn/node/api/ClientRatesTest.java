package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClientRatesTest {

  private final ClientRates rates = new ClientRates(new ApiLimits.Rates(2, 100, 3));

  private boolean takes(String address, long nowMillis) {
    return rates.check(new ClientAddress(address, false), nowMillis).isEmpty();
  }

  @Test
  void refusesMoreThanWasSavedUp() {
    for (int i = 0; i < 4; i++) {
      assertThat(takes("a", 0)).isTrue();
    }
    assertThat(rates.check(new ClientAddress("a", false), 499).orElseThrow().reason())
        .isEqualTo(ApiFault.RATE_EXCEEDED);
    assertThat(takes("a", 500)).isTrue();
    assertThat(takes("a", 500)).isFalse();
  }

  @Test
  void doesNotPunishForWhatWasRefused() {
    for (int i = 0; i < 1_000; i++) {
      takes("a", 0);
    }
    assertThat(takes("a", 500)).isTrue();
  }

  @Test
  void tellsAddressesApart() {
    for (int i = 0; i < 5; i++) {
      takes("a", 0);
    }
    assertThat(takes("b", 0)).isTrue();
  }

  @Test
  void letsThisMachinesProgramsAskMore() {
    ClientAddress own = new ClientAddress("127.0.0.1", true);
    for (int i = 0; i < 200; i++) {
      assertThat(rates.check(own, 0)).isEmpty();
    }
    assertThat(rates.check(own, 0)).isPresent();
  }

  @Test
  void tellsThisMachineFromOthersOfItsNetwork() {
    ClientAddress own = new ClientAddress("fd00", true);
    assertThat(rates.check(own, 0)).isEmpty();
    for (int i = 0; i < 4; i++) {
      assertThat(takes("fd00", 0)).isTrue();
    }
    assertThat(takes("fd00", 0)).isFalse();
    assertThat(rates.check(own, 0)).isEmpty();
  }

  @Test
  void forgetsTheAddressThatWasSilentLongest() {
    for (int i = 0; i < 5; i++) {
      takes("a", 0);
    }
    takes("b", 0);
    takes("c", 0);
    assertThat(takes("a", 0)).isFalse();
    takes("d", 0);
    assertThat(rates.addresses()).isEqualTo(3);
    assertThat(takes("a", 0)).isFalse();
  }
}
