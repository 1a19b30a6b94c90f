package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which complete block is the tip, and brings store and state there: fork choice, applying
 * and undoing (docs/consensus.md, section 10.1). Nothing of a reorganisation is committed before
 * its blocks were applied up to one that is better than the tip. Confined to the chain's thread,
 * except {@link #tip}.
 */
final class Activation {

  /** Undo data of a long reorganisation is written whenever it has so many entries. */
  private static final long UNDO_CHANGES_HELD = 100_000;

  private static final Comparator<HeaderNode> BEST_FIRST =
      (a, b) -> a == b ? 0 : a.isBetterThan(b) ? -1 : 1;

  private final ChainStore store;
  private final HeaderTree tree;
  private final Condemned condemned;
  private final BlockRules rules;
  private final ChainLimits limits;
  private final ChainUpdate.Draft draft;
  private final Notifications notifications;

  /** Complete blocks that may still become the tip. */
  private final TreeSet<HeaderNode> candidates = new TreeSet<>(BEST_FIRST);

  private HeaderNode tipNode;
  private @Nullable Attempt lastAttempt;
  private volatile Tip tip;

  /** The state after this height of the active chain can be had back, but none before. */
  private long lowestUndoable;

  /** What is out of the tree and still in the store, until the listeners have heard of it all. */
  private final LinkedHashSet<BlockHash> letGo = new LinkedHashSet<>();

  private long arrivals;
  private long orders;
  private volatile Verdict.@Nullable Halted halted;

  /** Goes on from what was read of the store. */
  Activation(
      ChainStore store,
      HeaderTree tree,
      Condemned condemned,
      BlockRules rules,
      ChainLimits limits,
      ChainUpdate.Draft draft,
      Notifications notifications,
      Opening opening) {
    this.store = store;
    this.tree = tree;
    this.condemned = condemned;
    this.rules = rules;
    this.limits = limits;
    this.draft = draft;
    this.notifications = notifications;
    tipNode = opening.tip();
    tip = new Tip(tipNode.chained, store.state());
    lowestUndoable = opening.lowestUndoable();
    for (HeaderNode node : opening.nodes()) {
      arrivals = Math.max(arrivals, node.arrival);
      orders = Math.max(orders, node.order);
      addCandidate(node);
    }
  }

  Tip tip() {
    return tip;
  }

  Optional<Verdict.Halted> halted() {
    return Optional.ofNullable(halted);
  }

  /**
   * An application failed at a body by itself. The chain stands still if the block could have
   * become the tip; if not, it goes on without the body, so that nobody can stop it with a cheap
   * block.
   */
  Verdict.Halted fault(HeaderNode node, ApplicationFault fault) {
    return node.chained.work().isMoreThan(tipNode.chained.work())
        ? halt(node.hash(), fault)
        : new Verdict.Halted(node.hash(), String.valueOf(fault.getMessage()));
  }

  /** Lets the chain stand still before a block at which an application failed. */
  Verdict.Halted halt(BlockHash before, ApplicationFault fault) {
    Verdict.Halted now = new Verdict.Halted(before, String.valueOf(fault.getMessage()));
    halted = now;
    return now;
  }

  /** Whether the store has this header and is to keep it. */
  Optional<StoredHeader> findStored(BlockHash hash) {
    return letGo.contains(hash) ? Optional.empty() : store.header(hash);
  }

  /**
   * Adds a header that passed the rules. What has to go for it may be that header itself, unless
   * its parent is complete: headers without bodies, however many, cannot keep the chain from moving
   * on.
   */
  void add(ChainedHeader chained) {
    letGo.remove(chained.hash());
    HeaderNode node = tree.add(chained);
    keepLimits(node.parent().filter(HeaderNode::isComplete).isPresent() ? node : null);
  }

  /** Lets the least worthy branches go while there are more than the limits allow. */
  void keepLimits(@Nullable HeaderNode keep) {
    for (Optional<HeaderNode> excess = tree.excess(keep);
        excess.isPresent();
        excess = tree.excess(keep)) {
      tree.removeSubtree(excess.get()).forEach(this::letGo);
    }
  }

  /** Takes a body that was found right, and says which blocks are complete by it. */
  void addBody(HeaderNode node, Block block) {
    node.arrival = ++arrivals;
    tree.setBlockBytes(node, block.size());
    draft.block(block);
    for (Optional<HeaderNode> up = node.parent();
        up.isPresent() && !up.get().stored;
        up = up.get().parent()) {
      store(up.get());
    }
    store(node);
    if (node.parent().filter(HeaderNode::isComplete).isEmpty()) {
      return;
    }
    Deque<HeaderNode> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      HeaderNode complete = open.removeFirst();
      complete.order = ++orders;
      store(complete);
      addCandidate(complete);
      complete.children().stream()
          .filter(HeaderNode::hasBody)
          .sorted(Comparator.comparing(child -> child.arrival))
          .forEach(open::addLast);
    }
  }

  private void store(HeaderNode node) {
    node.stored = true;
    draft.header(node.toStored());
  }

  private void addCandidate(HeaderNode node) {
    if (node.isComplete() && node.isBetterThan(tipNode)) {
      candidates.add(node);
    }
  }

  /** Moves to the best complete block, step by step, each to a better tip than the one before. */
  void activateBest() {
    while (halted == null && !candidates.isEmpty()) {
      HeaderNode best = candidates.first();
      if (!best.isBetterThan(tipNode)) {
        candidates.clear();
        break;
      }
      step(best);
    }
    lastAttempt = null;
  }

  /**
   * A way towards a better tip that ended at a block which was condemned: the next candidate may
   * share what was applied until then.
   *
   * @param state with {@code disconnected} undone and {@code connected} applied
   */
  private record Attempt(
      HeaderNode from,
      List<ChainedHeader> disconnected,
      List<HeaderNode> connected,
      StateOverlay state) {

    boolean leadsAlong(HeaderNode tipNode, List<HeaderNode> path) {
      return from == tipNode
          && connected.size() <= path.size()
          && connected.equals(path.subList(0, connected.size()));
    }
  }

  /** Goes to {@code best}, from one better tip to the next, or condemns a block on the way. */
  private void step(HeaderNode best) {
    List<HeaderNode> path = new ArrayList<>();
    HeaderNode fork = best;
    while (!fork.active) {
      path.add(fork);
      fork = fork.parent().orElseThrow();
    }
    Collections.reverse(path);
    Attempt attempt = lastAttempt;
    lastAttempt = null;
    if (attempt == null || !attempt.leadsAlong(tipNode, path)) {
      StateOverlay state = new StateOverlay(store.state());
      attempt = new Attempt(tipNode, disconnect(fork, state), new ArrayList<>(), state);
    }
    for (HeaderNode node : path.subList(attempt.connected.size(), path.size())) {
      boolean extendsTip = fork == tipNode; // then this very block is a better tip
      StateOverlay onTop = extendsTip ? attempt.state : new StateOverlay(attempt.state);
      Optional<Rejection> refusal;
      try {
        refusal = rules.apply(blockOf(node), node.chained.height(), onTop);
      } catch (ApplicationFault fault) {
        halt(node.hash(), fault);
        return;
      }
      if (refusal.isPresent()) {
        lastAttempt = extendsTip ? null : attempt;
        condemn(node, refusal.get());
        return;
      }
      StateChanges changes = onTop.changes();
      draft.undo(node.hash(), changes.inverse());
      attempt.connected.add(node);
      if (!extendsTip) {
        attempt.state.apply(changes);
      }
      if (node.isBetterThan(tipNode)) {
        StateChanges all = extendsTip ? changes : attempt.state.changes();
        moveTo(fork, attempt.disconnected, attempt.connected, all);
        fork = node;
        attempt = new Attempt(node, List.of(), new ArrayList<>(), new StateOverlay(store.state()));
      } else if (draft.undoChanges() > UNDO_CHANGES_HELD) {
        flush();
      }
    }
  }

  /** Undoes the active blocks above the fork, the tip first. */
  private List<ChainedHeader> disconnect(HeaderNode fork, StateOverlay state) {
    List<ChainedHeader> disconnected = new ArrayList<>();
    for (HeaderNode node = tipNode; node != fork; node = node.parent().orElseThrow()) {
      BlockHash hash = node.hash();
      state.apply(
          store.undo(hash).orElseThrow(() -> new IllegalStateException("no undo data: " + hash)));
      disconnected.add(node.chained);
    }
    return disconnected;
  }

  private Block blockOf(HeaderNode node) {
    return draft
        .block(node.hash())
        .or(() -> store.block(node.hash()))
        .orElseThrow(() -> new IllegalStateException("no body: " + node.hash()));
  }

  private void moveTo(
      HeaderNode fork,
      List<ChainedHeader> disconnected,
      List<HeaderNode> connected,
      StateChanges changes) {
    for (HeaderNode node = tipNode; node != fork; node = node.parent().orElseThrow()) {
      if (node.blockBytes == 0) { // read from the store, without its body
        node.blockBytes = stored(node.chained).size();
      }
      tree.setActive(node, false);
    }
    connected.forEach(node -> tree.setActive(node, true));
    tipNode = connected.get(connected.size() - 1);
    prune();
    List<ChainedHeader> headers = connected.stream().map(node -> node.chained).toList();
    boolean deep = disconnected.size() > ChainLimits.DEEP_REORGANISATION_BLOCKS;
    for (ChainedHeader header : disconnected) { // before the commit, which else might remove them
      Optional<Block> held = deep ? Optional.empty() : Optional.of(stored(header));
      notifications.add(l -> l.onDisconnected(header, held.orElseGet(() -> stored(header))));
    }
    headers.forEach(header -> notifications.add(l -> l.onConnected(header, stored(header))));
    commit(Optional.of(new ChainUpdate.TipChange(disconnected, headers, changes)));
    Tip now = new Tip(tipNode.chained, store.state());
    tip = now;
    notifications.add(listener -> listener.onTip(now, disconnected.size()));
  }

  private Block stored(ChainedHeader header) {
    return store.block(header.hash()).orElseThrow();
  }

  /** Lets go of what is too deep to be undone. */
  private void prune() {
    long lowest = tipNode.height() - limits.undoBlocks();
    while (lowestUndoable < lowest) {
      tree.pruneBelow(++lowestUndoable).forEach(this::letGo);
      draft.undoRemoved(tree.lowest().hash());
    }
  }

  /** Nothing is held against it; the store forgets it when it may. */
  private void letGo(HeaderNode node) {
    candidates.remove(node);
    if (node.stored) {
      letGo.add(node.hash());
    }
  }

  /** As {@link #letGo}, of what was never connected: no listener can ask for it any more. */
  private void forget(HeaderNode node) {
    candidates.remove(node);
    if (node.stored) {
      draft.removed(node.hash());
    }
  }

  /** Condemns a header of the tree with all that is built on it. */
  void condemn(HeaderNode root, Rejection why) {
    Rejection inherited = inheritedFrom(root.hash());
    List<HeaderNode> nodes = tree.removeSubtree(root);
    for (int i = nodes.size() - 1; i > 0; i--) { // the root last: it must not be forgotten first
      forget(nodes.get(i));
      condemned.add(new Condemnation(nodes.get(i).hash(), inherited), draft);
    }
    forget(root);
    condemned.add(new Condemnation(root.hash(), why), draft);
    tell(root.chained.header(), why);
  }

  /** Why a block is condemned that is right in itself. */
  static Rejection inheritedFrom(BlockHash ancestor) {
    return Rejection.of(Rule.PARENT_INVALID, "built on " + ancestor, "valid ancestors");
  }

  /** Condemns a header that never came into the tree. */
  void condemn(BlockHeader header, Rejection why) {
    condemned.addCheap(header.hash(), why);
    tell(header, why);
  }

  private void tell(BlockHeader header, Rejection why) {
    notifications.add(listener -> listener.onCondemned(header, why));
  }

  /** Writes what has not been written with a new tip. */
  void flush() {
    if (!draft.isEmpty() || (!letGo.isEmpty() && notifications.isEmpty())) {
      commit(Optional.empty());
    }
  }

  private void commit(Optional<ChainUpdate.TipChange> tipChange) {
    if (notifications.isEmpty()) { // else a listener may still ask for the blocks
      letGo.forEach(draft::removed);
      letGo.clear();
    }
    store.commit(draft.take(tipChange));
  }
}
