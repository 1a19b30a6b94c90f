package dev.cairn.node.mining;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final PublicKey MINER = KeyPair.fromSeed(new byte[32]).publicKey();
  private static final PublicKey FRIEND =
      KeyPair.fromSeed("a friend's key, for this test on".getBytes(US_ASCII)).publicKey();
  private static final CompactBits EASY = new CompactBits(0x207fffff);
  private static final CompactBits HOPELESS = new CompactBits(0x1a00ffff);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private PeerNode peer;
  private TemplateFeed feed;
  private Miner miner;

  private void start(NetworkParameters network, int threads) throws Exception {
    start(network, threads, new DigestKernel());
  }

  private void start(NetworkParameters network, int threads, MiningKernel kernel) throws Exception {
    peer = PeerNode.of(network).clock(clock).start();
    feed = TemplateFeed.start(peer, network, MINER, false, clock);
    miner = Miner.start(peer, feed, kernel, threads, new Random(7));
  }

  @AfterEach
  void stop() {
    if (miner != null) {
      feed.close();
      miner.close();
    }
    if (peer != null) {
      peer.close();
    }
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(
                        name -> name.startsWith("cairn-min") || name.startsWith("cairn-feed")));
  }

  private void awaitHeight(long height) {
    await().atMost(LONG).until(() -> peer.tip().height().value() >= height);
  }

  /** A network that began a while ago with bits that nobody here can meet. */
  private NetworkParameters hardNetwork(long ageSeconds) {
    return new NetworkParameters.Builder(
            "hard", Bytes.of(new byte[16]), Timestamp.of(now.get().getEpochSecond() - ageSeconds))
        .bits(EASY)
        .genesisBits(HOPELESS)
        .difficulty(10, 600, 300)
        .build();
  }

  @Test
  void minesOneBlockAfterTheOtherToItsRecipient() throws Exception {
    start(NetworkParameters.dev(), 2);

    awaitHeight(3);
    assertThat(peer.tip().account(MINER).balance().units()).isPositive();
    await().atMost(LONG).until(() -> miner.status().found() >= 3);
    assertThat(miner.status().obstacle()).isEmpty();
    assertThat(miner.status().recipient()).isEqualTo(MINER);
    assertThat(miner.hashes()).isPositive();
  }

  /** A kernel that wants three versions, and finds with the last of them only. */
  private static final class RollsVersions implements MiningKernel {

    private final MiningKernel digest = new DigestKernel();

    @Override
    public String name() {
      return "rolls";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      return digest.scan(header, target, firstNonce, count, interrupted);
    }

    @Override
    public int versionsAtOnce() {
      return 3;
    }

    @Override
    public VersionScanResult scanVersions(
        byte[] header,
        int[] versions,
        Target target,
        long firstNonce,
        long count,
        BooleanSupplier interrupted) {
      int[] last = {versions[2]};
      return digest.scanVersions(header, last, target, firstNonce, count, interrupted);
    }
  }

  @Test
  void minesWithTheVersionThatWasFound() throws Exception {
    start(NetworkParameters.dev(), 1, new RollsVersions());

    awaitHeight(2);
    assertThat(peer.tip().header().header().version()).isEqualTo(MiningKernel.versions(3)[2]);
  }

  @Test
  void putsTransactionsIntoTheNextBlock() throws Exception {
    start(NetworkParameters.dev(), 1);
    Transaction transfer =
        Transaction.sign(
            DevKey.keyPair(),
            NetworkParameters.dev().id(),
            0,
            new Amount(5),
            new Transfer(FRIEND, new Amount(70)).payload());

    assertThat(peer.submit(transfer).get().isPassed()).isTrue();

    await().atMost(LONG).until(() -> peer.tip().account(FRIEND).balance().units() == 70);
  }

  @Test
  void goesOnWithTheBlockOfAnother() throws Exception {
    start(NetworkParameters.dev(), 1);
    awaitHeight(1);

    Block foreign = peer.template(FRIEND).get().mine(new DigestKernel(), () -> false).orElseThrow();
    peer.submit(foreign).get();
    long height = peer.tip().height().value();

    awaitHeight(height + 3);
  }

  @Test
  void aNetworkThatWasOffForAMonthMinesAgain() throws Exception {
    start(hardNetwork(Duration.ofDays(30).toSeconds()), 1);

    awaitHeight(1);
  }

  @Test
  void easierBitsReachTheThreadsAsTimeGoesBy() throws Exception {
    start(hardNetwork(0), 1);
    await().atMost(LONG).until(() -> miner.hashes() > 0);
    assertThat(peer.tip().height()).isEqualTo(Height.GENESIS);

    now.updateAndGet(instant -> instant.plus(Duration.ofDays(30)));

    awaitHeight(1);
  }

  @Test
  void pausesWhenTheClockIsBehindTheChainAndGoesOnWhenItIsSet() throws Exception {
    NetworkParameters network = hardNetwork(-1_000);
    start(network, 1);

    await()
        .atMost(LONG)
        .until(() -> miner.status().obstacle().equals(Optional.of(MiningObstacle.CLOCK_BEHIND)));
    now.updateAndGet(instant -> instant.plusSeconds(1_000));
    await().atMost(LONG).until(() -> miner.status().obstacle().isEmpty());
  }

  @Test
  void minesNothingWithoutThreads() throws Exception {
    start(NetworkParameters.dev(), 0);

    assertThat(miner.status().obstacle()).contains(MiningObstacle.MINING_OFF);
    assertThat(miner.status().threads()).isZero();
    Block block = peer.template(MINER).get().mine(new DigestKernel(), () -> false).orElseThrow();
    assertThat(peer.submit(block).get()).isInstanceOf(Verdict.Accepted.class);
    assertThat(miner.status().found()).isZero();
  }
}
