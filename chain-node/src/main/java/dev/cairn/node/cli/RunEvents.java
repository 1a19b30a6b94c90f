package dev.cairn.node.cli;

import dev.cairn.core.value.NetworkId;
import dev.cairn.node.Node;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.member.Member;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Tells on stdout that the node is ready, and that it has stopped: for a person, or as JSON. */
final class RunEvents {

  private final Surroundings surroundings;
  private final boolean isJson;

  RunEvents(Surroundings surroundings, boolean isJson) {
    this.surroundings = surroundings;
    this.isJson = isJson;
  }

  void ready(Node node, Member member, NetworkChoice choice, Path log) {
    String listen = hostAndPort(node.listenAddress());
    long height = member.peer().tip().height().value();
    NetworkId network = member.network().id();
    if (isJson) {
      line(
          Json.write(
              Json.object(
                  "event", "ready",
                  "api", url(node.apiAddress()),
                  "listen", listen,
                  "nodeId", node.id().toString(),
                  "networkId", network.toString(),
                  "network", member.network().name(),
                  "height", height)));
      return;
    }
    line(
        "Ready at "
            + url(node.apiAddress())
            + " in network "
            + Rendering.clean(member.network().name())
            + " "
            + network.toString().substring(0, 8)
            + " (height "
            + height
            + "); peers: "
            + listen
            + node.stratumAddress().map(at -> "; miners: " + hostAndPort(at)).orElse("")
            + "; log: "
            + log);
    remark(meaning(node, member, choice));
  }

  private static String meaning(Node node, Member member, NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.FindOrFound)) {
      return "This is the network that was asked for; the node stays in it.";
    }
    String id = member.network().id().toString();
    String origin =
        node.hasFoundedNetwork()
            ? "No network was found on this LAN, so a new one was founded: nodes that start from"
                + " now on find it."
            : "This is the network that was found on this LAN, or the one of the last time.";
    return member.isProvisional()
        ? origin
            + " It is provisional: until it has carried a transaction, or 360 blocks, it gives way"
            + " to a firm one, and of two provisional ones the lower id stays."
        : origin + " It is firm. To stay in it wherever this machine is: --network " + id;
  }

  /**
   * @param reason "signal", or a stable code
   */
  void stopped(String reason) {
    if (isJson) {
      line(Json.write(Json.object("event", "stopped", "reason", reason)));
    } else {
      line("Stopped (" + reason + ")");
    }
  }

  /** For a person, beside what a program reads. */
  void remark(String text) {
    surroundings.err().print(text.endsWith("\n") ? text : text + "\n");
    surroundings.err().flush();
  }

  private void line(String line) {
    surroundings.out().print(line + "\n");
    surroundings.out().flush();
  }

  /** Where this machine reaches the API. */
  static String url(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return host.isAnyLocalAddress()
        ? "http://127.0.0.1:" + address.getPort()
        : "http://" + hostAndPort(address);
  }

  static String hostAndPort(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
  }
}
