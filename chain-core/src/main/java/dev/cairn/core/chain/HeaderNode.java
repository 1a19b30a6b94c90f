package dev.cairn.core.chain;

import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A header in the tree, with what has become of its body. Confined to the chain's thread. */
final class HeaderNode {

  final ChainedHeader chained;

  /** Counts nodes as they come, so that nodes can be told apart in an order of their own. */
  final long number;

  /** Absent at the lowest node that the tree holds. */
  @Nullable HeaderNode parent;

  private @Nullable HeaderNode firstChild;
  private @Nullable HeaderNode nextSibling;
  private @Nullable HeaderNode previousSibling;

  long arrival = StoredHeader.NONE;
  long order = StoredHeader.NONE;
  boolean active;
  boolean stored;

  /** The size of its block; 0 while it has no body. */
  long blockBytes;

  HeaderNode(ChainedHeader chained, @Nullable HeaderNode parent, long number) {
    this.chained = chained;
    this.parent = parent;
    this.number = number;
  }

  BlockHash hash() {
    return chained.hash();
  }

  long height() {
    return chained.height().value();
  }

  Optional<HeaderNode> parent() {
    return Optional.ofNullable(parent);
  }

  boolean hasChildren() {
    return firstChild != null;
  }

  /** The children, the one that came last first. */
  List<HeaderNode> children() {
    List<HeaderNode> children = new ArrayList<>();
    for (@Nullable HeaderNode child = firstChild; child != null; child = child.nextSibling) {
      children.add(child);
    }
    return children;
  }

  /**
   * Adds a child that was just made. Siblings are linked: thousands of them cost no more than one.
   */
  void addChild(HeaderNode child) {
    child.nextSibling = firstChild;
    if (firstChild != null) {
      firstChild.previousSibling = child;
    }
    firstChild = child;
  }

  void removeChild(HeaderNode child) {
    if (child.previousSibling == null) {
      firstChild = child.nextSibling;
    } else {
      child.previousSibling.nextSibling = child.nextSibling;
    }
    if (child.nextSibling != null) {
      child.nextSibling.previousSibling = child.previousSibling;
    }
    child.nextSibling = null;
    child.previousSibling = null;
  }

  /** Whether its body was found right by itself. */
  boolean hasBody() {
    return arrival != StoredHeader.NONE;
  }

  /** Whether its body and those of all its ancestors are there. */
  boolean isComplete() {
    return order != StoredHeader.NONE;
  }

  /** Whether fork choice prefers this complete block to the other one. */
  boolean isBetterThan(HeaderNode other) {
    int byWork = chained.work().compareTo(other.chained.work());
    return byWork != 0 ? byWork > 0 : order < other.order;
  }

  StoredHeader toStored() {
    return new StoredHeader(chained, arrival, order);
  }
}
