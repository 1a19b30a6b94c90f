package dev.cairn.net.simulation;

import dev.cairn.core.block.Block;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.DiscoveryHoldings;
import dev.cairn.net.engine.Departure;
import dev.cairn.net.engine.Engine;
import dev.cairn.net.engine.EngineConfig;
import dev.cairn.net.engine.EngineListener;
import dev.cairn.net.engine.Holdings;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.engine.PeerStatus;
import dev.cairn.net.gossip.TransactionHoldings;
import dev.cairn.net.intake.IntakeHoldings;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.UpgradePlan;
import dev.cairn.net.sync.SyncHoldings;
import java.util.List;
import java.util.Optional;

/** The real protocol logic as a program of a simulated node. */
public final class EngineProgram implements NodeProgram {

  private final Surroundings with;
  private final Engine engine;
  private int joins;

  private EngineProgram(Surroundings with) {
    this.with = with;
    EngineConfig config =
        new EngineConfig(
            with.self(),
            Optional.empty(),
            Optional.empty(),
            UpgradePlan.none(with.chain().network().id()),
            with.address().port(),
            "cairn-simulation/1",
            with.limits(),
            List.of());
    engine =
        new Engine(
            config,
            with.chain(),
            with.mempool(),
            with.scheduler(),
            with.outbox(),
            with.workers(),
            with.random(),
            with.peerBook(),
            new Listener());
  }

  /** An engine for a node, with an open network and no allow-list. */
  public static EngineProgram create(Surroundings with) {
    return new EngineProgram(with);
  }

  /** The engine itself. */
  public Engine engine() {
    return engine;
  }

  @Override
  public void start() {
    engine.start();
  }

  @Override
  public void join(PeerAddress address) {
    joins++;
    engine.join(address);
  }

  @Override
  public void submit(Block block) {
    engine.submitBlock(block, verdict -> with.log().accept("own block " + verdict));
  }

  @Override
  public void submit(Transaction transaction) {
    engine.submitTransaction(
        transaction,
        result ->
            with.log()
                .accept(
                    "own transaction "
                        + transaction.id().toHex()
                        + result.rejection().map(why -> " " + why.code()).orElse("")));
  }

  @Override
  public List<NodeId> openPeers() {
    return engine.statusNow().peers().stream().map(PeerStatus::node).toList();
  }

  /** Those of them that this node has dialled. */
  public List<NodeId> dialledPeers() {
    return engine.statusNow().peers().stream()
        .filter(PeerStatus::isOutbound)
        .map(PeerStatus::node)
        .toList();
  }

  @Override
  public Optional<String> brokenBound() {
    NetStatus status = engine.status();
    NetLimits limits = with.limits();
    return above("links", status.peers().size(), limits.inbound() + limits.outbound() + joins)
        .or(
            () ->
                above(
                    "handshakes",
                    status.handshakes(),
                    limits.pendingHandshakes() + limits.outbound() + joins))
        .or(() -> above("banned nodes", status.bannedMillis().size(), limits.bans()))
        .or(() -> above("banned addresses", status.bannedPrefixes(), limits.bans()))
        .or(() -> brokenBound(engine.holdings(), limits, joins));
  }

  /** The first bound that these numbers break, in words. */
  static Optional<String> brokenBound(Holdings held, NetLimits limits, int joins) {
    int links = limits.inbound() + limits.outbound() + joins;
    return brokenBound(held.sync(), limits, links)
        .or(() -> brokenBound(held.transactions(), limits, links))
        .or(() -> above("rebuilt blocks", held.blocksRebuilt(), limits.compactBlocksInFlight()))
        .or(() -> brokenBound(held.intake(), limits))
        .or(() -> brokenBound(held.discovery(), limits, joins))
        .or(() -> above("scores", held.scored(), 2L * limits.bans()));
  }

  /** An announced block may be asked for beside the share of a peer. */
  private static Optional<String> brokenBound(SyncHoldings sync, NetLimits limits, int links) {
    int ofPeer = 2 * limits.blocksInFlight();
    return above("bodies asked of one peer", sync.bodiesAskedPerPeer(), ofPeer)
        .or(
            () ->
                above(
                    "reserved blocks",
                    sync.bodiesReserved(),
                    limits.blocksInFlight() + limits.downloadWindow()))
        .or(() -> above("judged bodies", sync.bodiesJudged(), (long) links * ofPeer))
        .or(
            () ->
                above(
                    "presync bytes of one peer",
                    sync.presyncBytesPerPeer(),
                    limits.presyncCommitmentBytes()))
        .or(
            () ->
                above(
                    "requests of one peer for blocks",
                    sync.servedRequestsPerPeer(),
                    limits.servedRequests()));
  }

  /** Answers that come too late are taken beside what was asked since. */
  private static Optional<String> brokenBound(
      TransactionHoldings transactions, NetLimits limits, int links) {
    return above(
            "asked transactions", transactions.asked(), 2L * limits.transactionsInFlight() * links)
        .or(
            () ->
                above(
                    "announced transactions of one peer",
                    transactions.announcedPerPeer(),
                    limits.announcedIds() + limits.transactionsInFlight()))
        .or(
            () ->
                above(
                    "requests of one peer for transactions",
                    transactions.servedRequestsPerPeer(),
                    limits.servedRequests()));
  }

  /** What a link brings before it is not read any more comes on top. */
  private static Optional<String> brokenBound(IntakeHoldings intake, NetLimits limits) {
    return above(
            "jobs of one peer",
            intake.jobsPerPeer(),
            limits.jobsPerPeer() + 2 * limits.transactionsInFlight() + limits.queuedFrames())
        .or(
            () ->
                above(
                    "job bytes of one peer",
                    intake.jobBytesPerPeer(),
                    limits.jobBytesPerPeer() + limits.queuedBytes() + limits.frameBytes()))
        .or(() -> above("unapplied blocks", intake.unapplied(), 2L * limits.downloadWindow()));
  }

  private static Optional<String> brokenBound(
      DiscoveryHoldings discovery, NetLimits limits, int joins) {
    return above("addresses", discovery.addresses(), limits.addresses())
        .or(() -> above("sighted nodes", discovery.sightedNodes(), limits.addressesPerSource()))
        .or(() -> above("dials", discovery.dials(), limits.outbound() + joins))
        .or(() -> above("preferred addresses", discovery.preferred(), 2L * limits.outbound()))
        .or(() -> above("pauses", discovery.paused(), limits.addresses()));
  }

  private static Optional<String> above(String what, long value, long bound) {
    return value <= bound
        ? Optional.empty()
        : Optional.of("%,d %s where %,d are the bound".formatted(value, what, bound));
  }

  @Override
  public void onOpened(Link link) {
    engine.onOpened(link);
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    engine.onDialFailed(address, expected, reason, detail);
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    engine.onMessage(link, message, bytes);
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {
    engine.onViolation(link, why);
  }

  @Override
  public void onWritable(LinkId link) {
    engine.onWritable(link);
  }

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    engine.onClosed(link, reason, detail);
  }

  /** Writes down what the engine tells. */
  private final class Listener implements EngineListener {

    @Override
    public void onPeerGone(Departure departure) {
      with.log().accept("left " + departure.reason() + " " + departure.detail());
    }

    @Override
    public void onMisbehaviour(NodeId node, PeerAddress address, Misbehaviour what, String detail) {
      with.log().accept("charges " + node + " " + what + " " + detail);
      with.charges().onCharge(node, what.name() + ": " + detail, false);
    }

    @Override
    public void onBanned(NodeId node, PeerAddress address, Misbehaviour last, String detail) {
      with.charges().onCharge(node, last.name() + ": " + detail, true);
    }
  }
}
