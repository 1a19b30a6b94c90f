package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceFilterTest {

  private static final List<Bytes> ADDRESS = List.of(Bytes.ofHex("0a000001"));

  private static InterfaceFacts lan(String name) {
    return new InterfaceFacts(name, 2, true, true, false, false, ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth0", "enp3s0", "eno1", "wlan0", "wlp2s0", "en0", "br0", "bond0", "usb0", "vlan5"
      })
  void usesRealInterfaces(String name) {
    assertThat(InterfaceFilter.DEFAULT.reasonToSkip(lan(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "docker0, is named docker*",
    "br-4f2a6c1e9d3b, is named br-*",
    "virbr0, is named virbr*",
    "veth12ab, is named veth*",
    "tun0, is named tun*",
    "tap1, is named tap*",
    "wg0, is named wg*",
    "cni0, is named cni*",
    "flannel.1, is named flannel*",
  })
  void skipsWhatLeadsToContainersMachinesAndTunnels(String name, String reason) {
    assertThat(InterfaceFilter.DEFAULT.reasonToSkip(lan(name))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, false, false, is down",
    "true, false, false, false, has no multicast",
    "true, true, true, false, is the loopback",
    "true, true, false, true, is point-to-point",
  })
  void skipsWhatIsNoLan(
      boolean up, boolean multicast, boolean loopback, boolean pointToPoint, String reason) {
    InterfaceFacts facts =
        new InterfaceFacts("eth0", 2, up, multicast, loopback, pointToPoint, ADDRESS);
    assertThat(InterfaceFilter.DEFAULT.reasonToSkip(facts)).contains(reason);
  }

  @Test
  void skipsWhatHasNoAddress() {
    InterfaceFacts facts = new InterfaceFacts("eth0", 2, true, true, false, false, List.of());
    assertThat(InterfaceFilter.DEFAULT.reasonToSkip(facts)).contains("has no address");
  }

  @Test
  void usesANamedInterfaceWhateverSpeaksAgainstIt() {
    InterfaceFilter filter = InterfaceFilter.DEFAULT.withAlways(List.of("wg0", "lo"));
    assertThat(filter.reasonToSkip(lan("wg0"))).isEmpty();
    assertThat(filter.reasonToSkip(new InterfaceFacts("lo", 1, true, false, true, false, ADDRESS)))
        .isEmpty();
    assertThat(filter.reasonToSkip(lan("wg1"))).isPresent();
    assertThat(filter.reasonToSkip(new InterfaceFacts("wg0", 1, false, true, false, true, ADDRESS)))
        .as("what is down cannot be used")
        .isEqualTo(Optional.of("is down"));
  }

  @Test
  void anotherListTakesThePlaceOfTheDefault() {
    InterfaceFilter filter = new InterfaceFilter(List.of("eth1"), List.of());
    assertThat(filter.reasonToSkip(lan("docker0"))).isEmpty();
    assertThat(filter.reasonToSkip(lan("eth1"))).contains("is named eth1");
    assertThat(filter.reasonToSkip(lan("eth10"))).isEmpty();
  }
}
