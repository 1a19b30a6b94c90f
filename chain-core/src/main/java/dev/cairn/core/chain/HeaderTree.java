package dev.cairn.core.chain;

import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers that can still matter: the end of the active chain, and all that forks off there.
 * Bounded. Confined to the chain's thread.
 */
final class HeaderTree {

  /**
   * Least work first; among equals the one that came first, for otherwise whoever fills the tree
   * with siblings of the next block would keep that block out for good.
   */
  private static final Comparator<HeaderNode> LEAST_WORTH =
      Comparator.comparing((HeaderNode node) -> node.chained.work())
          .thenComparing(node -> node.number);

  private final int sideHeadersMax;
  private final long sideBytesMax;
  private final Map<BlockHash, HeaderNode> nodes = new LinkedHashMap<>();

  /** Nodes outside the active chain that have no children. */
  private final TreeSet<HeaderNode> sideLeaves = new TreeSet<>(LEAST_WORTH);

  private int sideNodes;
  private long sideBytes;
  private long numbers;

  /** The active node with the least height that is held. */
  private @Nullable HeaderNode lowest;

  HeaderTree(ChainLimits limits) {
    sideHeadersMax = limits.sideHeaders();
    sideBytesMax = limits.sideBytes();
  }

  Optional<HeaderNode> get(BlockHash hash) {
    return Optional.ofNullable(nodes.get(hash));
  }

  int size() {
    return nodes.size();
  }

  /** Adds a header outside the active chain, under its parent if that is here. */
  HeaderNode add(ChainedHeader chained) {
    @Nullable HeaderNode parent = nodes.get(chained.header().previous());
    HeaderNode node = new HeaderNode(chained, parent, numbers++);
    nodes.put(node.hash(), node);
    if (parent != null) {
      parent.addChild(node);
      sideLeaves.remove(parent);
    }
    sideLeaves.add(node);
    sideNodes++;
    return node;
  }

  /**
   * The leaf that has to go, if there are too many side nodes or bodies: the least worthy one, when
   * only bytes are too many the least worthy with a body, if any leaf has one.
   *
   * @param keep a node that does not go as long as there is another
   */
  Optional<HeaderNode> excess(@Nullable HeaderNode keep) {
    if (sideNodes <= sideHeadersMax && sideBytes <= sideBytesMax) {
      return Optional.empty();
    }
    boolean bytesOnly = sideNodes <= sideHeadersMax;
    return sideLeaves.stream()
        .filter(leaf -> leaf != keep && (!bytesOnly || leaf.hasBody()))
        .findFirst()
        .or(() -> Optional.of(sideLeaves.first()));
  }

  /** Says that the body of a side node has come. */
  void setBlockBytes(HeaderNode node, long bytes) {
    node.blockBytes = bytes;
    sideBytes += bytes;
  }

  /** The active node with the least height that is held. */
  HeaderNode lowest() {
    return Objects.requireNonNull(lowest, "no active node");
  }

  /** Says that a node has joined or left the active chain. */
  void setActive(HeaderNode node, boolean active) {
    if (node.active == active) {
      return;
    }
    node.active = active;
    sideNodes += active ? -1 : 1;
    sideBytes += active ? -node.blockBytes : node.blockBytes;
    if (active) {
      sideLeaves.remove(node);
      if (lowest == null) {
        lowest = node;
      }
    } else if (!node.hasChildren()) {
      sideLeaves.add(node);
    }
  }

  /** Takes a side node out with all its descendants; gives them, parents first. */
  List<HeaderNode> removeSubtree(HeaderNode root) {
    List<HeaderNode> removed = new ArrayList<>();
    ArrayDeque<HeaderNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      HeaderNode node = open.removeFirst();
      if (node.active) {
        throw new IllegalStateException("active: " + node.hash());
      }
      removed.add(node);
      open.addAll(node.children());
      nodes.remove(node.hash());
      sideLeaves.remove(node);
      sideNodes--;
      sideBytes -= node.blockBytes;
    }
    if (root.parent != null) {
      HeaderNode parent = root.parent;
      parent.removeChild(root);
      if (!parent.hasChildren() && !parent.active) {
        sideLeaves.add(parent);
      }
    }
    return removed;
  }

  /**
   * Lets go of the active nodes below this height. Branches that fork off there cannot win any
   * more; their nodes are returned.
   */
  List<HeaderNode> pruneBelow(long height) {
    List<HeaderNode> lost = new ArrayList<>();
    while (lowest != null && lowest.height() < height) {
      HeaderNode gone = lowest;
      @Nullable HeaderNode next = null;
      for (HeaderNode child : gone.children()) {
        if (child.active) {
          next = child;
        } else {
          lost.addAll(removeSubtree(child));
        }
      }
      if (next == null) {
        throw new IllegalStateException("pruned at the tip: " + gone.hash());
      }
      next.parent = null;
      nodes.remove(gone.hash());
      lowest = next;
    }
    return lost;
  }
}
