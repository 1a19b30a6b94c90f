package dev.cairn.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class SortedTreePropertyTest {

  /** A version of the tree with what it has to contain for ever. */
  private record Version(SortedTree<Integer, String> tree, TreeMap<Integer, String> expected) {}

  @Test
  void holdsWhatATreeMapHoldsInEveryVersion() {
    Random random = Seeds.random("holdsWhatATreeMapHoldsInEveryVersion");
    for (int round = 0; round < Seeds.rounds(60, 2_000); round++) {
      int keys = 1 + random.nextInt(round % 2 == 0 ? 12 : 400);
      List<Version> versions = new ArrayList<>();
      SortedTree<Integer, String> tree = SortedTree.empty();
      TreeMap<Integer, String> model = new TreeMap<>();
      for (int step = 0; step < 500; step++) {
        int key = random.nextInt(keys);
        // The tree grows in some stretches and shrinks in others.
        if (random.nextInt(10) < (step / 100 % 2 == 0 ? 8 : 2)) {
          tree = tree.with(key, "value " + step);
          model.put(key, "value " + step);
        } else {
          tree = tree.without(key);
          model.remove(key);
        }
        assertThat(tree.size()).isEqualTo(model.size());
        int probe = random.nextInt(keys + 2) - 1;
        assertThat(tree.get(probe)).isEqualTo(Optional.ofNullable(model.get(probe)));
        assertThat(tree.ceiling(probe)).isEqualTo(entry(model.ceilingEntry(probe)));
        if (step % 50 == 0) {
          versions.add(new Version(tree, new TreeMap<>(model)));
        }
      }
      versions.add(new Version(tree, model));
      versions.forEach(version -> assertSame(version.tree(), version.expected()));
    }
  }

  @Test
  void isTheSameMapWithoutAKeyThatIsAbsent() {
    SortedTree<Integer, String> tree = SortedTree.<Integer, String>empty().with(1, "a");

    assertThat(tree.without(2)).isSameAs(tree);
    assertThat(SortedTree.<Integer, String>empty().without(1).isEmpty()).isTrue();
    assertThat(tree.isEmpty()).isFalse();
    assertThat(tree.without(1).isEmpty()).isTrue();
  }

  @Test
  void findsNothingInTheEmptyMap() {
    SortedTree<Integer, String> tree = SortedTree.empty();

    assertSame(tree, new TreeMap<>());
    assertThat(tree.get(0)).isEmpty();
    assertThat(tree.ceiling(Integer.MIN_VALUE)).isEmpty();
  }

  @Test
  void staysBalancedWhenKeysComeInAscendingOrder() {
    insertsAndRemovesMany(i -> i);
  }

  @Test
  void staysBalancedWhenKeysComeInDescendingOrder() {
    insertsAndRemovesMany(i -> -i);
  }

  @Test
  void staysBalancedWhenKeysComeFromBothEnds() {
    insertsAndRemovesMany(i -> i % 2 == 0 ? i : -i);
  }

  @Test
  void staysBalancedUnderRandomOperations() {
    Random random = Seeds.random("staysBalancedUnderRandomOperations");
    for (int round = 0; round < Seeds.rounds(20, 500); round++) {
      AtomicLong comparisons = new AtomicLong();
      SortedTree<CountingKey, Integer> tree = SortedTree.empty();
      for (int step = 0; step < 600; step++) {
        CountingKey key = new CountingKey(random.nextInt(200), comparisons);
        boolean grows = random.nextInt(10) < (step / 150 % 2 == 0 ? 8 : 3);
        tree = grows ? tree.with(key, step) : tree.without(key);
        if (step % 10 == 0) {
          assertBalanced(tree, comparisons);
        }
      }
    }
  }

  private static void insertsAndRemovesMany(IntUnaryOperator order) {
    int count = 100_000;
    AtomicLong comparisons = new AtomicLong();
    SortedTree<CountingKey, Integer> tree = SortedTree.empty();
    for (int i = 0; i < count; i++) {
      tree = tree.with(new CountingKey(order.applyAsInt(i), comparisons), i);
    }
    assertThat(tree.size()).isEqualTo(count);
    assertBalanced(tree, comparisons);

    SortedTree<CountingKey, Integer> full = tree;
    for (int i = 0; i < count; i++) {
      if (i % 100 != 0) {
        tree = tree.without(new CountingKey(order.applyAsInt(i), comparisons));
      }
    }
    assertThat(tree.size()).isEqualTo(count / 100);
    assertBalanced(tree, comparisons);
    assertThat(full.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      CountingKey key = new CountingKey(order.applyAsInt(i), comparisons);
      assertThat(full.get(key).orElseThrow()).isEqualTo(i);
      assertThat(tree.get(key).isPresent()).isEqualTo(i % 100 == 0);
    }
  }

  /**
   * An AVL tree: on each side of each node the heights differ by 1 at most, so that the whole is at
   * most 1.4405 log2(n + 2) high. A look-up compares once on each level, which gives each key's
   * depth, and the depths in order give the shape.
   */
  private static void assertBalanced(
      SortedTree<CountingKey, Integer> tree, AtomicLong comparisons) {
    List<Integer> depths = new ArrayList<>();
    tree.forEach(
        (key, value) -> {
          long before = comparisons.get();
          assertThat(tree.get(key)).contains(value);
          depths.add((int) (comparisons.get() - before));
        });
    int height = requireBalanced(depths, 0, depths.size());
    assertThat((double) height).isLessThanOrEqualTo(1.45 * Math.log(tree.size() + 2) / Math.log(2));
  }

  /** The height of the part that has these keys; its root is the one that is least deep. */
  private static int requireBalanced(List<Integer> depths, int from, int to) {
    if (from == to) {
      return 0;
    }
    int root = from;
    for (int i = from; i < to; i++) {
      root = depths.get(i) < depths.get(root) ? i : root;
    }
    int left = requireBalanced(depths, from, root);
    int right = requireBalanced(depths, root + 1, to);
    assertThat(left - right).as("left height less right height").isBetween(-1, 1);
    return 1 + Math.max(left, right);
  }

  private static void assertSame(
      SortedTree<Integer, String> tree, TreeMap<Integer, String> expected) {
    List<SortedTree.Entry<Integer, String>> entries = new ArrayList<>();
    tree.forEach((key, value) -> entries.add(new SortedTree.Entry<>(key, value)));
    assertThat(entries)
        .isEqualTo(
            expected.entrySet().stream()
                .map(entry -> new SortedTree.Entry<>(entry.getKey(), entry.getValue()))
                .toList());
    assertThat(tree.size()).isEqualTo(expected.size());
    assertThat(tree.isEmpty()).isEqualTo(expected.isEmpty());
    expected.forEach((key, value) -> assertThat(tree.get(key)).contains(value));
  }

  private static Optional<SortedTree.Entry<Integer, String>> entry(
      Map.Entry<Integer, String> expected) {
    return Optional.ofNullable(expected)
        .map(entry -> new SortedTree.Entry<>(entry.getKey(), entry.getValue()));
  }

  /** A key that counts how often it is compared. */
  private static final class CountingKey implements Comparable<CountingKey> {
    private final int value;
    private final AtomicLong comparisons;

    CountingKey(int value, AtomicLong comparisons) {
      this.value = value;
      this.comparisons = comparisons;
    }

    @Override
    public int compareTo(CountingKey other) {
      comparisons.incrementAndGet();
      return Integer.compare(value, other.value);
    }
  }
}
