package dev.cairn.net.discovery;

import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Nodes of our network that the discovery has seen and that have no link. When there are too many,
 * one at random goes: whoever forges sightings cannot keep true ones out for ever. Confined to the
 * engine loop.
 */
final class SightedNodes {

  /** Addresses of one node: a few interfaces, each with IPv4 and IPv6. */
  static final int ADDRESSES_PER_NODE_MAX = 8;

  private static final class Node {
    final List<PeerAddress> addresses = new ArrayList<>();
    long waitUntilMillis = Long.MIN_VALUE;
  }

  private final TreeMap<NodeId, Node> nodes = new TreeMap<>();
  private final int nodesMax;
  private final RandomGenerator random;

  SightedNodes(int nodesMax, RandomGenerator random) {
    this.nodesMax = nodesMax;
    this.random = random;
  }

  /** Whether the node is new. */
  boolean add(NodeId id, PeerAddress address) {
    boolean isNew = !nodes.containsKey(id);
    if (isNew && nodes.size() >= nodesMax) {
      List<NodeId> ids = List.copyOf(nodes.keySet());
      nodes.remove(ids.get(random.nextInt(ids.size())));
    }
    List<PeerAddress> addresses = nodes.computeIfAbsent(id, key -> new Node()).addresses;
    if (!addresses.contains(address) && addresses.size() < ADDRESSES_PER_NODE_MAX) {
      addresses.add(address);
    }
    return isNew;
  }

  /** The node is not dialled before then. */
  void waitUntil(NodeId id, long millis) {
    Node node = nodes.get(id);
    if (node != null) {
      node.waitUntilMillis = millis;
    }
  }

  int size() {
    return nodes.size();
  }

  void removeNode(NodeId id) {
    nodes.remove(id);
  }

  void remove(KnownAddress known) {
    Node node = nodes.get(known.node());
    if (node != null) {
      node.addresses.remove(known.address());
      if (node.addresses.isEmpty()) {
        nodes.remove(known.node());
      }
    }
  }

  void removeAddress(PeerAddress address) {
    nodes.values().forEach(node -> node.addresses.remove(address));
    nodes.values().removeIf(node -> node.addresses.isEmpty());
  }

  /** All addresses of all nodes that need not wait. */
  List<KnownAddress> due(long nowMillis) {
    List<KnownAddress> due = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          if (node.waitUntilMillis <= nowMillis) {
            node.addresses.forEach(address -> due.add(new KnownAddress(id, address)));
          }
        });
    return due;
  }
}
