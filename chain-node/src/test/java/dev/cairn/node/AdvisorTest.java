package dev.cairn.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.node.api.NodeFacts.Notice;
import dev.cairn.node.storage.DiskWatch;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdvisorTest {

  private final Advisor advisor = new Advisor(() -> 0L);

  private List<Notice> notices(Optional<DiscoveryStatus> discovery) {
    return advisor.notices(Optional.empty(), discovery, Optional.empty());
  }

  private static DiscoveryStatus discovery(List<String> used, Optional<String> problem) {
    return new DiscoveryStatus(used, new TreeMap<>(), 0, 0, 0, Optional.empty(), problem);
  }

  @Test
  void saysNothingWhenAllIsWell() {
    assertThat(notices(Optional.empty())).isEmpty();
    assertThat(notices(Optional.of(discovery(List.of("eth0"), Optional.empty())))).isEmpty();
  }

  @Test
  void saysWhatToDoAboutACopiedKey() {
    advisor.onNodeKeyInUseElsewhere(PeerAddress.of(new InetSocketAddress("192.0.2.7", 7771)));

    assertThat(notices(Optional.empty()))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.code()).isEqualTo("NODE_KEY_IN_USE_ELSEWHERE");
              assertThat(notice.text()).contains("192.0.2.7").contains("node.key");
            });
  }

  @Test
  void namesTheCommandThatChangesOverToAnotherNetwork() {
    NetworkId other = NetworkParameters.dev().id();
    advisor.onOtherNetwork(other);
    advisor.onOtherNetwork(other);

    assertThat(notices(Optional.empty()))
        .singleElement()
        .satisfies(notice -> assertThat(notice.text()).endsWith("--network " + other));
  }

  @Test
  void tellsNoMoreOfANetworkThatIsGone() {
    NetworkId other = NetworkParameters.dev().id();
    advisor.onOtherNetwork(other);
    advisor.onOtherNetworkGone(other);
    assertThat(notices(Optional.empty())).isEmpty();

    advisor.onOtherNetwork(other);
    assertThat(notices(Optional.empty())).hasSize(1);
  }

  @Test
  void saysHowFullTheDiskIs() {
    assertThat(ofDisk(DiskWatch.Level.ROOMY)).isEmpty();
    assertThat(ofDisk(DiskWatch.Level.NEARLY_FULL))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.code()).isEqualTo("DISK_NEARLY_FULL");
              assertThat(notice.text()).contains("93 % full", "7 MiB are free", "make room");
            });
    assertThat(ofDisk(DiskWatch.Level.FULL))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.code()).isEqualTo("DISK_FULL");
              assertThat(notice.text()).contains("7 MiB are free", "make room");
            });
  }

  private List<Notice> ofDisk(DiskWatch.Level level) {
    DiskWatch.Room room = new DiskWatch.Room(7 << 20, 100 << 20, level);
    return advisor.notices(Optional.empty(), Optional.empty(), Optional.of(room));
  }

  @Test
  void saysThatNobodyCanBeFound() {
    assertThat(notices(Optional.of(discovery(List.of(), Optional.of("no socket")))))
        .extracting(Notice::code)
        .containsExactly("DISCOVERY_FAILED", "NO_INTERFACE");
  }
}
