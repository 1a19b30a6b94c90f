package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.net.discovery.Ids;
import dev.cairn.net.discovery.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On the loopback alone, so that the network of this machine hears nothing of it. */
class MdnsDiscoveryCloseTest {

  private static final InterfaceFilter ONLY_LOOPBACK =
      new InterfaceFilter(List.of("*"), List.of("lo", "lo0"));

  private static final DiscoveryListener DEAF =
      new DiscoveryListener() {
        @Override
        public void onSighting(Sighting sighting) {}

        @Override
        public void onInterfacesChanged(List<String> used) {}
      };

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("cairn-mdns"))
        .count();
  }

  @Test
  void leavesNoThreadBehind() {
    for (int i = 0; i < 20; i++) {
      MdnsDiscovery discovery = MdnsDiscovery.start(Ids.node(1), ONLY_LOOPBACK, DEAF, 50);
      assertThat(threads()).isEqualTo(1);
      if (i % 2 == 0) {
        discovery.advertise(Optional.of(new Advertisement(Ids.network(1), 7771, true)));
      }
      discovery.close();
      await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
      discovery.close();
    }
  }

  @Test
  void twoOnOneHostSeeEachOther() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(2);
    try (MdnsDiscovery one = start(1, 2, seen);
        MdnsDiscovery other = start(2, 1, seen)) {
      one.advertise(Optional.of(new Advertisement(Ids.network(1), 7771, true)));
      other.advertise(Optional.of(new Advertisement(Ids.network(1), 7772, true)));
      assertThat(seen.await(30, TimeUnit.SECONDS)).as("%s", one.status()).isTrue();
    }
  }

  private static MdnsDiscovery start(int self, int other, CountDownLatch seen) {
    return MdnsDiscovery.start(
        Ids.node(self),
        ONLY_LOOPBACK,
        new DiscoveryListener() {
          private boolean hasSeen;

          @Override
          public void onSighting(Sighting sighting) {
            assertThat(sighting.node()).isNotEqualTo(Ids.node(self));
            if (!hasSeen && sighting.node().equals(Ids.node(other))) {
              hasSeen = true;
              seen.countDown();
            }
          }

          @Override
          public void onInterfacesChanged(List<String> used) {}
        },
        50);
  }
}
