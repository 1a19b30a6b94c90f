package dev.cairn.core.ledger;

import dev.cairn.core.network.InitialBalance;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.tree.SortedTree;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.StateDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole state in memory. A changed state is a new object that shares with the old one whatever is
 * the same, so that keeping an old one costs next to nothing.
 */
public final class StateMap implements StateView {

  /** The state without entries. */
  public static final StateMap EMPTY = new StateMap(SortedTree.empty(), StateDigest.ZERO);

  private final SortedTree<Long, SortedTree<Bytes, Bytes>> namespaces;
  private final StateDigest digest;

  private StateMap(SortedTree<Long, SortedTree<Bytes, Bytes>> namespaces, StateDigest digest) {
    this.namespaces = namespaces;
    this.digest = digest;
  }

  /** What makes the state at height 0 of the empty one: the initial balances. */
  public static StateChanges genesisChanges(NetworkParameters network) {
    StateOverlay overlay = new StateOverlay(EMPTY);
    Accounts accounts = new Accounts(overlay);
    for (InitialBalance balance : network.balances()) {
      accounts.put(balance.key(), new Account(balance.amount(), 0));
    }
    return overlay.changes();
  }

  @Override
  public Optional<Bytes> get(long namespace, Bytes key) {
    return namespaces.get(namespace).flatMap(entries -> entries.get(key));
  }

  @Override
  public Optional<Entry> ceiling(long namespace, Bytes from) {
    return namespaces
        .get(namespace)
        .flatMap(entries -> entries.ceiling(from))
        .map(entry -> new Entry(entry.key(), entry.value()));
  }

  @Override
  public StateDigest digest() {
    return digest;
  }

  /** This state with the changes made. */
  public StateMap with(StateChanges changes) {
    SortedTree<Long, SortedTree<Bytes, Bytes>> result = namespaces;
    @Nullable SortedTree<Bytes, Bytes> current = null;
    long namespace = 0;
    for (StateChange change : changes.changes()) {
      if (current != null && change.namespace() != namespace) {
        result = withNamespace(result, namespace, current);
        current = null;
      }
      if (current == null) {
        namespace = change.namespace();
        current = result.get(namespace).orElse(SortedTree.empty());
      }
      current =
          change.after().isPresent()
              ? current.with(change.key(), change.after().get())
              : current.without(change.key());
    }
    if (current != null) {
      result = withNamespace(result, namespace, current);
    }
    return new StateMap(result, StateDigests.after(digest, changes));
  }

  private static SortedTree<Long, SortedTree<Bytes, Bytes>> withNamespace(
      SortedTree<Long, SortedTree<Bytes, Bytes>> all,
      long namespace,
      SortedTree<Bytes, Bytes> entries) {
    return entries.isEmpty() ? all.without(namespace) : all.with(namespace, entries);
  }

  /** The number of entries in a namespace. */
  public int size(long namespace) {
    return namespaces.get(namespace).map(SortedTree::size).orElse(0);
  }

  /**
   * The digest computed anew from all entries: equal to {@link #digest} unless the state is
   * damaged.
   */
  public StateDigest digestFromScratch() {
    StateDigests sum = new StateDigests(StateDigest.ZERO);
    namespaces.forEach(
        (namespace, entries) -> entries.forEach((key, value) -> sum.add(namespace, key, value)));
    return sum.digest();
  }
}
