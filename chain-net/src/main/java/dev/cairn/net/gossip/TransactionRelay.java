package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Spreads transactions: whatever comes into the mempool, from wherever, is announced by its id to
 * every peer that has not announced it itself; what peers announce is asked of one of them. While
 * the sync is far from the tip nothing is announced and nothing asked for, as it could not be
 * judged; what others announce then is kept, as far as there is room for it.
 *
 * <p>Must hear of blocks and tips after the mempool. Confined to the engine loop.
 */
public final class TransactionRelay implements PeerListener, ChainListener {

  private final BooleanSupplier isNearTip;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final NetLimits limits;
  private final TreeMap<LinkId, TransactionPeer> peers = new TreeMap<>();
  private final TransactionRequests requests;
  private final TransactionAnnouncer announcer;
  private final TransactionServer server;

  /**
   * @param isNearTip whether the sync is near the tip
   */
  public TransactionRelay(
      Mempool mempool,
      Intake intake,
      BooleanSupplier isNearTip,
      Scheduler scheduler,
      RandomGenerator random,
      NetLimits limits) {
    this.isNearTip = isNearTip;
    this.scheduler = scheduler;
    this.random = random;
    this.limits = limits;
    requests =
        new TransactionRequests(
            mempool, intake, isNearTip, scheduler, random, limits, peers.values());
    announcer = new TransactionAnnouncer(mempool, random);
    server = new TransactionServer(mempool, limits);
  }

  @Override
  public void onOpen(Peer peer) {
    peers.put(peer.link().id(), new TransactionPeer(peer, limits, random, scheduler.nowMillis()));
  }

  @Override
  public void onGone(Peer peer) {
    Optional.ofNullable(peers.remove(peer.link().id())).ifPresent(requests::onGone);
  }

  @Override
  public void onWritable(Peer peer) {
    find(peer).ifPresent(server::answer);
  }

  @Override
  public void onTick(long nowMillis) {
    requests.onTick(nowMillis);
    if (isNearTip.getAsBoolean()) {
      List.copyOf(peers.values()).forEach(peer -> announcer.announce(peer, nowMillis));
    }
  }

  private Optional<TransactionPeer> find(Peer peer) {
    return Optional.ofNullable(peers.get(peer.link().id()));
  }

  public void onTransactionAnnouncement(Peer peer, TransactionAnnouncement message) {
    find(peer).ifPresent(from -> requests.onAnnouncement(from, message));
  }

  public void onGetTransactions(Peer peer, GetTransactions message) {
    find(peer)
        .ifPresent(
            from -> {
              from.telling.onAsked(message.ids(), scheduler.nowMillis());
              server.onRequest(from, message);
            });
  }

  public void onTransactions(Peer peer, Transactions message) {
    find(peer).ifPresent(from -> requests.onTransactions(from, message));
  }

  @Override
  public void onDisconnected(ChainedHeader header, Block block) {
    requests.onDisconnected();
  }

  @Override
  public void onConnected(ChainedHeader header, Block block) {
    requests.onConnected(block);
  }

  @Override
  public void onTip(Tip tip, int disconnected) {
    requests.onTip();
  }

  /** How many transactions were asked for and are not settled. */
  int inFlight() {
    return requests.size();
  }

  /** How much is kept for the sake of peers. */
  public TransactionHoldings holdings() {
    int announced = 0;
    int served = 0;
    for (TransactionPeer peer : peers.values()) {
      announced = Math.max(announced, peer.unsettled());
      served = Math.max(served, peer.requests.size());
    }
    return new TransactionHoldings(requests.size(), announced, served);
  }
}
