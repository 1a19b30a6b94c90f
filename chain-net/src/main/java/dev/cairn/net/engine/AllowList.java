package dev.cairn.net.engine;

import dev.cairn.net.peer.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The nodes that may have a link. Never changes. */
public final class AllowList {

  private final SortedSet<NodeId> nodes;

  public AllowList(Collection<NodeId> nodes) {
    this.nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  public boolean contains(NodeId node) {
    return nodes.contains(node);
  }

  /** Ascending. */
  public SortedSet<NodeId> nodes() {
    return nodes;
  }
}
