package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Verdict.Placement;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A chain of blocks: takes headers and blocks in any order, keeps the branch with the most work as
 * the active chain, and the state after it (docs/consensus.md, section 10).
 *
 * <p>One thread at a time may call the methods that submit or advance; it is the only writer, and
 * no lock is held. {@link #tip}, {@link #block}, {@link #hashAt} and {@link #rules} may be called
 * by any thread, and see what was committed.
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

  private Chain(
      NetworkParameters network,
      Applications applications,
      ChainStore store,
      SignatureChecks signatures,
      ChainLimits limits) {
    this.network = network;
    this.store = store;
    headerRules = new HeaderRules(network);
    transactionRules = new TransactionRules(network, applications, signatures);
    blockRules = new BlockRules(network, transactionRules, signatures);
    tree = new HeaderTree(limits);
    condemned = new Condemned(limits, store.condemned());
    waitingRoom = new WaitingRoom(limits);
    activation =
        Activation.open(network, store, tree, condemned, blockRules, limits, draft, notifications);
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
    Chain chain = new Chain(network, applications, store, signatures, limits);
    chain.activation.activateBest();
    chain.activation.flush();
    return chain;
  }

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
        .or(() -> store.header(hash).map(StoredHeader::chained));
  }

  /** Whether the block of this hash is part of the active chain. */
  public boolean isActive(BlockHash hash) {
    return header(hash)
        .flatMap(header -> store.hashAt(header.height()))
        .map(hash::equals)
        .orElse(false);
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
   * Takes a block whose body was judged in isolation already, by {@link #rules}, perhaps on another
   * thread.
   *
   * @param isolation what {@link BlockRules#checkInIsolation} said of this block
   */
  public Verdict submitBlock(
      Block block, Checked<BlockRules.Isolated> isolation, Origin origin, Timestamp now) {
    if (isolation.isPassed() && !isolation.value().block().equals(block)) {
      throw new IllegalArgumentException("the isolation of another block");
    }
    return submit(
        new WaitingRoom.Item(block.header(), Optional.of(block), origin),
        now,
        Optional.of(isolation));
  }

  /** Takes what has waited for this time. */
  public void advance(Timestamp now) {
    ready.addAll(waitingRoom.onTime(now));
    settle(now);
  }

  private Verdict submit(
      WaitingRoom.Item item, Timestamp now, Optional<Checked<BlockRules.Isolated>> isolation) {
    Verdict verdict = judge(item, now, isolation);
    settle(now);
    return verdict;
  }

  /** Judges what has waited for what came, makes all durable, and tells the listeners. */
  private void settle(Timestamp now) {
    for (var item = ready.poll(); item != null; item = ready.poll()) {
      WaitingRoom.Item late = item;
      Verdict verdict = judge(late, now, Optional.empty());
      notifications.add(listener -> listener.onLateVerdict(late.header(), late.origin(), verdict));
    }
    activation.flush();
    notifications.deliver();
    if (notifications.isEmpty()) {
      activation.prune(); // not before: listeners still ask for the blocks
    }
  }

  private Verdict judge(
      WaitingRoom.Item item, Timestamp now, Optional<Checked<BlockRules.Isolated>> isolation) {
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
    Block block = item.block().get();
    return judgeBody(
        node.get(), block, () -> isolation.orElseGet(() -> blockRules.checkInIsolation(block)));
  }

  private Verdict judgeHeader(WaitingRoom.Item item, Timestamp now) {
    BlockHeader header = item.header();
    Optional<Rejection> known = condemned.find(header.hash());
    if (known.isPresent()) {
      return Verdict.rejected(known.get());
    }
    if (tree.get(header.hash()).isPresent() || store.header(header.hash()).isPresent()) {
      return Verdict.accepted(Placement.KNOWN);
    }
    Optional<Rejection> alone = headerRules.checkInIsolation(header);
    if (alone.isPresent()) {
      return Verdict.rejected(alone.get());
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
    if (store.header(parent).isPresent()) {
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
    HeaderNode node = tree.add(placed.value());
    Optional<HeaderNode> excess = tree.excess();
    excess.ifPresent(activation::drop);
    if (excess.isPresent() && excess.get() == node) {
      return Verdict.deferred(new Verdict.LimitReached(LocalLimit.HEADER_TREE_FULL));
    }
    ready.addAll(waitingRoom.onParent(header.hash()));
    return Verdict.accepted(Placement.HEADER_ONLY);
  }

  /** Condemns a header that is not in the tree. */
  private Verdict condemn(BlockHeader header, Rejection why) {
    activation.remember(header, why);
    ready.addAll(waitingRoom.onParent(header.hash()));
    return Verdict.rejected(why);
  }

  private Verdict judgeBody(
      HeaderNode node, Block block, Supplier<Checked<BlockRules.Isolated>> isolation) {
    Checked<BlockRules.Isolated> isolated;
    try {
      isolated = isolation.get();
    } catch (ApplicationFault fault) {
      return Verdict.deferred(activation.halt(node.hash(), fault));
    }
    Optional<Rejection> refusal = isolated.rejection();
    if (refusal.isPresent() && !Rule.condemnsHeader(refusal.get().reason())) {
      return Verdict.rejected(refusal.get());
    }
    if (refusal.isEmpty()) {
      refusal = blockRules.checkInContext(isolated.value(), node.chained.height());
    }
    if (refusal.isPresent()) {
      activation.condemn(node, refusal.get());
      return Verdict.rejected(refusal.get());
    }
    activation.addBody(node, block);
    activation.activateBest();
    return verdictOn(node);
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
