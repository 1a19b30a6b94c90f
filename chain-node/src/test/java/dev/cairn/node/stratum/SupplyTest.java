package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.mining.TemplateFeed;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that are handed in to a peer. */
class SupplyTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();

  private final BlockingQueue<Work> works = new LinkedBlockingQueue<>();
  private PeerNode peer;
  private TemplateFeed feed;
  private Work work;

  @BeforeEach
  void start() throws Exception {
    peer = PeerNode.of(NETWORK).start();
    feed = TemplateFeed.start(peer, NETWORK, Templates.NODE, false, InstantSource.system());
    Supply supply =
        new Supply(
            new Source(feed, peer, NETWORK),
            stage -> stage,
            (from, offered) -> offered.ifPresent(works::add));
    supply.begin();
    work = Objects.requireNonNull(works.poll(1, TimeUnit.MINUTES));
  }

  @AfterEach
  void stop() {
    feed.close();
    peer.close();
  }

  /** A block of the work, or what would be one with more luck. */
  private Block block(boolean isRight) {
    Job job = Job.of("0", work, work.coinbase(Optional.empty()), work.difficulty());
    Timestamp time = work.timeAt(new Timestamp(0));
    for (int nonce = 0; ; nonce++) {
      Share share = new Share("rig", "0", Bytes.of(new byte[8]), time, nonce, OptionalInt.empty());
      Block block = job.block(share, Bytes.of(new byte[8]), work.version());
      if (work.target().isMetBy(block.hash()) == isRight) {
        return block;
      }
    }
  }

  private BlockResult submit(Block block) throws Exception {
    return work.round().submit(block).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  void aBlockThatBecomesTheTipEndsTheRound() throws Exception {
    Block block = block(true);

    assertThat(submit(block)).isEqualTo(BlockResult.TIP);
    assertThat(peer.tip().hash()).isEqualTo(block.hash());
    assertThat(work.round().isOver()).isTrue();
  }

  @Test
  void aBlockBesideTheTipCameTooLateAndEndsTheRound() throws Exception {
    Block foreign =
        peer.template(KeyPair.fromSeed(new byte[32]).publicKey())
            .get()
            .mine(new DigestKernel(), () -> false)
            .orElseThrow();
    peer.submit(foreign).get();

    assertThat(submit(block(true))).isEqualTo(BlockResult.STALE);
    assertThat(peer.tip().hash()).isEqualTo(foreign.hash());
    assertThat(work.round().isOver()).isTrue();
  }

  @Test
  void whenABlockIsRefusedTheRoundGoesOn() throws Exception {
    assertThat(submit(block(false))).isEqualTo(BlockResult.REFUSED);
    assertThat(work.round().isOver()).isFalse();
  }
}
