package dev.cairn.node;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
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
  private static final int CONNECTIONS = 8;
  private static final int SAMPLED = 101;
  private static final int BARE = 4_000;
  private static final int PAGE = 200;
  private static final long BLOCK_BYTES = 1 << 20;
  private static final long SPACING_SECONDS = 2;
  private static final long HALF_LIFE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;
  private static final double PATIENCE_SECONDS = 120;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<KeyPair> senders;
  private final NetworkParameters network;
  private final List<Transaction> transfers;
  private final List<MeasuredNode> nodes = new ArrayList<>();
  private final List<BlockingQueue<Sample>> samples = new ArrayList<>();
  private final Collection<Double> everywhere = new ConcurrentLinkedQueue<>();
  private final Collection<Double> inBlock = new ConcurrentLinkedQueue<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  /** One of the transfers that are watched, and when it was handed in. */
  private record Sample(String id, long nanos) {}

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
   * @param arguments how many transfers, 60,000 without
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60_000;
    try (SustainedLoad load = new SustainedLoad(count)) {
      load.run();
    }
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    double before = bareRate();
    start();
    long started = System.nanoTime();
    List<Future<?>> posting = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        int here = node;
        int first = node + NODES * connection;
        posting.add(executor.submit(() -> post(here, first)));
      }
    }
    List<Future<?>> watching = new ArrayList<>();
    samples.forEach(queue -> watching.add(executor.submit(() -> watch(queue))));
    for (Future<?> each : posting) {
      each.get();
    }
    double postSeconds = MeasuredNode.secondsSince(started);
    double allSeconds = awaitAll(started);
    for (BlockingQueue<Sample> queue : samples) {
      queue.add(new Sample("", 0));
    }
    for (Future<?> each : watching) {
      each.get();
    }
    double bare = Math.max(before, bareRate());
    report(postSeconds, allSeconds, bare);
    check();
  }

  /** Signatures verified per second by two threads. */
  private double bareRate() throws ExecutionException, InterruptedException {
    BareSignatures bare =
        new BareSignatures(transfers.subList(0, Math.min(BARE, transfers.size())), network.id());
    double best = 0;
    for (int i = 0; i < 4; i++) {
      long started = System.nanoTime();
      bare.verifyOnTwoThreads(executor);
      best = Math.max(best, Math.min(BARE, transfers.size()) / MeasuredNode.secondsSince(started));
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
      samples.add(new LinkedBlockingQueue<>());
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
  private Boolean post(int node, int first) throws IOException, InterruptedException {
    HttpClient client = client();
    for (int round = 0; round * SENDERS < transfers.size(); round++) {
      for (int sender = first; sender < SENDERS; sender += NODES * CONNECTIONS) {
        int number = round * SENDERS + sender;
        if (number < transfers.size()) {
          post(client, node, number);
        }
      }
    }
    return true;
  }

  private void post(HttpClient client, int node, int number)
      throws IOException, InterruptedException {
    Transaction transfer = transfers.get(number);
    String hex = HexFormat.of().formatHex(transfer.encode().toArray());
    HttpRequest request =
        HttpRequest.newBuilder(nodes.get(node).uri("transactions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"transaction\":\"" + hex + "\"}"))
            .build();
    while (true) {
      long nanos = System.nanoTime();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        String id = MeasuredNode.parse(answer.body()).get("id").asText();
        accepted.add(id);
        if (number % SAMPLED == 0) {
          samples.get(number / SAMPLED % NODES).add(new Sample(id, nanos));
        }
        return;
      }
      refusals.merge(MeasuredNode.parse(answer.body()).get("reason").asText(), 1, Integer::sum);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Follows what was sampled, until one without id comes. */
  private Boolean watch(BlockingQueue<Sample> queue) throws IOException, InterruptedException {
    List<Sample> spreading = new ArrayList<>();
    List<Sample> waiting = new ArrayList<>();
    boolean isLast = false;
    while (!isLast || !waiting.isEmpty()) {
      for (Sample next = poll(queue); next != null; next = poll(queue)) {
        isLast |= next.id().isEmpty();
        if (!next.id().isEmpty()) {
          spreading.add(next);
          waiting.add(next);
        }
      }
      look(spreading, everywhere, NODES, false);
      look(waiting, inBlock, 1, true);
      Thread.sleep(PAUSE_MILLIS / 2);
    }
    return true;
  }

  private static @org.jspecify.annotations.Nullable Sample poll(BlockingQueue<Sample> queue) {
    return queue.poll();
  }

  private void look(List<Sample> open, Collection<Double> times, int most, boolean inBlocks)
      throws IOException, InterruptedException {
    List<Sample> done = new ArrayList<>();
    for (Sample sample : open) {
      boolean isThere = true;
      for (MeasuredNode node : nodes.subList(0, most)) {
        isThere = isThere && isAt(node, sample, inBlocks);
      }
      if (isThere) {
        times.add(MeasuredNode.secondsSince(sample.nanos()));
        done.add(sample);
      }
    }
    open.removeAll(done);
  }

  private static boolean isAt(MeasuredNode node, Sample sample, boolean inBlock)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = node.get("transactions/" + sample.id());
    return answer.statusCode() == 200
        && (!inBlock || MeasuredNode.parse(answer.body()).hasNonNull("block"));
  }

  private double awaitAll(long started) throws IOException, InterruptedException {
    double seconds;
    boolean isEmpty;
    do {
      Thread.sleep(PAUSE_MILLIS);
      isEmpty = true;
      for (MeasuredNode node : nodes) {
        isEmpty &= node.object("status").get("mempoolTransactions").asInt() == 0;
      }
      seconds = MeasuredNode.secondsSince(started);
    } while (!isEmpty && seconds < PATIENCE_SECONDS);
    return seconds;
  }

  private void report(double postSeconds, double allSeconds, double bare) throws IOException {
    MeasuredNode.say(
        "%d transfers: accepted %.0f/s in %.1f s, confirmed %.0f/s in %.1f s; bare verification"
            + " %.0f/s on two threads, a third of its half %.0f/s; load %s",
        transfers.size(),
        accepted.size() / postSeconds,
        postSeconds,
        transfers.size() / allSeconds,
        allSeconds,
        bare,
        bare / 2 / NODES,
        MeasuredNode.load());
    say("in every mempool", everywhere);
    say("in a block", inBlock);
    MeasuredNode.say("refused and sent again: %s", new TreeMap<>(refusals));
    for (MeasuredNode node : nodes) {
      MeasuredNode.say(
          "node: CPU %.1f s, at most %d MiB", node.cpuSeconds(), node.mebibytes("VmHWM"));
    }
  }

  private static void say(String what, Collection<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    if (!sorted.isEmpty()) {
      MeasuredNode.say(
          "%s: p50 %.2f s, p99 %.2f s (%d looked at)",
          what, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.size());
    }
  }

  /** Nothing is lost, nothing there twice, and all agree. */
  private void check() throws IOException, InterruptedException {
    Set<String> digests = new TreeSet<>();
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
      JsonNode status = node.object("status");
      digests.add(status.get("bestBlock").asText() + " " + status.get("stateDigest").asText());
    }
    MeasuredNode.say(digests.size() == 1 ? "all agree" : "no agreement: %s", digests);
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
