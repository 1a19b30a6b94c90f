package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostRuleTest {

  private static final String LOCAL = "192.168.0.9";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:1",
        "127.0.0.1",
        "127.0.0.1:7070",
        "127.255.255.254:65535",
        "[::1]",
        "[::1]:7070",
        "[0:0:0:0:0:0:0:1]:7070",
        "192.168.0.9",
        "192.168.0.9:7070"
      })
  void takesTheLoopbackAndTheAddressThatWasConnectedTo(String host) {
    assertThat(HostRule.checkHost(host, LOCAL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":7070",
        "evil.example",
        "evil.example:7070",
        "localhost.",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "128.0.0.1",
        "192.168.0.10",
        "127.0.0.256",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0.0.0.0",
        "[::]",
        "[::2]",
        "::1",
        "[::1",
        "[evil.example]",
        "127.0.0.1:",
        "127.0.0.1:port",
        "127.0.0.1:123456",
        "127.0.0.1:1:2",
        "user@127.0.0.1",
        "127.0.0.1/x"
      })
  void refusesEveryOtherName(String host) {
    assertThat(HostRule.checkHost(host, LOCAL).orElseThrow().reason())
        .isEqualTo(ApiFault.HOST_NOT_ALLOWED);
  }

  @Test
  void asksForExactlyOneHost() {
    for (List<String> hosts : List.of(List.<String>of(), List.of("127.0.0.1", "127.0.0.1"))) {
      assertThat(HostRule.checkOne(hosts).orElseThrow().reason())
          .isEqualTo(ApiFault.REQUEST_MALFORMED);
    }
  }

  @Test
  void takesTheAddressWithAScopeThatWasConnectedTo() {
    assertThat(HostRule.checkHost("[fe80::1]:7070", "fe80:0:0:0:0:0:0:1%eth0")).isEmpty();
  }

  @Test
  void takesNoOriginAndItsOwn() {
    assertThat(HostRule.checkOrigin(List.of(), "127.0.0.1:7070")).isEmpty();
    assertThat(HostRule.checkOrigin(List.of("http://LocalHost:7070"), "localhost:7070")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://evil.example",
        "http://localhost",
        "http://localhost:7071",
        "https://localhost:7070",
        "http://localhost:7070.evil.example",
        "http://localhost:7070/"
      })
  void refusesForeignOrigins(String origin) {
    assertThat(HostRule.checkOrigin(List.of(origin), "localhost:7070").orElseThrow().reason())
        .isEqualTo(ApiFault.ORIGIN_NOT_ALLOWED);
  }

  @Test
  void refusesAForeignOriginBesideItsOwn() {
    assertThat(
            HostRule.checkOrigin(List.of("http://localhost", "http://evil.example"), "localhost"))
        .isPresent();
  }
}
