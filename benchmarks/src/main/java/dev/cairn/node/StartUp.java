package dev.cairn.node;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.node.network.NetworkFile;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.NodeStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From the start of a node's process to its ready line, and what it takes when it is idle. */
public final class StartUp {

  private static final int ROUNDS = 8;
  private static final int SENDERS = 500;
  private static final long IDLE_MILLIS = 20_000;

  private StartUp() {}

  /**
   * Prints a line for each start.
   *
   * @param arguments how many blocks with one transfer each the store has, 0 if none is given; then
   *     how many starts
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int blocks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
    Path folder = Files.createTempDirectory("cairn-start");
    Economy economy = new Economy(SENDERS);
    Path file = Files.writeString(folder.resolve("network"), NetworkFile.write(economy.network()));
    HttpClient client = HttpClient.newHttpClient();
    if (blocks > 0) {
      fill(economy, folder.resolve("filled"), blocks);
    }
    for (int round = 0; round < rounds; round++) {
      Path data = folder.resolve(blocks > 0 ? "filled" : "empty" + round);
      MeasuredNode node = MeasuredNode.start(client, data, file.toString(), "--mine", "off");
      double cpu = node.cpuSeconds();
      long height = node.object("status").get("height").asLong();
      if (round == rounds - 1) {
        Thread.sleep(IDLE_MILLIS);
      }
      MeasuredNode.say(
          "%d blocks: ready after %.2f s (CPU %.2f s), %d MiB%s, load %s",
          height,
          node.startSeconds(),
          cpu,
          node.mebibytes("VmRSS"),
          round == rounds - 1 ? " when idle" : "",
          MeasuredNode.load());
      node.close();
    }
  }

  private static void fill(Economy economy, Path data, int blocks) throws IOException {
    List<Transaction> all = economy.transfers(blocks);
    SignatureChecks signatures = SignatureChecks.onCallersThread(economy.cacheOf(all));
    long started = System.nanoTime();
    try (DataDirectory directory = DataDirectory.open(data);
        NodeStore store =
            NodeStore.open(
                directory.ofNetwork(economy.network()).resolve("store"), economy.network())) {
      store.setBulk(true);
      Chain chain =
          Chain.open(
              economy.network(), Applications.standard(), store, signatures, ChainLimits.DEFAULT);
      BlockMaker maker = new BlockMaker(chain, Economy.stranger(0));
      all.forEach(transfer -> maker.make(List.of(transfer)));
    }
    MeasuredNode.say("%d blocks made in %.1f s", blocks, MeasuredNode.secondsSince(started));
  }
}
