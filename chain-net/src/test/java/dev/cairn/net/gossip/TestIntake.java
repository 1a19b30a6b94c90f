package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.session.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Judges by chain and mempool, and gives its verdicts a little later. */
final class TestIntake implements Intake {

  private final Chain chain;
  private final Mempool mempool;
  private final TestTime time;

  /** How long blocks and transactions take. */
  long delayMillis;

  /** For how long each transaction keeps the only worker. */
  long workMillis;

  /** Else whatever comes is taken as signed, which saves most of the time. */
  boolean checksSignatures = true;

  private long busyUntilMillis;

  /** What was submitted. */
  final List<Block> blocks = new ArrayList<>();

  final List<Transaction> transactions = new ArrayList<>();

  TestIntake(Chain chain, Mempool mempool, TestTime time) {
    this.chain = chain;
    this.mempool = mempool;
    this.time = time;
  }

  /** Judges no transaction that comes from now on for a while longer than it would take. */
  void pause(long millis) {
    busyUntilMillis = Math.max(busyUntilMillis, time.nowMillis()) + millis;
  }

  private static Origin originOf(Optional<Peer> from) {
    return from.map(Peer::origin).orElse(Origin.LOCAL);
  }

  @Override
  public Verdict header(BlockHeader header, Optional<Peer> from) {
    Verdict verdict = chain.submitHeader(header, originOf(from), time.wallClock());
    if (verdict instanceof Verdict.Rejected rejected) {
      charge(from, Misbehaviour.INVALID_HEADER, rejected.why());
    }
    return verdict;
  }

  @Override
  public void block(Block block, Optional<Peer> from, Consumer<Verdict> done) {
    blocks.add(block);
    time.schedule(
        delayMillis,
        () -> {
          Verdict verdict = chain.submitBlock(block, originOf(from), time.wallClock());
          if (verdict instanceof Verdict.Rejected rejected) {
            boolean isSender = rejected.blame() == Rule.Blame.SENDER;
            charge(
                from,
                isSender ? Misbehaviour.WRONG_BODY : Misbehaviour.INVALID_BLOCK,
                rejected.why());
          }
          done.accept(verdict);
        });
  }

  @Override
  public void transaction(
      Transaction transaction, Optional<Peer> from, Consumer<Checked<TransactionId>> done) {
    transactions.add(transaction);
    busyUntilMillis = Math.max(busyUntilMillis, time.nowMillis() + delayMillis) + workMillis;
    time.schedule(
        busyUntilMillis - time.nowMillis(),
        () -> {
          Checked<TransactionId> verdict =
              checksSignatures ? mempool.add(transaction) : mempool.addIsolated(transaction);
          verdict
              .rejection()
              .filter(why -> why.reason() == Rule.SIGNATURE_INVALID)
              .ifPresent(why -> charge(from, Misbehaviour.INVALID_TRANSACTION, why));
          done.accept(verdict);
        });
  }

  private static void charge(Optional<Peer> from, Misbehaviour what, Object why) {
    from.ifPresent(peer -> peer.misbehaved(what, why.toString()));
  }
}
