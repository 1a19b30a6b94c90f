package dev.cairn.node.api;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.engine.PeerStatus;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.node.member.Member;
import dev.cairn.node.mining.MinerStatus;
import dev.cairn.node.stratum.BlockResult;
import dev.cairn.node.stratum.ShareResult;
import dev.cairn.node.stratum.StratumServer;
import dev.cairn.node.stratum.Totals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the node in the text format of Prometheus; docs/metrics.md explains them. Nothing
 * is made before somebody asks the first time, so that it costs no time at the start.
 */
final class Metrics implements AutoCloseable {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double NANOS_PER_SECOND = 1e9;

  private final Threads threads;
  private final NodeFacts facts;
  private final RequestCounts requests;
  private final SubmittedBlocks submitted;
  private final Connections connections;
  private final EventStreams streams;

  /** What is shown; replaced before each answer. */
  private volatile Readings readings = new Readings(Optional.empty(), 0, 0);

  private final Object lock = new Object();
  private final Set<RequestCounts.Kind> shown = new HashSet<>();
  private @Nullable PrometheusMeterRegistry registry;
  private @Nullable JvmGcMetrics collections;

  Metrics(
      Threads threads,
      NodeFacts facts,
      RequestCounts requests,
      SubmittedBlocks submitted,
      Connections connections,
      EventStreams streams) {
    this.threads = threads;
    this.facts = facts;
    this.requests = requests;
    this.submitted = submitted;
    this.connections = connections;
    this.streams = streams;
  }

  /** How things stand at one moment; without a network there is nothing to read of it. */
  private record Readings(Optional<OfMember> member, int connections, int streams) {}

  private record OfMember(
      NetStatus net,
      MinerStatus mining,
      boolean isProvisional,
      long mempoolTransactions,
      long mempoolHeapBytes) {}

  /** The mempool's figures, from the thread that owns it. */
  private record Pool(long transactions, long heapBytes) {}

  Future<Checked<Answer>> scrape(Call call) {
    Optional<Member> member = facts.member();
    int open = connections.open();
    int listening = streams.open();
    Future<Pool> pool =
        member.isEmpty()
            ? Future.succeededFuture(new Pool(0, 0))
            : threads.onEngine(
                member.get(), (chain, mempool) -> new Pool(mempool.size(), mempool.heapBytes()));
    return pool.compose(
        counted ->
            threads.onWorker(
                () -> {
                  Optional<OfMember> read = member.map(each -> read(each, counted));
                  String text = text(new Readings(read, open, listening));
                  return Checked.passed(Answer.text(CONTENT_TYPE, text));
                }));
  }

  private static OfMember read(Member member, Pool pool) {
    return new OfMember(
        member.peer().status(),
        member.miner().status(),
        member.isProvisional(),
        pool.transactions(),
        pool.heapBytes());
  }

  private String text(Readings now) {
    synchronized (lock) {
      readings = now;
      PrometheusMeterRegistry filled = registry == null ? fill() : registry;
      registry = filled;
      requests.all().forEach((kind, count) -> showRequests(filled, kind, count));
      return filled.scrape();
    }
  }

  private void showRequests(
      PrometheusMeterRegistry target, RequestCounts.Kind kind, LongAdder count) {
    if (shown.add(kind)) {
      FunctionCounter.builder("cairn.api.requests", count, LongAdder::sum)
          .description("Answered requests of the API by route and HTTP status")
          .tag("route", kind.route())
          .tag("status", Integer.toString(kind.status()))
          .register(target);
    }
  }

  private PrometheusMeterRegistry fill() {
    PrometheusMeterRegistry target = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // Their names break the conventions of Prometheus; the processor time is added below.
    target.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    target.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    new JvmMemoryMetrics().bindTo(target);
    new JvmThreadMetrics().bindTo(target);
    new ProcessorMetrics().bindTo(target);
    new FileDescriptorMetrics().bindTo(target);
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(target);
    collections = collector;
    addProcessorTime(target);
    addNode(target);
    addNetwork(target);
    addMining(target);
    addStratum(target);
    addTemplates(target);
    return target;
  }

  private static void addProcessorTime(PrometheusMeterRegistry target) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder(
              "process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
          .baseUnit("seconds")
          .description("Processor time that the process has used")
          .register(target);
    }
  }

  private void addNode(PrometheusMeterRegistry target) {
    Gauge.builder("cairn.node.info", this, any -> 1)
        .description("Always 1; the labels say which node and release this is")
        .tag("version", facts.version())
        .tag("node", facts.id().toString())
        .register(target);
    gauge(target, "cairn.uptime", "seconds", "Time since the start", m -> facts.uptimeSeconds());
    gauge(
        target,
        "cairn.disk.free",
        "bytes",
        "What the node may still write to the disk of its data directory",
        m -> facts.room().map(room -> (double) room.freeBytes()).orElse(Double.NaN));
    gauge(
        target,
        "cairn.disk.total",
        "bytes",
        "Size of that disk",
        m -> facts.room().map(room -> (double) room.totalBytes()).orElse(Double.NaN));
    gauge(
        target,
        "cairn.network.joined",
        "",
        "1 when the node is in a network",
        m -> readings.member().isPresent() ? 1 : 0);
    gauge(
        target,
        "cairn.api.connections",
        "",
        "Open connections to the API",
        m -> readings.connections());
    gauge(
        target,
        "cairn.api.event.streams",
        "",
        "Open event streams of the API",
        m -> readings.streams());
  }

  private void addNetwork(PrometheusMeterRegistry target) {
    ofMember(
        target,
        "cairn.network.provisional",
        "",
        "1 while the network would be given up for another one",
        m -> m.isProvisional() ? 1 : 0);
    ofMember(
        target,
        "cairn.chain.height",
        "blocks",
        "Height of the active chain",
        m -> m.net().height().value());
    peers(target, "inbound", false);
    peers(target, "outbound", true);
    ofMember(target, "cairn.peers.banned", "", "Banned nodes", m -> m.net().bannedMillis().size());
    ofMember(
        target,
        "cairn.clock.ahead.of.peers",
        "seconds",
        "Own clock less the median of the peers'; 0 without peers",
        m -> -m.net().clockAheadSeconds().orElse(0L));
    ofMember(
        target,
        "cairn.mempool.transactions",
        "",
        "Transactions that wait for a block",
        OfMember::mempoolTransactions);
    ofMember(
        target, "cairn.mempool.heap", "bytes", "Heap that they take", OfMember::mempoolHeapBytes);
    addSync(target);
    for (DisconnectReason reason : DisconnectReason.values()) {
      counter(
          target,
          "cairn.disconnects",
          "Links that have ended and dials that have failed, by reason",
          "reason",
          reason.name(),
          m -> m.net().departuresByReason().getOrDefault(reason, 0L));
    }
    for (Misbehaviour kind : Misbehaviour.values()) {
      counter(
          target,
          "cairn.misbehaviour",
          "Times that peers were charged, by kind",
          "kind",
          kind.name(),
          m -> m.net().misbehaviour().getOrDefault(kind, 0L));
    }
  }

  private void peers(PrometheusMeterRegistry target, String direction, boolean isOutbound) {
    Gauge.builder("cairn.peers", this, m -> ofMember(each -> peers(each.net(), isOutbound)))
        .description("Open links by direction")
        .tag("direction", direction)
        .register(target);
  }

  private static double peers(NetStatus net, boolean isOutbound) {
    return net.peers().stream()
        .map(PeerStatus::isOutbound)
        .filter(out -> out == isOutbound)
        .count();
  }

  private void addSync(PrometheusMeterRegistry target) {
    ofMember(
        target,
        "cairn.sync.active",
        "",
        "1 while blocks are fetched that peers have",
        m -> StatusEndpoints.isSyncing(m.net().sync().phase()) ? 1 : 0);
    ofMember(
        target,
        "cairn.sync.header.height",
        "blocks",
        "Height of the best header",
        m -> m.net().sync().headerHeight().value());
    ofMember(
        target,
        "cairn.sync.claimed.height",
        "blocks",
        "Greatest height that a peer has claimed",
        m -> m.net().sync().claimedHeight());
    ofMember(
        target,
        "cairn.sync.blocks.per.second",
        "",
        "Blocks per second by which the tip moves",
        m -> m.net().sync().blocksPerSecond());
  }

  private void addMining(PrometheusMeterRegistry target) {
    ofMember(target, "cairn.mining.threads", "", "Threads that mine", m -> m.mining().threads());
    ofMember(
        target,
        "cairn.mining.hashes.per.second",
        "",
        "Hashes per second over the last seconds",
        m -> m.mining().hashesPerSecond());
    for (boolean isStale : new boolean[] {false, true}) {
      counter(
          target,
          "cairn.mining.blocks",
          "Blocks found since the start, by whether they became the tip",
          "outcome",
          isStale ? "stale" : "tip",
          m -> isStale ? m.mining().stale() : m.mining().found() - m.mining().stale());
    }
  }

  private void addStratum(PrometheusMeterRegistry target) {
    ofStratum(
        target,
        "cairn.stratum.connections",
        "Open connections of miners outside of the node",
        Totals::connections);
    ofStratum(target, "cairn.stratum.workers", "Workers that have work", Totals::workers);
    ofStratum(
        target,
        "cairn.stratum.hashes.per.second",
        "Hashes per second that their shares of the last five minutes let expect",
        Totals::hashesPerSecond);
    for (ShareResult result : ShareResult.values()) {
      FunctionCounter.builder(
              "cairn.stratum.shares", this, m -> m.ofStratum(all -> all.shares(result)))
          .description("Shares that they have handed in, by what became of them")
          .tag("result", result.label())
          .register(target);
    }
    for (BlockResult result : BlockResult.values()) {
      FunctionCounter.builder(
              "cairn.stratum.blocks", this, m -> m.ofStratum(all -> all.blocks(result)))
          .description("Blocks that they have found, by whether they became the tip")
          .tag("outcome", result.label())
          .register(target);
    }
  }

  private void addTemplates(PrometheusMeterRegistry target) {
    for (SubmittedBlocks.Outcome outcome : SubmittedBlocks.Outcome.values()) {
      FunctionCounter.builder("cairn.submitblock.blocks", submitted, all -> all.count(outcome))
          .description("Blocks handed in by submitblock, by whether they became the tip")
          .tag("outcome", outcome.label())
          .register(target);
    }
  }

  private void ofStratum(
      PrometheusMeterRegistry target,
      String name,
      String description,
      ToDoubleFunction<Totals> value) {
    gauge(target, name, "", description, m -> m.ofStratum(value));
  }

  /** A figure of the miners outside of the node; 0 when they are not served. */
  private double ofStratum(ToDoubleFunction<Totals> value) {
    return facts.stratum().map(StratumServer::totals).map(value::applyAsDouble).orElse(0.0);
  }

  private void gauge(
      PrometheusMeterRegistry target,
      String name,
      String unit,
      String description,
      ToDoubleFunction<Metrics> value) {
    Gauge.builder(name, this, value)
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(description)
        .register(target);
  }

  private void ofMember(
      PrometheusMeterRegistry target,
      String name,
      String unit,
      String description,
      ToDoubleFunction<OfMember> value) {
    gauge(target, name, unit, description, m -> ofMember(value));
  }

  private void counter(
      PrometheusMeterRegistry target,
      String name,
      String description,
      String label,
      String kind,
      ToDoubleFunction<OfMember> value) {
    FunctionCounter.builder(name, this, m -> ofMember(value))
        .description(description)
        .tag(label, kind)
        .register(target);
  }

  /** A figure of the network; 0 while the node is in none. */
  private double ofMember(ToDoubleFunction<OfMember> value) {
    return readings.member().map(value::applyAsDouble).orElse(0.0);
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (collections != null) {
        collections.close();
      }
      if (registry != null) {
        registry.close();
      }
    }
  }
}
