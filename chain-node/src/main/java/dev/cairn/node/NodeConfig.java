package dev.cairn.node;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.net.session.NetworkSecret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node is to do.
 *
 * @param network which network it is to be in
 * @param data the folder for keys, the log and a folder for each network
 * @param listen where peers connect to; port 0 picks a free one
 * @param api where the API answers; port 0 picks a free one
 * @param apiToken what clients of the API have to show; needed when it is not on the loopback
 * @param joins addresses to dial whatever else is known
 * @param mining what it mines with
 * @param discovery whether it looks for others on the LAN, and is found there
 * @param interfaces names of interfaces to use for that besides those chosen by default
 * @param secret of a closed network
 * @param stratum where miners are served by Stratum; port 0 picks a free one
 */
public record NodeConfig(
    NetworkChoice network,
    Path data,
    InetSocketAddress listen,
    InetSocketAddress api,
    Optional<String> apiToken,
    List<InetSocketAddress> joins,
    Mining mining,
    boolean discovery,
    List<String> interfaces,
    Optional<NetworkSecret> secret,
    Optional<InetSocketAddress> stratum) {

  /** Where peers connect to when nothing is said. */
  public static final int LISTEN_PORT = 7771;

  /** Where the API answers when nothing is said. */
  public static final int API_PORT = 7070;

  public NodeConfig {
    joins = List.copyOf(joins);
    interfaces = List.copyOf(interfaces);
  }

  /**
   * What {@code cairn run} does when nothing is said, with this folder: finds or founds a network,
   * on the usual ports, and mines on one thread.
   */
  public static NodeConfig in(Path data) {
    return new NodeConfig(
        new NetworkChoice.FindOrFound(),
        data,
        new InetSocketAddress(LISTEN_PORT),
        new InetSocketAddress(loopback(), API_PORT),
        Optional.empty(),
        List.of(),
        new Mining(1, Optional.empty()),
        true,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** 127.0.0.1 by its bytes: asking for "the loopback" may give ::1. */
  public static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same in this network, and never another. */
  public NodeConfig withNetwork(NetworkParameters parameters) {
    return new NodeConfig(
        new NetworkChoice.Fixed(parameters),
        data,
        listen,
        api,
        apiToken,
        joins,
        mining,
        discovery,
        interfaces,
        secret,
        stratum);
  }

  /** The same on any ports that are free: the node tells which. */
  public NodeConfig withFreePorts() {
    return new NodeConfig(
        network,
        data,
        new InetSocketAddress(listen.getAddress(), 0),
        new InetSocketAddress(api.getAddress(), 0),
        apiToken,
        joins,
        mining,
        discovery,
        interfaces,
        secret,
        stratum.map(wanted -> new InetSocketAddress(wanted.getAddress(), 0)));
  }

  /** Without the token, for logs. */
  @Override
  public String toString() {
    return "NodeConfig[network=%s, data=%s, listen=%s, api=%s]"
        .formatted(network, data, listen, api);
  }

  /** Which network. */
  public sealed interface NetworkChoice {

    /** The one that this node was in last, else one that is found on the LAN, else a new one. */
    record FindOrFound() implements NetworkChoice {}

    /** This one, and never another. */
    record Fixed(NetworkParameters parameters) implements NetworkChoice {}

    /** The one with this id, whose parameters this node has already or gets from a peer. */
    record ById(NetworkId id) implements NetworkChoice {}
  }

  /**
   * What the node mines with.
   *
   * @param threads 0 for none
   * @param recipient who gets the rewards; the wallet's main key when empty
   */
  public record Mining(int threads, Optional<PublicKey> recipient) {

    public Mining {
      if (threads < 0) {
        throw new IllegalArgumentException("no number of threads: " + threads);
      }
    }
  }
}
