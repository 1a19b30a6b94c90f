package dev.cairn.net.intake;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.runtime.Workers;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.Recent;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The intake in front of one chain and one mempool. What a thing shows by itself is judged by a
 * worker; then it is judged in its context on the engine loop, where the tip may have moved in the
 * meantime. Blocks and transactions are two classes of work that do not wait for one another.
 *
 * <p>Confined to the engine loop.
 */
public final class ChainIntake implements Intake {

  private final Chain chain;
  private final Mempool mempool;
  private final Scheduler scheduler;
  private final Consumer<Peer> useful;
  private final WorkQueue blocks;
  private final WorkQueue transactions;
  private final PeerLoads loads;

  /** Who sent the blocks that were taken but not applied yet; of many the newest. */
  private final Recent<BlockHash, Peer> unapplied;

  /**
   * @param mempool has to listen to the chain
   * @param useful hears of each peer that brought something new and right
   */
  public ChainIntake(
      Chain chain,
      Mempool mempool,
      Workers workers,
      Scheduler scheduler,
      NetLimits limits,
      Consumer<Peer> useful) {
    this.chain = chain;
    this.mempool = mempool;
    this.scheduler = scheduler;
    this.useful = useful;
    blocks = new WorkQueue(workers, scheduler);
    transactions = new WorkQueue(workers, scheduler);
    loads = new PeerLoads(limits);
    unapplied = new Recent<>(2 * limits.downloadWindow());
  }

  @Override
  public Verdict header(BlockHeader header, Optional<Peer> from) {
    Verdict verdict = chain.submitHeader(header, origin(from), scheduler.wallClock());
    from.ifPresent(peer -> Charges.onHeader(peer, verdict));
    return verdict;
  }

  @Override
  public void block(Block block, Optional<Peer> from, Consumer<Verdict> done) {
    Verdict early = chain.submitHeader(block.header(), origin(from), scheduler.wallClock());
    long bytes = block.size();
    from.ifPresent(peer -> loads.add(peer, bytes));
    if (early instanceof Verdict.Accepted && !chain.hasBody(block.hash())) {
      blocks.submit(
          () -> isolate(block),
          isolation -> finish(block, isolation.flatMap(passed -> passed), from, done));
    } else { // no signature is worth checking yet, or ever, or once more
      blocks.follow(() -> finish(block, Optional.empty(), from, done));
    }
  }

  /** On a worker. Empty when an application failed: the chain is to find that out itself. */
  private Optional<BlockRules.Isolation> isolate(Block block) {
    try {
      return Optional.of(chain.rules().checkInIsolation(block));
    } catch (ApplicationFault fault) {
      return Optional.empty();
    }
  }

  /** Without a result of a worker the chain judges all by itself, and an exception is ours. */
  private Verdict judge(
      Block block, Optional<BlockRules.Isolation> isolation, Optional<Peer> from) {
    return isolation
        .map(judged -> chain.submitBlock(judged, origin(from), scheduler.wallClock()))
        .orElseGet(() -> chain.submitBlock(block, origin(from), scheduler.wallClock()));
  }

  private void finish(
      Block block,
      Optional<BlockRules.Isolation> isolation,
      Optional<Peer> from,
      Consumer<Verdict> done) {
    from.ifPresent(peer -> loads.remove(peer, block.size()));
    Verdict verdict = judge(block, isolation, from);
    from.ifPresent(peer -> settle(block.hash(), verdict, peer));
    done.accept(verdict);
  }

  private void settle(BlockHash hash, Verdict verdict, Peer from) {
    Charges.onBlock(from, verdict);
    if (verdict instanceof Verdict.Accepted accepted) {
      switch (accepted.placement()) {
        case KNOWN, HEADER_ONLY -> {}
        case ACTIVE -> useful.accept(from);
        case WAITING_FOR_ANCESTOR, SIDE_BRANCH -> {
          useful.accept(from);
          unapplied.put(hash, from);
        }
      }
    }
  }

  /** A block or header that this peer sent had waited in the chain, and was judged now. */
  public void onLateVerdict(BlockHeader header, Verdict verdict, Peer from) {
    settle(header.hash(), verdict, from);
  }

  /** A block has joined the active chain: nothing can be wrong with it any more. */
  public void onConnected(BlockHash hash) {
    unapplied.remove(hash);
  }

  /** A block was found wrong, perhaps long after it came: when it was applied at last. */
  public void onCondemned(BlockHash hash, Rejection why) {
    unapplied
        .get(hash)
        .ifPresent(from -> from.misbehaved(Misbehaviour.INVALID_BLOCK, why.toString()));
    unapplied.remove(hash);
  }

  @Override
  public void transaction(
      Transaction transaction, Optional<Peer> from, Consumer<Checked<TransactionId>> done) {
    long bytes = transaction.size();
    from.ifPresent(peer -> loads.add(peer, bytes));
    transactions.submit(
        () -> isolate(transaction),
        isolation -> {
          from.ifPresent(peer -> loads.remove(peer, bytes));
          done.accept(admit(transaction, isolation.orElseGet(() -> isolate(transaction)), from));
        });
  }

  /** On a worker; only there can an application fail with a transaction by itself. */
  private Checked<Transaction> isolate(Transaction transaction) {
    try {
      return chain
          .transactionRules()
          .checkInIsolation(transaction)
          .<Checked<Transaction>>map(Checked::refused)
          .orElseGet(() -> Checked.passed(transaction));
    } catch (ApplicationFault fault) {
      return Checked.refused(
          IntakeRefusal.APPLICATION_FAULT, String.valueOf(fault.getMessage()), "a verdict");
    }
  }

  private Checked<TransactionId> admit(
      Transaction transaction, Checked<Transaction> isolation, Optional<Peer> from) {
    Optional<Rejection> refusal = isolation.rejection();
    if (refusal.isPresent()) {
      if (refusal.get().reason() != IntakeRefusal.APPLICATION_FAULT) {
        from.ifPresent(
            peer -> peer.misbehaved(Misbehaviour.INVALID_TRANSACTION, refusal.get().toString()));
      }
      return Checked.refused(refusal.get());
    }
    boolean isNew = mempool.get(transaction.id()).isEmpty();
    Checked<TransactionId> admitted = mempool.addIsolated(transaction);
    if (isNew && admitted.isPassed()) {
      from.ifPresent(useful);
    }
    return admitted;
  }

  /**
   * For how long the oldest work has been under way, for a watchdog: a job that never ends holds up
   * its class, and nothing else.
   */
  public long oldestJobMillis() {
    return Math.max(blocks.oldestMillis(), transactions.oldestMillis());
  }

  /** How many blocks and transactions are under way. */
  public int jobs() {
    return blocks.size() + transactions.size();
  }

  /** How much is under way and remembered. */
  public IntakeHoldings holdings() {
    return new IntakeHoldings(jobs(), loads.mostJobs(), loads.mostBytes(), unapplied.size());
  }

  private static Origin origin(Optional<Peer> from) {
    return from.map(Peer::origin).orElse(Origin.LOCAL);
  }
}
