package dev.cairn.node.api;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.mempool.Arrival;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.engine.PeerStatus;
import dev.cairn.net.sync.SyncProgress;
import dev.cairn.node.member.Member;
import dev.cairn.node.mining.MinerStatus;
import dev.cairn.node.network.NetworkFile;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The node itself: how it is doing, its peers, its mempool, its network. */
final class StatusEndpoints {

  private final Threads threads;
  private final ApiLimits limits;
  private final NodeFacts facts;

  StatusEndpoints(Threads threads, ApiLimits limits, NodeFacts facts) {
    this.threads = threads;
    this.limits = limits;
    this.facts = facts;
  }

  Future<Checked<Answer>> status(Call call) {
    Member member = call.member();
    return threads
        .onEngine(member, (chain, mempool) -> mempool.size())
        .compose(size -> threads.onWorker(() -> Checked.passed(Answer.json(status(member, size)))));
  }

  private View status(Member member, long mempoolSize) {
    Tip tip = member.peer().tip();
    NetStatus net = member.peer().status();
    SyncProgress sync = net.sync();
    return new View()
        .text("network", member.network().name())
        .text("networkId", member.network().id())
        .flag("provisional", member.isProvisional())
        .text("nodeId", facts.id())
        .number("height", tip.height().value())
        .text("bestBlock", tip.hash())
        .text("work", tip.header().work())
        .text("stateDigest", tip.state().digest())
        .number("peers", net.peers().size())
        .number("mempoolTransactions", mempoolSize)
        .flag("syncing", isSyncing(sync.phase()))
        .object("sync", sync(sync))
        .object("mining", mining(member.miner().status()))
        .object("interfaces", interfaces(facts.discovery()))
        .object("clock", clock(net))
        .objects("notices", facts.notices().stream().map(StatusEndpoints::notice).toList())
        .number("uptimeSeconds", facts.uptimeSeconds())
        .text("version", facts.version());
  }

  /** Whether peers have something that this node still lacks. */
  static boolean isSyncing(SyncProgress.Phase phase) {
    return switch (phase) {
      case NO_PEERS, SYNCED -> false;
      case PRESYNC, HEADERS, BODIES -> true;
    };
  }

  private static View sync(SyncProgress sync) {
    Optional<Long> secondsLeft =
        sync.secondsLeft().isPresent()
            ? Optional.of(sync.secondsLeft().getAsLong())
            : Optional.empty();
    return new View()
        .text("phase", sync.phase().name())
        .text("obstacle", sync.obstacle().map(obstacle -> obstacle.name()))
        .number("headerHeight", sync.headerHeight().value())
        .number("bodyHeight", sync.bodyHeight().value())
        .number("claimedHeight", sync.claimedHeight())
        .decimal("blocksPerSecond", sync.blocksPerSecond())
        .number("secondsLeft", secondsLeft);
  }

  private static View mining(MinerStatus mining) {
    return new View()
        .flag("enabled", mining.threads() > 0)
        .number("threads", mining.threads())
        .text("kernel", mining.kernel())
        .decimal("hashesPerSecond", mining.hashesPerSecond())
        .text("reason", mining.obstacle().map(obstacle -> obstacle.name()))
        .text("recipient", mining.recipient())
        .number("found", mining.found())
        .number("stale", mining.stale());
  }

  private static View interfaces(Optional<DiscoveryStatus> discovery) {
    View skipped = new View();
    discovery.ifPresent(status -> status.skipped().forEach(skipped::text));
    return new View()
        .flag("discovery", discovery.isPresent())
        .texts("used", discovery.map(DiscoveryStatus::used).orElse(List.of()))
        .object("skipped", skipped)
        .text("problem", discovery.flatMap(DiscoveryStatus::problem));
  }

  /** Peers' clocks less ours, turned round: a person asks how wrong the own clock is. */
  private static View clock(NetStatus net) {
    return new View()
        .number("aheadOfPeersSeconds", net.clockAheadSeconds().map(ahead -> -ahead))
        .number("peers", net.peers().size());
  }

  private static View notice(NodeFacts.Notice notice) {
    return new View().text("code", notice.code()).text("text", notice.text());
  }

  Future<Checked<Answer>> peers(Call call) {
    List<View> peers =
        call.member().peer().status().peers().stream().map(StatusEndpoints::peer).toList();
    return Future.succeededFuture(Checked.passed(Answer.json(peers)));
  }

  private static View peer(PeerStatus peer) {
    Optional<Long> latency =
        peer.roundTripMillis().isPresent()
            ? Optional.of(peer.roundTripMillis().getAsLong())
            : Optional.empty();
    return new View()
        .text("nodeId", peer.node())
        .text("address", peer.address())
        .text("direction", peer.isOutbound() ? "outbound" : "inbound")
        .number("connectedSeconds", TimeUnit.MILLISECONDS.toSeconds(peer.openMillis()))
        .number("latencyMillis", latency)
        .number("bytesIn", peer.traffic().bytesIn())
        .number("bytesOut", peer.traffic().bytesOut())
        .text("agent", peer.agent())
        .number("height", peer.bestHeight())
        .number("score", peer.points());
  }

  /** What waits, in the order in which it came. */
  private record Waiting(int size, long heapBytes, List<Arrival> arrivals) {}

  Future<Checked<Answer>> mempool(Call call) {
    Checked<Integer> limit = call.limit(limits);
    Checked<Long> after =
        call.query("after")
            .map(text -> Parameters.position(text, ApiFault.CURSOR_INVALID))
            .orElseGet(() -> Checked.passed(-1L));
    if (!limit.isPassed()) {
      return Refusal.future(limit);
    }
    if (!after.isPassed()) {
      return Refusal.future(after);
    }
    int most = limit.value();
    return threads
        .onEngine(call.member(), (chain, mempool) -> waiting(mempool, after.value() + 1, most))
        .map(waiting -> Checked.passed(list(call.member(), waiting, most)));
  }

  private static Waiting waiting(Mempool mempool, long from, int most) {
    return new Waiting(mempool.size(), mempool.heapBytes(), mempool.arrivals(from, most + 1));
  }

  private static Answer list(Member member, Waiting waiting, int most) {
    boolean hasMore = waiting.arrivals().size() > most;
    List<Arrival> page = hasMore ? waiting.arrivals().subList(0, most) : waiting.arrivals();
    Optional<Long> next =
        hasMore ? Optional.of(page.get(page.size() - 1).number()) : Optional.empty();
    Iterator<Arrival> entries = page.iterator();
    return new Answer.Listed(
        "transactions",
        () ->
            entries.hasNext()
                ? TransactionReader.pending(member.network(), entries.next().transaction())
                : null,
        () ->
            new View()
                .number("count", waiting.size())
                .number("heapBytes", waiting.heapBytes())
                .text("next", next));
  }

  Future<Checked<Answer>> network(Call call) {
    Member member = call.member();
    return threads.onWorker(
        () ->
            Checked.passed(
                Answer.json(
                    new View()
                        .text("networkId", member.network().id())
                        .text("name", member.network().name())
                        .flag("provisional", member.isProvisional())
                        .raw("parameters", NetworkFile.write(member.network()).strip()))));
  }
}
