package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.session.Peer;
import dev.cairn.net.simulation.SimulatedScheduler;
import dev.cairn.net.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One node's sync with its chain, in virtual time, among peers that follow a script. */
final class SyncWorld implements Intake {

  private static final long TICK_MILLIS = 100;

  private final VirtualTime time = new VirtualTime(20_000_000);
  private final SimulatedScheduler scheduler;
  private final Chain chain;
  private final ChainSync sync;
  private final List<FakePeer> peers = new ArrayList<>();
  private int links;

  long judgeMillis;
  int headersJudged;
  int bodiesJudged;
  int bodiesWaiting;
  int bodiesWaitingMost;

  SyncWorld(Chain chain) {
    this(chain, NetLimits.DEFAULT);
  }

  SyncWorld(Chain chain, NetLimits limits) {
    this(chain, limits, ChainFixture.LATER);
  }

  SyncWorld(Chain chain, NetLimits limits, Timestamp clock) {
    this.chain = chain;
    scheduler = new SimulatedScheduler(time, clock);
    sync = new ChainSync(chain, this, scheduler, new Random(7), limits);
    chain.addListener(
        new ChainListener() {
          @Override
          public void onTip(Tip tip, int disconnected) {
            sync.onTip(tip, disconnected);
          }
        });
    tick();
  }

  private void tick() {
    sync.onTick(time.nowMillis());
    time.after(TICK_MILLIS, this::tick);
  }

  VirtualTime time() {
    return time;
  }

  SimulatedScheduler scheduler() {
    return scheduler;
  }

  Chain chain() {
    return chain;
  }

  ChainSync sync() {
    return sync;
  }

  NetworkParameters network() {
    return chain.network();
  }

  /** A peer that is not connected yet. */
  FakePeer peer() {
    return new FakePeer(this, ++links, true);
  }

  FakePeer inboundPeer() {
    return new FakePeer(this, ++links, false);
  }

  void connect(FakePeer... connected) {
    for (FakePeer peer : connected) {
      peers.add(peer);
      sync.onOpen(peer);
    }
  }

  void gone(FakePeer peer) {
    peers.remove(peer);
    sync.onGone(peer);
  }

  void deliver(FakePeer from, Message message) {
    if (from.isGone()) {
      return;
    }
    if (message instanceof Headers headers) {
      sync.onHeaders(from, headers);
    } else if (message instanceof HeaderAnnouncement announcement) {
      sync.onHeaderAnnouncement(from, announcement);
    } else if (message instanceof FullBlock block) {
      sync.onFullBlock(from, block);
    } else if (message instanceof BlocksNotFound notFound) {
      sync.onBlocksNotFound(from, notFound);
    } else if (message instanceof GetHeaders getHeaders) {
      sync.onGetHeaders(from, getHeaders);
    } else if (message instanceof GetBlocks getBlocks) {
      sync.onGetBlocks(from, getBlocks);
    } else {
      throw new IllegalArgumentException("not of the sync: " + message);
    }
  }

  boolean runUntilTip(BlockHash hash, long withinMillis) {
    return time.runUntil(() -> chain.tip().hash().equals(hash), withinMillis);
  }

  /** How often each body was asked for, of all peers together. */
  Map<BlockHash, Integer> timesAsked(List<FakePeer> of) {
    Map<BlockHash, Integer> times = new TreeMap<>();
    of.forEach(peer -> peer.bodiesAsked.forEach(hash -> times.merge(hash, 1, Integer::sum)));
    return times;
  }

  @Override
  public Verdict header(BlockHeader header, Optional<Peer> from) {
    headersJudged++;
    Verdict verdict =
        chain.submitHeader(header, from.orElseThrow().origin(), scheduler.wallClock());
    if (verdict instanceof Verdict.Rejected rejected) {
      from.orElseThrow().misbehaved(Misbehaviour.INVALID_HEADER, rejected.why().toString());
    }
    return verdict;
  }

  @Override
  public void block(Block block, Optional<Peer> from, Consumer<Verdict> done) {
    bodiesWaiting++;
    bodiesWaitingMost = Math.max(bodiesWaitingMost, bodiesWaiting);
    time.after(judgeMillis, () -> judge(block, from, done));
  }

  private void judge(Block block, Optional<Peer> from, Consumer<Verdict> done) {
    bodiesWaiting--;
    bodiesJudged++;
    Verdict verdict = chain.submitBlock(block, from.orElseThrow().origin(), scheduler.wallClock());
    if (verdict instanceof Verdict.Rejected rejected) {
      from.orElseThrow()
          .misbehaved(
              rejected.blame() == Rule.Blame.SENDER
                  ? Misbehaviour.WRONG_BODY
                  : Misbehaviour.INVALID_BLOCK,
              rejected.why().toString());
    }
    done.accept(verdict);
  }

  @Override
  public void transaction(
      Transaction transaction, Optional<Peer> from, Consumer<Checked<TransactionId>> done) {
    throw new UnsupportedOperationException();
  }
}
