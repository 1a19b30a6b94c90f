package dev.cairn.node;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.net.PeerNode;
import dev.cairn.node.network.NetworkFile;
import dev.cairn.node.storage.NodeStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A new node gets a long chain from a peer in this process, which has it on its heap. The
 * signatures are cold. Beside it, in turn, what bounds it: the bare validation of the same blocks.
 */
public final class InitialSync {

  private static final int SENDERS = 500;
  private static final int ROUNDS = 3;
  private static final int CHUNK = 500;

  private final Economy economy = new Economy(SENDERS);
  private final List<Block> blocks = new ArrayList<>();
  private final InMemoryChainStore source = new InMemoryChainStore();
  private final int transfers;
  private final SignatureCache warm;

  private InitialSync(int count, int transfers) {
    this.transfers = count * transfers;
    List<Transaction> all = economy.transfers(this.transfers);
    warm = economy.cacheOf(all);
    BlockMaker maker =
        new BlockMaker(chain(source, SignatureChecks.onCallersThread(warm)), Economy.stranger(0));
    for (int i = 0; i < count; i++) {
      blocks.add(maker.make(all.subList(i * transfers, (i + 1) * transfers)));
    }
  }

  /**
   * Prints lines.
   *
   * @param arguments blocks, transfers in each, and rounds; 20,000, 10 and 3 without
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int transfers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS;
    InitialSync sync = new InitialSync(count, transfers);
    Path folder = Files.createTempDirectory("cairn-sync");
    for (int round = 0; round < rounds; round++) {
      double one = sync.bareOnOneThread();
      double all = sync.bareOnAllCores();
      double cached = sync.cached(new InMemoryChainStore());
      double stored;
      try (NodeStore store =
          NodeStore.open(
              Files.createDirectory(folder.resolve("store" + round)), sync.economy.network())) {
        store.setBulk(true);
        stored = sync.cached(store);
      }
      MeasuredNode.say(
          "bare validation: %.2f s on one thread, %.2f s on all cores; signatures cached: %.2f s in"
              + " memory, %.2f s with a store on disk; load %s",
          one, all, cached, stored, MeasuredNode.load());
      sync.measure(folder, round, one, all);
    }
  }

  private Chain chain(ChainStore store, SignatureChecks signatures) {
    return Chain.open(
        economy.network(), Applications.standard(), store, signatures, ChainLimits.DEFAULT);
  }

  private Chain coldChain() {
    return chain(
        new InMemoryChainStore(), SignatureChecks.onCallersThread(new SignatureCache(1 << 17, 0)));
  }

  private double bareOnOneThread() {
    Chain chain = coldChain();
    long started = System.nanoTime();
    blocks.forEach(block -> BlockMaker.submit(chain, block));
    return MeasuredNode.secondsSince(started);
  }

  /** What needs no chain, the signatures above all, done by all cores. */
  private double bareOnAllCores() {
    Chain chain = coldChain();
    long started = System.nanoTime();
    for (int from = 0; from < blocks.size(); from += CHUNK) {
      List<BlockRules.Isolation> isolations =
          blocks.subList(from, Math.min(blocks.size(), from + CHUNK)).parallelStream()
              .map(chain.rules()::checkInIsolation)
              .toList();
      for (BlockRules.Isolation isolation : isolations) {
        Verdict verdict = chain.submitBlock(isolation, Origin.LOCAL, Economy.LATER);
        if (!(verdict instanceof Verdict.Accepted)) {
          throw new IllegalStateException(verdict.toString());
        }
      }
    }
    return MeasuredNode.secondsSince(started);
  }

  /** All that is not signatures. */
  private double cached(ChainStore store) {
    Chain chain = chain(store, SignatureChecks.onCallersThread(warm));
    long started = System.nanoTime();
    blocks.forEach(block -> BlockMaker.submit(chain, block));
    return MeasuredNode.secondsSince(started);
  }

  private void measure(Path folder, int round, double one, double all)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("network"), NetworkFile.write(economy.network()));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (PeerNode peer = PeerNode.of(economy.network()).store(source).listen(any).start();
        MeasuredNode node =
            MeasuredNode.start(
                HttpClient.newHttpClient(),
                folder.resolve("data" + round),
                file.toString(),
                "--mine",
                "off",
                "--join",
                "127.0.0.1:" + peer.address().getPort())) {
      while (node.object("status").get("height").asInt() < blocks.size()) {
        Thread.sleep(20);
      }
      double seconds = node.secondsSinceStart() - node.startSeconds();
      MeasuredNode.say(
          "sync: %.2f s after the ready line (%.2f s) %.0f blocks/s, %.0f transfers/s; ratio %.2f"
              + " to one thread, %.2f to all cores; CPU %.1f s, at most %d MiB; load %s",
          seconds,
          node.startSeconds(),
          blocks.size() / seconds,
          transfers / seconds,
          one / seconds,
          all / seconds,
          node.cpuSeconds(),
          node.mebibytes("VmHWM"),
          MeasuredNode.load());
    }
  }
}
