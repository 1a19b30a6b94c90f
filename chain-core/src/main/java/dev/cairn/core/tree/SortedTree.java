package dev.cairn.core.tree;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys: an AVL tree of which a change copies one path. A copy
 * costs nothing, so that any thread can keep the version that it looks at.
 *
 * @param <K> ordered by itself; equality is the order's
 * @param <V> any immutable value
 */
public final class SortedTree<K extends Comparable<? super K>, V> {

  private static final SortedTree<?, ?> EMPTY = new SortedTree<>(null, 0);

  private final @Nullable Node<K, V> root;
  private final int size;

  private SortedTree(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  /** The map without entries. */
  @SuppressWarnings("unchecked") // holds neither keys nor values
  public static <K extends Comparable<? super K>, V> SortedTree<K, V> empty() {
    return (SortedTree<K, V>) EMPTY;
  }

  /** One entry. */
  public record Entry<K, V>(K key, V value) {}

  /** The number of entries. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return root == null;
  }

  public Optional<V> get(K key) {
    @Nullable Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return Optional.of(node.value);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  /** The first entry whose key is {@code from} or comes after it. */
  public Optional<Entry<K, V>> ceiling(K from) {
    @Nullable Node<K, V> best = null;
    @Nullable Node<K, V> node = root;
    while (node != null) {
      int order = from.compareTo(node.key);
      if (order == 0) {
        return Optional.of(new Entry<>(node.key, node.value));
      }
      if (order < 0) {
        best = node;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return best == null ? Optional.empty() : Optional.of(new Entry<>(best.key, best.value));
  }

  /** This map with the value at the key. */
  public SortedTree<K, V> with(K key, V value) {
    Growth growth = new Growth();
    Node<K, V> newRoot = put(root, key, value, growth);
    return new SortedTree<>(newRoot, size + growth.entries);
  }

  /** This map without the key; the same map when the key is absent. */
  public SortedTree<K, V> without(K key) {
    if (get(key).isEmpty()) {
      return this;
    }
    return new SortedTree<>(remove(root, key), size - 1);
  }

  /** Goes through all entries in order. */
  public void forEach(BiConsumer<? super K, ? super V> action) {
    forEach(root, action);
  }

  private static <K, V> void forEach(
      @Nullable Node<K, V> node, BiConsumer<? super K, ? super V> action) {
    if (node != null) {
      forEach(node.left, action);
      action.accept(node.key, node.value);
      forEach(node.right, action);
    }
  }

  /** What an insertion tells besides the new tree: a look-up of its own would cost as much. */
  private static final class Growth {
    int entries;
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value, Growth growth) {
    if (node == null) {
      growth.entries++;
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(node.key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value, growth), node.right)
        : balanced(node, node.left, put(node.right, key, value, growth));
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<K, V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <K, V> Node<K, V> first(Node<K, V> node) {
    Node<K, V> first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first;
  }

  /** A node with the entry of {@code entry} over two trees whose heights differ by 2 at most. */
  private static <K, V> Node<K, V> balanced(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (left != null && lean > 1) {
      Node<K, V> inner = left.right;
      if (inner == null || height(left.left) >= inner.height) {
        return left.over(left.left, entry.over(inner, right));
      }
      return inner.over(left.over(left.left, inner.left), entry.over(inner.right, right));
    }
    if (right != null && lean < -1) {
      Node<K, V> inner = right.left;
      if (inner == null || height(right.right) >= inner.height) {
        return right.over(entry.over(left, inner), right.right);
      }
      return inner.over(entry.over(left, inner.left), right.over(inner.right, right.right));
    }
    return entry.over(left, right);
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static final class Node<K, V> {
    final K key;
    final V value;
    final @Nullable Node<K, V> left;
    final @Nullable Node<K, V> right;
    final int height;

    Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(SortedTree.height(left), SortedTree.height(right));
    }

    /** The same entry over other trees. */
    Node<K, V> over(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
      return new Node<>(key, value, newLeft, newRight);
    }
  }
}
