package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.mining.TemplateFeed.Offer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemplateFeedTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final PublicKey MINER = KeyPair.fromSeed(new byte[32]).publicKey();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private PeerNode peer;
  private TemplateFeed feed;

  /** Everything it was told, the last one last. */
  private static final class Listener implements Consumer<Optional<TemplateFeed.Offer>> {

    private final List<Optional<TemplateFeed.Offer>> told = new CopyOnWriteArrayList<>();

    @Override
    public void accept(Optional<TemplateFeed.Offer> offer) {
      told.add(offer);
    }

    /** What is offered now; empty when nothing is. */
    Optional<Block> last() {
      return told.get(told.size() - 1).map(offer -> offer.template().block());
    }

    boolean offersTransactions(int count) {
      return last().filter(block -> block.transactions().size() == count).isPresent();
    }

    TemplateFeed.Offer awaitOffer(int number) {
      await().atMost(LONG).until(() -> told.stream().filter(Optional::isPresent).count() > number);
      return told.stream().flatMap(Optional::stream).toList().get(number);
    }
  }

  @BeforeEach
  void start() throws Exception {
    peer = PeerNode.of(DEV).clock(clock).start();
    feed = TemplateFeed.start(peer, DEV, MINER, false, clock);
  }

  @AfterEach
  void stop() {
    feed.close();
    peer.close();
  }

  @Test
  void offersABlockOnEachNewTip() throws Exception {
    Listener listener = new Listener();
    feed.subscribe(listener);

    TemplateFeed.Offer first = listener.awaitOffer(0);
    assertThat(listener.told.get(0)).isEmpty(); // nobody had listened before
    assertThat(first.isOfNewTip()).isTrue();
    assertThat(first.template().block().coinbase().recipient()).isEqualTo(MINER);

    Block block = first.template().mine(new DigestKernel(), () -> false).orElseThrow();
    assertThat(peer.submit(block).get()).isInstanceOf(Verdict.Accepted.class);

    TemplateFeed.Offer second = listener.awaitOffer(1);
    assertThat(second.isOfNewTip()).isTrue();
    assertThat(second.template().block().header().previous()).isEqualTo(block.hash());
    assertThat(feed.obstacle()).isEmpty();
  }

  @Test
  void offersBetterTransactionsWithoutTakingTheWorkAway() throws Exception {
    Listener listener = new Listener();
    feed.subscribe(listener);
    listener.awaitOffer(0);
    Transaction transfer = transfer(0);

    assertThat(peer.submit(transfer).get().isPassed()).isTrue();

    TemplateFeed.Offer better = listener.awaitOffer(1);
    assertThat(better.isOfNewTip()).isFalse();
    assertThat(better.template().block().transactions()).containsExactly(transfer);
  }

  private static Transaction transfer(long sequence) {
    return Transaction.sign(
        DevKey.keyPair(),
        DEV.id(),
        sequence,
        new Amount(5),
        new Transfer(MINER, new Amount(7)).payload());
  }

  @Test
  void givesThoseInHasteALittleFirstWhenMuchWaits() throws Exception {
    List<BlockTemplate> first = new CopyOnWriteArrayList<>();
    Listener listener = new Listener();
    feed.onFirstTemplate(first::add);
    feed.subscribe(listener);
    Block empty =
        listener.awaitOffer(0).template().mine(new DigestKernel(), () -> false).orElseThrow();
    for (int i = 0; i < 60; i++) {
      assertThat(peer.submit(transfer(i)).get().isPassed()).isTrue();
    }
    await().atMost(LONG).until(() -> listener.offersTransactions(60));
    assertThat(first).isEmpty();

    peer.submit(empty).get();

    await().atMost(LONG).until(() -> !first.isEmpty());
    Block little = first.get(0).block();
    assertThat(little.header().previous()).isEqualTo(empty.hash());
    assertThat(little.transactions()).hasSizeBetween(1, 59);
    await().atMost(LONG).until(() -> listener.offersTransactions(60));
    assertThat(listener.last().orElseThrow().header().previous()).isEqualTo(empty.hash());
    // Nobody else is told of it: for all others the new tip begins with all that pays best.
    assertThat(listener.told.stream().flatMap(Optional::stream).filter(Offer::isOfNewTip))
        .hasSize(2)
        .noneMatch(offer -> offer.template().equals(first.get(0)));
    assertThat(first).hasSize(1);
  }

  @Test
  void renewsTheTimeOfABlockThatTakesLong() {
    Listener listener = new Listener();
    feed.subscribe(listener);
    Timestamp first = listener.awaitOffer(0).template().block().header().time();

    now.updateAndGet(instant -> instant.plusSeconds(10));

    TemplateFeed.Offer later = listener.awaitOffer(1);
    assertThat(later.isOfNewTip()).isFalse();
    assertThat(later.template().block().header().time().seconds() - first.seconds()).isEqualTo(10);
  }

  @Test
  void makesAnotherWhenABlockWasNotTaken() {
    Listener listener = new Listener();
    feed.subscribe(listener);
    listener.awaitOffer(0);

    feed.discard();

    assertThat(listener.awaitOffer(1).isOfNewTip()).isTrue();
  }

  @Test
  void saysThatNothingIsToBeMinedAndWhenThatIsOver() throws Exception {
    Listener listener = new Listener();
    feed.subscribe(listener);
    TemplateFeed.Offer first = listener.awaitOffer(0);
    Block block = first.template().mine(new DigestKernel(), () -> false).orElseThrow();
    assertThat(peer.submit(block).get()).isInstanceOf(Verdict.Accepted.class);
    listener.awaitOffer(1);

    now.updateAndGet(instant -> instant.minus(Duration.ofDays(1)));

    await().atMost(LONG).until(() -> listener.told.get(listener.told.size() - 1).isEmpty());
    assertThat(feed.obstacle()).contains(MiningObstacle.CLOCK_BEHIND);
    now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
    listener.awaitOffer(2);
  }

  /** What was offered when the last one left is of another time. */
  @Test
  void beginsAnewForAListenerThatComesAfterAllHaveLeft() throws Exception {
    Listener first = new Listener();
    feed.subscribe(first);
    Block block =
        first.awaitOffer(0).template().mine(new DigestKernel(), () -> false).orElseThrow();
    feed.unsubscribe(first);
    peer.submit(block).get();

    Listener second = new Listener();
    feed.subscribe(second);

    TemplateFeed.Offer offer = second.awaitOffer(0);
    assertThat(second.told.get(0)).isEmpty();
    assertThat(offer.template().block().header().previous()).isEqualTo(block.hash());
  }

  @Test
  void takesADiscardedOfferAwayWhenNothingIsToBeMinedAnyMore() throws Exception {
    Listener listener = new Listener();
    feed.subscribe(listener);
    Block block =
        listener.awaitOffer(0).template().mine(new DigestKernel(), () -> false).orElseThrow();
    peer.submit(block).get();
    listener.awaitOffer(1);

    now.updateAndGet(instant -> instant.minus(Duration.ofDays(1)));
    feed.discard();

    await().atMost(LONG).until(() -> listener.told.get(listener.told.size() - 1).isEmpty());
  }

  @Test
  void aListenerThatFailsHarmsNoOtherAndOneThatLeftHearsNothing() throws Exception {
    Listener left = new Listener();
    Listener listener = new Listener();
    feed.subscribe(
        offer -> {
          throw new IllegalStateException("on purpose");
        });
    feed.subscribe(left);
    left.awaitOffer(0);
    feed.unsubscribe(left);
    int heard = left.told.size();
    feed.subscribe(listener);
    TemplateFeed.Offer current = listener.awaitOffer(0);

    peer.submit(current.template().mine(new DigestKernel(), () -> false).orElseThrow()).get();

    listener.awaitOffer(1);
    assertThat(left.told).hasSize(heard);
  }
}
