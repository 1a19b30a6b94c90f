package dev.cairn.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.BareSignatures;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.network.NetworkFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Three nodes on this machine, all linked, one of which mines with the time that nobody else wants.
 * Transfers that were signed before are handed to all three, each to one of them, over connections
 * that stay open. In the end every node's chain has to have each of them once.
 */
public final class SustainedLoad implements AutoCloseable {

  private static final int NODES = 3;
  private static final int SENDERS = 600;
  private static final int CONNECTIONS = 64;
  private static final int SAMPLED = 101;
  private static final int BARE = 4_000;
  private static final int BARE_ROUNDS = 6;
  private static final int PAGE = 200;
  private static final long BLOCK_BYTES = 2 << 20;
  private static final long SPACING_SECONDS = 2;
  private static final long HALF_LIFE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;
  private static final double PATIENCE_SECONDS = 120;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<KeyPair> senders;
  private final NetworkParameters network;
  private final List<Transaction> transfers;
  private final List<MeasuredNode> nodes = new ArrayList<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  private SustainedLoad(int count) {
    SecureRandom random = new SecureRandom();
    senders =
        IntStream.range(0, SENDERS)
            .mapToObj(any -> KeyPair.fromSeed(random.generateSeed(KeyPair.SEED_LENGTH)))
            .toList();
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(
                "load",
                Bytes.of(random.generateSeed(NetworkParameters.SALT_BYTES)),
                Timestamp.of(Instant.now().getEpochSecond()))
            .bits(new CompactBits(0x1e3fffff))
            .difficulty(SPACING_SECONDS, HALF_LIFE_SECONDS, HALF_LIFE_SECONDS / 2)
            .sizes(BLOCK_BYTES, 64 << 10);
    senders.forEach(one -> builder.balance(one.publicKey(), new Amount(1_000_000_000L)));
    network = builder.build();
    transfers = IntStream.range(0, count).parallel().mapToObj(this::transfer).toList();
  }

  /** The first of each sender, then the second of each, and so on. */
  private Transaction transfer(int number) {
    KeyPair recipient = senders.get((number + 1 + number / SENDERS) % SENDERS);
    return Transaction.sign(
        senders.get(number % SENDERS),
        network.id(),
        number / SENDERS,
        new Amount(1 + number % 100),
        new Transfer(recipient.publicKey(), new Amount(1)).payload());
  }

  /**
   * Prints lines.
   *
   * @param arguments how many transfers, 120,000 without
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 120_000;
    try (SustainedLoad load = new SustainedLoad(count)) {
      load.run();
    }
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    Bare before = bare();
    start();
    Spread spread = new Spread(nodes);
    long started = System.nanoTime();
    List<Future<?>> posting = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        int here = node;
        int first = node + NODES * connection;
        posting.add(executor.submit(() -> post(here, first, spread)));
      }
    }
    List<Future<?>> watching =
        List.of(executor.submit(spread::watchMempools), executor.submit(spread::watchBlocks));
    Progress progress = awaitAll(started, posting);
    spread.end();
    for (Future<?> each : watching) {
      each.get();
    }
    report(progress, before.best(bare()));
    spread.report();
    check();
  }

  /** Bare verification: signatures per second of two threads, and the CPU of one. */
  private record Bare(double perSecond, double micros) {
    Bare best(Bare other) {
      return new Bare(Math.max(perSecond, other.perSecond), Math.min(micros, other.micros));
    }
  }

  private Bare bare() throws ExecutionException, InterruptedException {
    List<Transaction> some = transfers.subList(0, Math.min(BARE, transfers.size()));
    BareSignatures signatures = new BareSignatures(some, network.id());
    Bare best = new Bare(0, Double.MAX_VALUE);
    for (int i = 0; i < BARE_ROUNDS; i++) {
      long started = System.nanoTime();
      long cpuNanos = PROCESS.getProcessCpuTime();
      signatures.verifyOnTwoThreads(executor);
      best =
          best.best(
              new Bare(
                  some.size() / MeasuredNode.secondsSince(started),
                  (PROCESS.getProcessCpuTime() - cpuNanos) / 1e3 / some.size()));
    }
    return best;
  }

  private void start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("cairn-load");
    Path file = Files.writeString(folder.resolve("network"), NetworkFile.write(network));
    for (int i = 0; i < NODES; i++) {
      List<String> options = new ArrayList<>(List.of("--mine", i == 0 ? "1" : "off"));
      nodes.forEach(other -> options.addAll(List.of("--join", other.listen())));
      nodes.add(
          MeasuredNode.start(
              client(),
              folder.resolve("node" + i),
              file.toString(),
              options.toArray(new String[0])));
    }
    for (MeasuredNode node : nodes) {
      while (node.object("status").get("peers").asInt() < NODES - 1
          || node.object("status").get("height").asInt() < 1) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    nodes.get(0).mineWhenIdle();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** The senders of one connection, whose transfers stay in their order. */
  private boolean post(int node, int first, Spread spread)
      throws IOException, InterruptedException {
    try (PostLink link = new PostLink(nodes.get(node).uri("transactions"))) {
      for (int round = 0; round * SENDERS < transfers.size(); round++) {
        for (int sender = first; sender < SENDERS; sender += NODES * CONNECTIONS) {
          int number = round * SENDERS + sender;
          if (number < transfers.size()) {
            post(link, number, spread);
          }
        }
      }
    }
    return true;
  }

  private void post(PostLink link, int number, Spread spread)
      throws IOException, InterruptedException {
    Transaction transfer = transfers.get(number);
    long nanos = System.nanoTime();
    PostLink.Answer answer = link.post(transfer);
    while (!answer.isAccepted()) {
      String reason = MeasuredNode.parse(answer.body()).get("reason").asText();
      refusals.merge(reason, 1, Integer::sum);
      Thread.sleep(PAUSE_MILLIS);
      nanos = System.nanoTime();
      answer = link.post(transfer);
    }
    String id = transfer.id().toString();
    accepted.add(id);
    spread.offer(id, nanos);
    if (number % SAMPLED == 0) {
      spread.add(id, nanos);
    }
  }

  /** When half was accepted, when all, and when all was in blocks. */
  private record Progress(Moment half, Moment posted, double allSeconds, int unconfirmed) {}

  /** How far things were, and what each node's threads had taken of the CPU. */
  private record Moment(double seconds, int accepted, List<Map<String, Double>> cpuSeconds) {}

  private Moment moment(long started) throws IOException {
    List<Map<String, Double>> cpuSeconds = new ArrayList<>();
    for (MeasuredNode node : nodes) {
      cpuSeconds.add(node.cpuByThread());
    }
    return new Moment(MeasuredNode.secondsSince(started), accepted.size(), cpuSeconds);
  }

  /** Waits until everything is handed in and no mempool has anything any more. */
  private Progress awaitAll(long started, List<Future<?>> posting)
      throws IOException, InterruptedException, ExecutionException {
    while (accepted.size() < transfers.size() / 2 && !posting.stream().allMatch(Future::isDone)) {
      Thread.sleep(PAUSE_MILLIS);
    }
    Moment half = moment(started);
    for (Future<?> each : posting) {
      each.get();
    }
    Moment posted = moment(started);
    int waiting = nodes.get(0).object("status").get("mempoolTransactions").asInt();
    boolean isEmpty;
    double seconds;
    do {
      Thread.sleep(PAUSE_MILLIS);
      isEmpty = true;
      for (MeasuredNode node : nodes) {
        isEmpty &= node.object("status").get("mempoolTransactions").asInt() == 0;
      }
      seconds = MeasuredNode.secondsSince(started);
    } while (!isEmpty && seconds - posted.seconds() < PATIENCE_SECONDS);
    return new Progress(half, posted, seconds, waiting);
  }

  private void report(Progress progress, Bare bare) throws IOException {
    int all = transfers.size();
    Moment half = progress.half();
    Moment posted = progress.posted();
    MeasuredNode.say(
        "%d transfers over %d connections: accepted %.0f/s in %.1f s, in the second half %.0f/s;"
            + " confirmed %.0f/s in %.1f s",
        all,
        NODES * CONNECTIONS,
        all / posted.seconds(),
        posted.seconds(),
        (all - half.accepted()) / (posted.seconds() - half.seconds()),
        all / progress.allSeconds(),
        progress.allSeconds());
    MeasuredNode.say(
        "when the last was accepted, %d waited in the first node's mempool",
        progress.unconfirmed());
    MeasuredNode.say(
        "bare verification %.0f/s on two threads, a third of its half %.0f/s, CPU of one %.0f µs;"
            + " load %s",
        bare.perSecond(), bare.perSecond() / 2 / NODES, bare.micros(), MeasuredNode.load());
    MeasuredNode.say("refused and sent again: %s", new TreeMap<>(refusals));
    for (int i = 0; i < NODES; i++) {
      Map<String, Double> before = half.cpuSeconds().get(i);
      Map<String, Long> micros = new TreeMap<>();
      posted
          .cpuSeconds()
          .get(i)
          .forEach(
              (thread, seconds) -> {
                double taken = 1e6 * (seconds - before.getOrDefault(thread, 0.0));
                micros.put(thread, Math.round(taken / (all - half.accepted())));
              });
      micros.values().removeIf(little -> little < 1);
      MeasuredNode.say(
          "node: CPU %.1f s, at most %d MiB; in the second half %d µs for each transfer: %s",
          nodes.get(i).cpuSeconds(),
          nodes.get(i).mebibytes("VmHWM"),
          micros.values().stream().mapToLong(Long::longValue).sum(),
          micros);
    }
  }

  /** Nothing is lost, nothing there twice, and all agree. */
  private void check() throws IOException, InterruptedException {
    for (MeasuredNode node : nodes) {
      Set<String> found = new TreeSet<>();
      int seen = 0;
      int height = node.object("status").get("height").asInt();
      for (int from = 1; from <= height; from += PAGE) {
        for (JsonNode block : node.object("blocks?from=" + from + "&limit=" + PAGE).get("blocks")) {
          for (JsonNode id : block.get("transactions")) {
            if (accepted.contains(id.asText())) {
              seen++;
              found.add(id.asText());
            }
          }
        }
      }
      MeasuredNode.say(
          "height %d: lost %d, twice %d",
          height, accepted.size() - found.size(), seen - found.size());
    }
    Set<String> tips = tips();
    for (long since = System.nanoTime();
        tips.size() > 1 && MeasuredNode.secondsSince(since) < PATIENCE_SECONDS;
        tips = tips()) {
      Thread.sleep(PAUSE_MILLIS); // a block is under way
    }
    MeasuredNode.say(tips.size() == 1 ? "all agree" : "no agreement: %s", tips);
  }

  /** The nodes' tips with their states. */
  private Set<String> tips() throws IOException, InterruptedException {
    Set<String> tips = new TreeSet<>();
    for (MeasuredNode node : nodes) {
      JsonNode status = node.object("status");
      tips.add(status.get("bestBlock").asText() + " " + status.get("stateDigest").asText());
    }
    return tips;
  }

  @Override
  public void close() {
    nodes.forEach(MeasuredNode::close);
    executor.shutdownNow();
    try {
      boolean unused = executor.awaitTermination(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
