package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.peer.NetLimits;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How far a peer is told of transactions. */
class TellingTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;
  private static final long QUIET_MILLIS = LIMITS.transactionRequestMillis();
  private static final int MOST = LIMITS.announcedIds() / 2;
  private static final long START = 1_000_000;
  private static final long ROUND_MILLIS = 60_000;

  private final Telling telling = new Telling(LIMITS, START);

  private static List<TransactionId> ids(int from, int count) {
    return LongStream.range(from, from + count).mapToObj(RecentIdsTest::id).toList();
  }

  private int newsAllowedAfter(long millis) {
    return telling.newsAllowed(START + millis);
  }

  @Test
  void tellsInMessagesAndThreeQuartersAsFastAsPeersListen() {
    assertThat(newsAllowedAfter(0)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onNewsTold(ids(0, TransactionAnnouncement.IDS_MAX), START);
    assertThat(newsAllowedAfter(0)).isZero();
    assertThat(newsAllowedAfter(100)).isEqualTo(LIMITS.announcedIdsPerSecond() * 3 / 40);
  }

  @Test
  void tellsHalfOfWhatAPeerKeepsUntilItAsksForSome() {
    telling.onNewsTold(ids(0, MOST), START);
    assertThat(newsAllowedAfter(QUIET_MILLIS - 1)).isZero();
    assertThat(telling.allowed(START + QUIET_MILLIS - 1)).isPositive();
    telling.onAsked(ids(99, 1), START + 1000);
    assertThat(newsAllowedAfter(1000 + QUIET_MILLIS - 1))
        .as("what came before it is settled too")
        .isEqualTo(100);
  }

  @Test
  void takesItAsSettledWhenAPeerAsksForNothingForAWhile() {
    telling.onNewsTold(ids(0, MOST), START);
    assertThat(newsAllowedAfter(QUIET_MILLIS)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onNewsTold(ids(MOST, MOST), START + 10_000);
    telling.onAsked(ids(MOST + 499, 1), START + 10_000);
    assertThat(newsAllowedAfter(10_000 + QUIET_MILLIS - 1)).isEqualTo(500);
  }

  @Test
  void settlesNothingForWhatWasNotToldOrIsSettled() {
    telling.onNewsTold(ids(0, MOST), START);
    telling.onAsked(ids(9, 1), START);
    telling.onAsked(ids(0, 10), START + 1000);
    telling.onAsked(ids(MOST, 100), START + 1000);
    telling.onAsked(List.of(), START + 1000);
    assertThat(newsAllowedAfter(QUIET_MILLIS - 1)).isEqualTo(10);
    assertThat(newsAllowedAfter(QUIET_MILLIS)).isEqualTo(TransactionAnnouncement.IDS_MAX);
  }

  @Test
  void countsWhatWasToldTwiceTwice() {
    telling.onNewsTold(ids(0, MOST / 2), START);
    telling.onNewsTold(ids(0, MOST / 2), START);
    telling.onAsked(ids(MOST / 2 - 1, 1), START);
    assertThat(newsAllowedAfter(QUIET_MILLIS - 1)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onNewsTold(ids(MOST, MOST), START + 10_000);
    assertThat(newsAllowedAfter(10_000 + QUIET_MILLIS - 1)).isZero();
  }

  @Test
  void tellsAgainInRoundsWhatHadBeenToldWhenTheLastOneBegan() {
    assertThat(telling.againEnd(START)).isZero();
    telling.newsFrom = 10;
    assertThat(telling.againEnd(START + ROUND_MILLIS - 1)).isZero();
    assertThat(telling.againEnd(START + ROUND_MILLIS)).isZero();
    telling.newsFrom = 25;
    assertThat(telling.againEnd(START + 2 * ROUND_MILLIS - 1)).isZero();
    assertThat(telling.againEnd(START + 2 * ROUND_MILLIS)).isEqualTo(10);
    telling.againFrom = 9;
    assertThat(telling.againEnd(START + 3 * ROUND_MILLIS)).as("not through").isEqualTo(10);
    assertThat(telling.againFrom).isEqualTo(9);
    telling.againFrom = 10;
    assertThat(telling.againEnd(START + 3 * ROUND_MILLIS)).isEqualTo(25);
    assertThat(telling.againFrom).isZero();
  }
}
