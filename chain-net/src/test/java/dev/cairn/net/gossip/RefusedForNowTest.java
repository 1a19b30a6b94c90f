package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.net.peer.NetLimits;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is kept of transactions that have no place yet. */
class RefusedForNowTest {

  private static final int MOST = 100;
  private static final long PAUSE_MILLIS = 500;

  private final GossipNode node = new GossipNode();
  private final RefusedForNow refused = new RefusedForNow(node.mempool, MOST, PAUSE_MILLIS);
  private final TransactionPeer one = peer(1);
  private final TransactionPeer two = peer(2);
  private long now;

  private TransactionPeer peer(int number) {
    TestPeer link = new TestPeer(number, true, node.fixture.genesis());
    return new TransactionPeer(link, NetLimits.DEFAULT, new SplittableRandom(1), 0);
  }

  private Transaction transfer(int from, int sequence) {
    return node.fixture.transfer(from, 7, 1, sequence, 1);
  }

  private List<RefusedForNow.Refused> due() {
    now += PAUSE_MILLIS;
    return refused.takeDue(now);
  }

  private int countOf(int sender, int count) {
    for (int i = 0; i < count; i++) {
      refused.add(transfer(sender, i), List.of(one), now);
    }
    return due().size();
  }

  @Test
  void keepsNoLinkThatIsGone() {
    refused.add(transfer(0, 0), List.of(one, two), now);
    refused.add(transfer(1, 0), List.of(two), now);
    refused.onGone(two);
    assertThat(due())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.id()).isEqualTo(transfer(0, 0).id());
              assertThat(only.announcers()).containsExactly(one);
            });
  }

  @Test
  void takesNothingForALinkThatIsGoneAlready() {
    ((TestPeer) two.peer).gone = true;
    refused.add(transfer(0, 0), List.of(two), now);
    assertThat(due()).isEmpty();
  }

  @Test
  void givesASenderNoMorePlacesThanMayWaitOfIt() {
    for (int i = 100; i < 180; i++) { // far beyond a gap
      refused.add(transfer(0, i), List.of(one), now);
    }
    for (int i = 0; i < 17; i++) {
      refused.add(transfer(1, i), List.of(one), now);
      refused.add(transfer(2, i), List.of(one), now);
    }
    assertThat(due()).as("of 36 places that are left").hasSize(2 * 17);
  }

  @Test
  void keepsNoMoreThanItMay() {
    for (int sender = 0; sender < 4; sender++) {
      for (int i = 100; i < 160; i++) { // far beyond a gap
        refused.add(transfer(sender, i), List.of(one), now);
      }
    }
    assertThat(countOf(4, 10)).as("full").isZero();
    refused.onGone(one);
    assertThat(countOf(4, 10)).isEqualTo(10);
  }

  @Test
  void looksOnceInAPause() {
    refused.add(transfer(0, 0), List.of(one), now);
    assertThat(due()).hasSize(1);
    refused.add(transfer(0, 0), List.of(one), now);
    assertThat(refused.takeDue(now + PAUSE_MILLIS - 1)).isEmpty();
    assertThat(refused.takeDue(now + PAUSE_MILLIS)).hasSize(1);
  }
}
