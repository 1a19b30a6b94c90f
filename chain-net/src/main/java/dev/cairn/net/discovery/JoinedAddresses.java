package dev.cairn.net.discovery;

import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The configured addresses, with the node that was last found at each. */
final class JoinedAddresses {

  private final TreeMap<PeerAddress, Optional<NodeId>> nodes = new TreeMap<>();

  void add(PeerAddress address) {
    nodes.putIfAbsent(address, Optional.empty());
  }

  void remove(PeerAddress address) {
    nodes.remove(address);
  }

  /** Whether a dial of this target is for the sake of a configured address. */
  boolean has(Target target) {
    return target.expected().isEmpty() && nodes.containsKey(target.address());
  }

  /** This node is there, if the address is one of these. */
  void learn(PeerAddress address, NodeId node) {
    nodes.computeIfPresent(address, (key, before) -> Optional.of(node));
  }

  /** The node that was last found there. */
  Optional<NodeId> nodeAt(PeerAddress address) {
    return nodes.getOrDefault(address, Optional.empty());
  }

  /** Those whose node has no link, as far as it is known. */
  List<Target> without(Predicate<NodeId> linked) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getValue().filter(linked).isEmpty())
        .map(entry -> new Target(entry.getKey(), Optional.empty()))
        .toList();
  }
}
