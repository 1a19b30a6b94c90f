package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets a place. */
final class ConnectionsTest {

  private static final ApiLimits.Links LIMITS =
      new ApiLimits.Links(6, 2, 8 << 10, 2 << 10, 64 << 10, 700, 700, 1_500, 10_000);

  private boolean isShort;
  private final Connections connections = new Connections(LIMITS, () -> isShort);
  private final List<Handler<Void>> closing = new ArrayList<>();

  /** Connects from an address; says whether there was a place. */
  private boolean isTaken(String remote) {
    int before = connections.open();
    connections.onOpen(connection(remote, "192.168.0.9"));
    return connections.open() > before;
  }

  @SuppressWarnings("unchecked")
  private HttpConnection connection(String remote, String own) {
    return (HttpConnection)
        Proxy.newProxyInstance(
            HttpConnection.class.getClassLoader(),
            new Class<?>[] {HttpConnection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "remoteAddress" -> SocketAddress.inetSocketAddress(50_000, remote);
                  case "localAddress" -> SocketAddress.inetSocketAddress(7070, own);
                  case "closeHandler" -> {
                    closing.add((Handler<Void>) arguments[0]);
                    yield proxy;
                  }
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> null;
                });
  }

  @Test
  void leavesPlacesToOthersWhateverOneAddressDoes() {
    assertThat(isTaken("192.168.0.7")).isTrue();
    assertThat(isTaken("192.168.0.7")).isTrue();
    assertThat(isTaken("192.168.0.7")).isFalse();
    assertThat(isTaken("192.168.0.8")).isTrue();
  }

  @Test
  void givesAPlaceAgainThatBecameFree() {
    assertThat(isTaken("192.168.0.7")).isTrue();
    assertThat(isTaken("192.168.0.7")).isTrue();
    closing.get(0).handle(null);
    assertThat(isTaken("192.168.0.7")).isTrue();
    assertThat(isTaken("192.168.0.7")).isFalse();
  }

  @Test
  void leavesTheLastDescriptorsToOthers() {
    isShort = true;
    assertThat(isTaken("127.0.0.1")).isFalse();
    isShort = false;
    assertThat(isTaken("127.0.0.1")).isTrue();
  }

  @Test
  void givesThisMachineAllPlaces() {
    for (int i = 0; i < LIMITS.most(); i++) {
      assertThat(isTaken(i % 2 == 0 ? "127.0.0.1" : "192.168.0.9")).isTrue();
    }
    assertThat(isTaken("127.0.0.1")).isFalse();
    assertThat(isTaken("192.168.0.7")).isFalse();
  }

  @Test
  void takesTheAddressesOfOneIpv6NetworkAsOne() {
    assertThat(isTaken("2001:db8:0:1:0:0:0:1")).isTrue();
    assertThat(isTaken("2001:db8:0:1:ffff:0:0:2")).isTrue();
    assertThat(isTaken("2001:db8:0:1:0:0:0:3")).isFalse();
    assertThat(isTaken("2001:db8:0:2:0:0:0:1")).isTrue();
  }

  @Test
  void takesAnIpv4AddressInIpv6AsThatAddress() {
    assertThat(isTaken("192.168.0.7")).isTrue();
    assertThat(isTaken("::ffff:192.168.0.7")).isTrue();
    assertThat(isTaken("192.168.0.7")).isFalse();
  }
}
