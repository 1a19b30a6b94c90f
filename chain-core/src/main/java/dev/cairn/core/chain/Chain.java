package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.chain.Verdict.Placement;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateDigests;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A chain of blocks: takes headers and blocks in any order, keeps the branch with the most work as
 * the active chain, and the state after it (docs/consensus.md, section 10).
 *
 * <p>One thread at a time may call the methods that submit or advance; it is the only writer, and
 * no lock is held. {@link #tip}, {@link #block}, {@link #hashAt} and {@link #rules} may be called
 * by any thread, and see what was committed.
 *
 * <p>When the store throws, so does the submitting method, and from then on each of them throws
 * {@link IllegalStateException}: the chain is to be opened anew from the store.
 */
public final class Chain {

  private final NetworkParameters network;
  private final ChainStore store;
  private final HeaderRules headerRules;
  private final TransactionRules transactionRules;
  private final BlockRules blockRules;
  private final HeaderTree tree;
  private final Condemned condemned;
  private final WaitingRoom waitingRoom;
  private final Activation activation;
  private final Notifications notifications = new Notifications();
  private final ChainUpdate.Draft draft = new ChainUpdate.Draft();
  private final Deque<WaitingRoom.Item> ready = new ArrayDeque<>();

  /** Set while work is under way, and for good when that ended in an exception. */
  private boolean broken;

  private Chain(
      NetworkParameters network,
      Applications applications,
      ChainStore store,
      SignatureChecks signatures,
      PairHasher pairHasher,
      ChainLimits limits) {
    this.network = network;
    this.store = store;
    headerRules = new HeaderRules(network);
    transactionRules = new TransactionRules(network, applications, signatures);
    blockRules = new BlockRules(network, transactionRules, signatures, pairHasher);
    tree = new HeaderTree(limits);
    condemned = new Condemned(limits, store.condemned());
    waitingRoom = new WaitingRoom(limits);
    Opening opening = Opening.read(network, store, tree, limits, draft);
    activation =
        new Activation(store, tree, condemned, blockRules, limits, draft, notifications, opening);
  }

  /**
   * A chain that lives in memory, with everything on the caller's thread.
   *
   * @throws IllegalArgumentException when the network lists an application that is not given
   */
  public static Chain inMemory(NetworkParameters network, Applications applications) {
    SignatureChecks signatures = SignatureChecks.onCallersThread(new SignatureCache(1 << 14, 0));
    return open(network, applications, new InMemoryChainStore(), signatures, ChainLimits.DEFAULT);
  }

  /**
   * Goes on with what a store has, or begins a new chain in an empty store.
   *
   * @param signatures with a cache that has seen no other network
   * @throws IllegalArgumentException when the store has another network's chain, or the network
   *     lists an application that is not given
   */
  public static Chain open(
      NetworkParameters network,
      Applications applications,
      ChainStore store,
      SignatureChecks signatures,
      ChainLimits limits) {
    return open(network, applications, store, signatures, new DigestPairHasher(), limits);
  }

  /**
   * The same with another way to hash the Merkle trees of blocks.
   *
   * @throws IllegalArgumentException as the other does
   */
  public static Chain open(
      NetworkParameters network,
      Applications applications,
      ChainStore store,
      SignatureChecks signatures,
      PairHasher pairHasher,
      ChainLimits limits) {
    Chain chain = new Chain(network, applications, store, signatures, pairHasher, limits);
    chain.activation.activateBest();
    chain.activation.keepLimits(null);
    chain.activation.flush();
    return chain;
  }

  /** Adds a listener; only the chain's thread may, as with {@link #removeListener}. */
  public void addListener(ChainListener listener) {
    notifications.addListener(listener);
  }

  public void removeListener(ChainListener listener) {
    notifications.removeListener(listener);
  }

  public NetworkParameters network() {
    return network;
  }

  /** The end of the active chain with its state. Any thread may ask. */
  public Tip tip() {
    return activation.tip();
  }

  /** The rules for bodies, so that isolation can be checked elsewhere. Any thread may ask. */
  public BlockRules rules() {
    return blockRules;
  }

  /** The rules for single transactions. Any thread may ask. */
  public TransactionRules transactionRules() {
    return transactionRules;
  }

  /** The rules for headers. Any thread may ask. */
  public HeaderRules headerRules() {
    return headerRules;
  }

  /** The block of this hash, if its body is stored, on whatever branch. Any thread may ask. */
  public Optional<Block> block(BlockHash hash) {
    return store.block(hash);
  }

  /** The active chain's block at this height. Any thread may ask. */
  public Optional<BlockHash> hashAt(Height height) {
    return store.hashAt(height);
  }

  /** A header that is known and not condemned, on whatever branch, with or without its body. */
  public Optional<ChainedHeader> header(BlockHash hash) {
    return tree.get(hash)
        .map(node -> node.chained)
        .or(() -> activation.findStored(hash).map(StoredHeader::chained));
  }

  /** Whether {@link #block} has it, without reading it. Only the chain's thread may ask. */
  public boolean hasBody(BlockHash hash) {
    return tree.get(hash)
        .map(HeaderNode::hasBody)
        .or(() -> activation.findStored(hash).map(stored -> stored.arrival() != StoredHeader.NONE))
        .orElse(false);
  }

  /**
   * Whether the bodies of this block and of all its ancestors are stored; none is read. Only the
   * chain's thread may ask.
   */
  public boolean isComplete(BlockHash hash) {
    return tree.get(hash)
        .map(HeaderNode::isComplete)
        .or(() -> activation.findStored(hash).map(stored -> stored.order() != StoredHeader.NONE))
        .orElse(false);
  }

  /**
   * Whether children of this header can still be taken: it is known, not condemned, and not below
   * the blocks that can be undone. Only the chain's thread may ask.
   */
  public boolean canHaveChildren(BlockHash hash) {
    return tree.get(hash).isPresent();
  }

  /** Whether the block of this hash is part of the active chain. */
  public boolean isActive(BlockHash hash) {
    return header(hash)
        .flatMap(header -> store.hashAt(header.height()))
        .map(hash::equals)
        .orElse(false);
  }

  /**
   * The digest of the state after the active block at this height, to find where two nodes part.
   * Takes a step for each block down from the tip. Only the chain's thread may ask.
   *
   * @return empty above the tip, and below the blocks that can be undone
   */
  public Optional<StateDigest> digestAt(Height height) {
    Tip now = tip();
    if (height.compareTo(now.height()) > 0) {
      return Optional.empty();
    }
    StateDigest digest = now.state().digest();
    for (Height at = now.height(); !at.equals(height); at = at.previous()) {
      Optional<StateChanges> undo = store.hashAt(at).flatMap(store::undo);
      if (undo.isEmpty()) {
        return Optional.empty();
      }
      digest = StateDigests.after(digest, undo.get());
    }
    return Optional.of(digest);
  }

  /** Why a header was condemned, if it was and that is still remembered. */
  public Optional<Rejection> condemnation(BlockHash hash) {
    return condemned.find(hash);
  }

  /** Why the chain stands still, if it does: an application failed. */
  public Optional<Verdict.Halted> halted() {
    return activation.halted();
  }

  /** When {@link #advance} next has something to do because of the time. */
  public Optional<Timestamp> nextDeferred() {
    return waitingRoom.nextTime();
  }

  /** About how many bytes of heap are taken by what waits for its parent or its time. */
  public long waitingBytes() {
    return waitingRoom.bytes();
  }

  /** How many headers are on the heap. */
  public int headersHeld() {
    return tree.size();
  }

  /** Takes a header whose body may follow. */
  public Verdict submitHeader(BlockHeader header, Origin origin, Timestamp now) {
    return submit(new WaitingRoom.Item(header, Optional.empty(), origin), now, Optional.empty());
  }

  /** Takes a block and judges it here and now. */
  public Verdict submitBlock(Block block, Origin origin, Timestamp now) {
    return submit(
        new WaitingRoom.Item(block.header(), Optional.of(block), origin), now, Optional.empty());
  }

  /** Takes a block of this program's own. */
  public Verdict submitBlock(Block block, Timestamp now) {
    return submitBlock(block, Origin.LOCAL, now);
  }

  /**
   * Takes a block whose body was judged in isolation already, perhaps on another thread.
   *
   * @throws IllegalArgumentException when other rules than this chain's {@link #rules} have judged
   */
  public Verdict submitBlock(BlockRules.Isolation isolation, Origin origin, Timestamp now) {
    if (!isolation.isBy(blockRules)) {
      throw new IllegalArgumentException("judged by the rules of another chain");
    }
    Block block = isolation.block();
    return submit(
        new WaitingRoom.Item(block.header(), Optional.of(block), origin),
        now,
        Optional.of(isolation));
  }

  /** Takes what has waited for this time. */
  public void advance(Timestamp now) {
    run(
        () -> {
          ready.addAll(waitingRoom.onTime(now));
          settle(now);
        });
  }

  private Verdict submit(
      WaitingRoom.Item item, Timestamp now, Optional<BlockRules.Isolation> isolation) {
    Verdict[] verdict = new Verdict[1];
    run(
        () -> {
          verdict[0] = judge(item, now, isolation);
          settle(now);
        });
    return verdict[0];
  }

  /**
   * Does a piece of work and tells the listeners. When it ends in an exception, of the store above
   * all, what is on the heap may not be what is stored: then nothing more is taken.
   */
  private void run(Runnable work) {
    if (broken) {
      throw new IllegalStateException(
          "the chain failed before; open it anew from the store, which is whole");
    }
    broken = true;
    work.run();
    broken = false;
    notifications.deliver();
    broken = true;
    activation.flush(); // what was kept for the listeners
    broken = false;
  }

  /** Judges what has waited for what came, and writes what is not written yet. */
  private void settle(Timestamp now) {
    for (var item = ready.poll(); item != null; item = ready.poll()) {
      WaitingRoom.Item late = item;
      Verdict verdict = judge(late, now, Optional.empty());
      notifications.add(listener -> listener.onLateVerdict(late.header(), late.origin(), verdict));
    }
    activation.flush();
  }

  private Verdict judge(
      WaitingRoom.Item item, Timestamp now, Optional<BlockRules.Isolation> isolation) {
    if (halted().isPresent()) {
      return Verdict.deferred(halted().get());
    }
    Verdict verdict = judgeHeader(item, now);
    if (item.block().isEmpty() || !(verdict instanceof Verdict.Accepted)) {
      return verdict;
    }
    Optional<HeaderNode> node = tree.get(item.header().hash());
    if (node.isEmpty() || node.get().hasBody()) {
      return Verdict.accepted(Placement.KNOWN); // below the tree: long since part of the chain
    }
    return judgeBody(node.get(), item.block().get(), isolation);
  }

  private Verdict judgeHeader(WaitingRoom.Item item, Timestamp now) {
    BlockHeader header = item.header();
    Optional<Rejection> known = condemned.find(header.hash());
    if (known.isPresent()) {
      return Verdict.rejected(known.get());
    }
    if (tree.get(header.hash()).isPresent() || header.equals(network.genesis())) {
      return Verdict.accepted(Placement.KNOWN);
    }
    Optional<Rejection> alone = headerRules.checkInIsolation(header);
    if (alone.isPresent()) {
      return Verdict.rejected(alone.get());
    }
    if (activation.findStored(header.hash()).isPresent()) { // not before: the work is cheaper
      return Verdict.accepted(Placement.KNOWN);
    }
    if (condemned.find(header.previous()).isPresent()) {
      return condemn(header, Activation.inheritedFrom(header.previous()));
    }
    Optional<HeaderNode> parent = tree.get(header.previous());
    if (parent.isEmpty()) {
      return judgeWithoutParent(item);
    }
    return judgeInContext(item, parent.get(), now);
  }

  private Verdict judgeWithoutParent(WaitingRoom.Item item) {
    BlockHash parent = item.header().previous();
    if (activation.findStored(parent).isPresent()) {
      return Verdict.deferred(new Verdict.LimitReached(LocalLimit.FORK_TOO_DEEP));
    }
    waitingRoom.awaitParent(item);
    return Verdict.deferred(new Verdict.MissingParent(parent));
  }

  private Verdict judgeInContext(WaitingRoom.Item item, HeaderNode parent, Timestamp now) {
    BlockHeader header = item.header();
    Checked<ChainedHeader> placed = headerRules.checkInContext(header, parent.chained);
    if (!placed.isPassed()) {
      return condemn(header, placed.rejection().orElseThrow());
    }
    Optional<Timestamp> until = headerRules.tooEarlyUntil(header, now);
    if (until.isPresent()) {
      waitingRoom.awaitTime(item, until.get());
      return Verdict.deferred(new Verdict.TooEarly(until.get()));
    }
    activation.add(placed.value());
    if (tree.get(header.hash()).isEmpty()) {
      return Verdict.deferred(new Verdict.LimitReached(LocalLimit.HEADER_TREE_FULL));
    }
    ready.addAll(waitingRoom.onParent(header.hash()));
    return Verdict.accepted(Placement.HEADER_ONLY);
  }

  /** Condemns a header that is not in the tree. */
  private Verdict condemn(BlockHeader header, Rejection why) {
    activation.condemn(header, why);
    ready.addAll(waitingRoom.onParent(header.hash()));
    return Verdict.rejected(why);
  }

  private Verdict judgeBody(
      HeaderNode node, Block block, Optional<BlockRules.Isolation> judgedBefore) {
    BlockRules.Isolation isolation;
    try {
      isolation = judgedBefore.orElseGet(() -> blockRules.checkInIsolation(block));
    } catch (ApplicationFault fault) {
      return Verdict.deferred(activation.fault(node, fault));
    }
    if (!isolation.isPassed() && isolation.blame() == Rule.Blame.SENDER) {
      return Verdict.rejectedBody(isolation.rejection().orElseThrow());
    }
    Optional<Rejection> refusal =
        isolation.rejection().or(() -> blockRules.checkInContext(isolation, node.chained.height()));
    if (refusal.isPresent()) {
      activation.condemn(node, refusal.get());
      return Verdict.rejected(refusal.get());
    }
    activation.addBody(node, block);
    activation.activateBest();
    Verdict verdict = verdictOn(node);
    activation.keepLimits(null);
    return tree.get(node.hash()).isPresent() || !(verdict instanceof Verdict.Accepted)
        ? verdict
        : Verdict.deferred(new Verdict.LimitReached(LocalLimit.SIDE_BODIES_FULL));
  }

  private Verdict verdictOn(HeaderNode node) {
    if (tree.get(node.hash()).isEmpty()) {
      Optional<Rejection> why = condemned.find(node.hash());
      return Verdict.rejected(
          why.orElseGet(() -> Activation.inheritedFrom(node.chained.header().previous())));
    }
    Optional<Verdict.Halted> halted = halted();
    if (halted.isPresent() && halted.get().before().equals(node.hash())) {
      return Verdict.deferred(halted.get());
    }
    if (node.active) {
      return Verdict.accepted(Placement.ACTIVE);
    }
    return Verdict.accepted(
        node.isComplete() ? Placement.SIDE_BRANCH : Placement.WAITING_FOR_ANCESTOR);
  }

  /** Every block of the active chain from the genesis' child on, for tests and tools. */
  List<BlockHash> activeHashes() {
    return java.util.stream.LongStream.rangeClosed(1, tip().height().value())
        .mapToObj(height -> hashAt(new Height(height)).orElseThrow())
        .toList();
  }
}
