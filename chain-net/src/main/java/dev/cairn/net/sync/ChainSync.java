package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the chain level with the best one that peers have, and gives them ours. Headers come first,
 * from one peer at a time; bodies from all of them. Any peer may lie, stall or vanish at any
 * moment: it loses its share to others, and what it has sent wrong is held against it alone.
 *
 * <p>Knows the links that {@link #onOpen} told it; messages of others are ignored. Confined to the
 * engine loop.
 */
public final class ChainSync implements PeerListener {

  /** So many blocks behind the best chain that is delivered, and the node counts as level. */
  private static final int NEAR_BLOCKS = 16;

  /** So many behind, and it does not any more. */
  private static final int FAR_BLOCKS = 144;

  private final Chain chain;
  private final Intake intake;
  private final Scheduler scheduler;
  private final NetLimits limits;
  private final Map<LinkId, SyncPeer> peers = new TreeMap<>();
  private final BodySync bodies;
  private final HeaderGate gate;
  private final HeaderSync headers;
  private final BlockServer server;
  private final Pace pace = new Pace();
  private boolean isNear;

  /**
   * @param intake the way of headers and blocks into this chain
   * @param random for secrets that peers must not guess
   */
  public ChainSync(
      Chain chain, Intake intake, Scheduler scheduler, RandomGenerator random, NetLimits limits) {
    this.chain = chain;
    this.intake = intake;
    this.scheduler = scheduler;
    this.limits = limits;
    bodies = new BodySync(chain, intake, scheduler, limits, peers);
    gate = new HeaderGate(chain, intake, scheduler, bodies, limits, random, peers);
    headers = new HeaderSync(chain, gate, bodies, limits, random, peers);
    server = new BlockServer(chain, scheduler, limits);
  }

  @Override
  public void onOpen(Peer peer) {
    SyncPeer added = new SyncPeer(peer, limits);
    peers.put(peer.link().id(), added);
    headers.onOpen(added, now());
    bodies.askAll(now());
  }

  @Override
  public void onGone(Peer peer) {
    server.onGone(peer);
    @Nullable SyncPeer gone = peers.remove(peer.link().id());
    if (gone != null) {
      bodies.onGone(gone, now());
      headers.onGone(gone, now());
    }
  }

  @Override
  public void onWritable(Peer peer) {
    server.onWritable();
  }

  @Override
  public void onTick(long nowMillis) {
    headers.onTick(nowMillis);
    bodies.onTick(nowMillis);
    pace.onTick(nowMillis, chain.tip().height().value());
    judgeNearness();
  }

  /**
   * The active chain has moved; to be called for each new tip.
   *
   * @param disconnected how many blocks have left it
   */
  public void onTip(Tip tip, int disconnected) {
    gate.onTip();
    bodies.onTip(now());
    headers.pump(now());
  }

  public void onHeaders(Peer from, Headers message) {
    SyncPeer peer = peers.get(from.link().id());
    if (peer != null) {
      headers.onHeaders(peer, message, now());
      bodies.askAll(now());
    }
  }

  public void onHeaderAnnouncement(Peer from, HeaderAnnouncement message) {
    SyncPeer peer = peers.get(from.link().id());
    List<BlockHeader> announced = message.headers();
    if (peer == null || announced.isEmpty()) {
      return;
    }
    if (!HeaderSync.isChained(announced)) {
      from.misbehaved(Misbehaviour.DISCONNECTED_HEADERS, "in an announcement");
      return;
    }
    BlockHash last = announced.get(announced.size() - 1).hash();
    Optional<ChainedHeader> known = chain.header(last);
    Optional<ChainedHeader> parent = chain.header(announced.get(0).previous());
    if (known.isPresent()) {
      fetchAnnounced(peer, known.get());
    } else if (parent.isPresent() && gate.hasRoomFor(peer)) {
      gate.takeAnnounced(peer, parent.get(), announced, now())
          .ifPresent(header -> fetchAnnounced(peer, header));
    } else if (chain.condemnation(announced.get(0).previous()).isPresent()) {
      intake.header(announced.get(0), Optional.of(from)); // which charges the peer
    } else {
      headers.onUnconnected(peer, last, now());
    }
  }

  private void fetchAnnounced(SyncPeer peer, ChainedHeader header) {
    bodies.learn(peer, header);
    headers.resolveHints();
    if (!header.work().isLessThan(chain.tip().header().work())) {
      bodies.fetch(peer, header, now());
    }
  }

  /**
   * A peer has announced a block in compact form. When its header is part of the chain by now, its
   * body is left to the caller for {@link NetLimits#stallMillis}; when it follows nothing that is
   * known, the peer is asked for the headers between.
   */
  public void onCompactHeader(Peer from, BlockHeader header) {
    SyncPeer peer = peers.get(from.link().id());
    if (peer == null) {
      return;
    }
    Optional<ChainedHeader> known = chain.header(header.hash());
    if (known.isPresent()) {
      if (!chain.hasBody(header.hash())) {
        bodies.reserve(header.hash(), now());
      }
      bodies.learn(peer, known.get());
      headers.resolveHints();
    } else if (chain.header(header.previous()).isEmpty()
        && chain.condemnation(header.previous()).isEmpty()) {
      headers.onUnconnected(peer, header.hash(), now());
    }
  }

  /**
   * Whether a header that follows a known one belongs to a chain with enough work to be kept. To be
   * asked before an announced header goes to the intake by another way than this class.
   */
  public boolean isWorthKeeping(BlockHeader header) {
    boolean isRightAlone = chain.headerRules().checkInIsolation(header).isEmpty();
    Optional<ChainedHeader> parent = chain.header(header.previous());
    return isRightAlone && parent.filter(known -> gate.hasWork(known, List.of(header))).isPresent();
  }

  /** Gets the whole body of a block from a peer that has announced it, else from others. */
  public void fetch(BlockHash hash, Peer announcer) {
    SyncPeer peer = peers.get(announcer.link().id());
    if (peer == null) {
      bodies.unreserve(hash);
      bodies.askAll(now());
      return;
    }
    Optional<ChainedHeader> known = chain.header(hash);
    bodies.unreserve(hash);
    if (known.isPresent()) {
      bodies.fetch(peer, known.get(), now());
    } else {
      headers.onUnconnected(peer, hash, now());
    }
  }

  public void onFullBlock(Peer from, FullBlock message) {
    SyncPeer peer = peers.get(from.link().id());
    if (peer != null) {
      bodies.onFullBlock(peer, message, now());
    }
  }

  public void onBlocksNotFound(Peer from, BlocksNotFound message) {
    SyncPeer peer = peers.get(from.link().id());
    if (peer != null) {
      bodies.onBlocksNotFound(peer, message, now());
      headers.pump(now());
    }
  }

  public void onGetHeaders(Peer from, GetHeaders message) {
    if (peers.containsKey(from.link().id())) {
      server.onGetHeaders(from, message);
    }
  }

  public void onGetBlocks(Peer from, GetBlocks message) {
    if (peers.containsKey(from.link().id())) {
      server.onGetBlocks(from, message);
    }
  }

  /** Whether the chain is level enough to take blocks in compact form and relay transactions. */
  public boolean isNearTip() {
    return isNear;
  }

  private void judgeNearness() {
    long behind = blocksBehind();
    boolean isLevel = !peers.isEmpty() && !headers.mayShowMore() && behind <= NEAR_BLOCKS;
    isNear = isNear ? behind <= FAR_BLOCKS : isLevel;
  }

  /** How far the best chain that some peer delivers is ahead. */
  private long blocksBehind() {
    Height tip = chain.tip().height();
    return bodies.bestDelivered().map(header -> header.height().blocksSince(tip)).orElse(0L);
  }

  /** How far the sync is, and why it does not go on if it does not. */
  public SyncProgress progress() {
    Height tip = chain.tip().height();
    Height headerHeight = gate.best().height();
    long claimed = headerHeight.value();
    long served = headerHeight.value();
    for (SyncPeer peer : peers.values()) {
      long height = peer.peer.introduction().bestHeight();
      claimed = Math.max(claimed, height);
      served = peer.bodies.delivered() > 0 && peer.claimOpen ? Math.max(served, height) : served;
    }
    return new SyncProgress(
        phase(),
        obstacle(),
        headerHeight,
        tip,
        claimed,
        pace.blocksPerSecond(),
        pace.secondsFor(served - tip.value()),
        peers.values().stream().map(SyncPeer::share).toList());
  }

  /** How much is kept for the sake of peers. */
  public SyncHoldings holdings() {
    int asked = 0;
    long presyncBytes = 0;
    for (SyncPeer peer : peers.values()) {
      asked = Math.max(asked, peer.bodies.inFlight());
      @Nullable Presync presync = peer.presync;
      presyncBytes = Math.max(presyncBytes, presync == null ? 0 : presync.bytes());
    }
    return new SyncHoldings(
        asked, bodies.reserved(), bodies.judged(), presyncBytes, server.mostWaiting());
  }

  private SyncProgress.Phase phase() {
    if (peers.isEmpty()) {
      return SyncProgress.Phase.NO_PEERS;
    }
    if (headers.isInPresync()) {
      return SyncProgress.Phase.PRESYNC;
    }
    if (headers.isBusy()) {
      return SyncProgress.Phase.HEADERS;
    }
    return bodies.hasWork() ? SyncProgress.Phase.BODIES : SyncProgress.Phase.SYNCED;
  }

  private Optional<SyncObstacle> obstacle() {
    if (chain.halted().isPresent()) {
      return Optional.of(SyncObstacle.APPLICATION_FAULT);
    }
    if (peers.isEmpty()) {
      return Optional.of(SyncObstacle.NO_PEERS);
    }
    return bodies
        .obstacle(now())
        .or(headers::obstacle)
        .or(
            () ->
                peers.values().stream().anyMatch(peer -> peer.isTooDeep)
                    ? Optional.of(SyncObstacle.FORK_TOO_DEEP)
                    : Optional.empty());
  }

  private long now() {
    return scheduler.nowMillis();
  }
}
