package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.peer.NetLimits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is on the account of a peer. */
class TransactionPeerTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;
  private static final int MOST = LIMITS.announcedIds();

  private final TransactionPeer peer = newPeer(1);
  private final TransactionPeer other = newPeer(2);

  private static TransactionPeer newPeer(int number) {
    TestPeer link = new TestPeer(number, true, new ChainFixture().genesis());
    return new TransactionPeer(link, LIMITS, new SplittableRandom(1), 0);
  }

  private static List<TransactionId> ids(int count) {
    return IntStream.range(0, count).mapToObj(RecentIdsTest::id).toList();
  }

  @Test
  void takesAsManyAsThereIsRoomFor() {
    peer.want(ids(MOST - 1), 0);
    assertThat(peer.unsettled()).isEqualTo(MOST - 1);
    peer.want(ids(1), 0);
    assertThat(peer.unsettled()).isEqualTo(MOST);
    peer.want(ids(1), 0);
    assertThat(peer.wanted).hasSize(MOST);
  }

  @Test
  void countsWhatWasAskedOfItOrOfOthers() {
    TransactionRequest own = new TransactionRequest(peer);
    TransactionRequest another = new TransactionRequest(other);
    another.addWaiter(peer);
    another.addWaiter(peer);
    assertThat(peer.unsettled()).isEqualTo(2);
    peer.want(ids(MOST), 0);
    assertThat(peer.wanted).hasSize(MOST - 2);
    own.release();
    another.release();
    assertThat(peer.unsettled()).isEqualTo(MOST - 2);
    assertThat(other.unsettled()).isZero();
  }

  @Test
  void isNotCountedForARequestThatItWaitsForNoMore() {
    TransactionRequest request = new TransactionRequest(other);
    request.addWaiter(peer);
    request.removeWaiter(peer);
    request.removeWaiter(peer);
    assertThat(peer.unsettled()).isZero();
    request.release();
    assertThat(peer.unsettled()).isZero();
  }

  @Test
  void countsWhatIsDeferred() {
    peer.onMissed(16);
    peer.want(ids(MOST - 1), 0);
    assertThat(peer.wanted).isEmpty();
    assertThat(peer.unsettled()).isEqualTo(MOST - 1);
    peer.want(ids(5), 0);
    assertThat(peer.unsettled()).isEqualTo(MOST);
    peer.resume(LIMITS.transactionRequestMillis() - 1);
    assertThat(peer.wanted).isEmpty();
    peer.resume(LIMITS.transactionRequestMillis());
    assertThat(peer.wanted).hasSize(MOST);
    assertThat(peer.unsettled()).isEqualTo(MOST);
  }

  @Test
  void isDoubtfulFromTheSixteenthMissInARowOn() {
    peer.onMissed(15);
    assertThat(peer.isDoubtful()).isFalse();
    assertThat(peer.allowance()).isEqualTo(LIMITS.transactionsInFlight());
    peer.onMissed(1);
    assertThat(peer.isDoubtful()).isTrue();
    assertThat(peer.allowance()).isEqualTo(LIMITS.transactionsInFlight() / 16);
    peer.onDelivered();
    assertThat(peer.isDoubtful()).isFalse();
  }

  @Test
  void isChargedEachTimeThatMoreWasMissedThanCanHaveGrownOld() {
    assertThat(peer.onMissed(2 * MOST - 1)).isFalse();
    assertThat(peer.onMissed(1)).isTrue();
    assertThat(peer.onMissed(1)).isFalse();
    assertThat(peer.onMissed(2 * MOST)).isTrue();
  }
}
