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
  private static final long QUIET_MILLIS = 5 * LIMITS.transactionRequestMillis();
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
    telling.onTold(ids(0, TransactionAnnouncement.IDS_MAX), START);
    assertThat(newsAllowedAfter(0)).isZero();
    assertThat(newsAllowedAfter(100)).isEqualTo(LIMITS.announcedIdsPerSecond() * 3 / 40);
  }

  @Test
  void tellsHalfOfWhatAPeerKeepsUntilItAsksForSome() {
    telling.onTold(ids(0, MOST), START);
    assertThat(newsAllowedAfter(QUIET_MILLIS - 1)).isZero();
    telling.onAsked(ids(99, 1), START + 9_000);
    assertThat(newsAllowedAfter(9_000 + QUIET_MILLIS - 1))
        .as("what came before it is settled too")
        .isEqualTo(100);
  }

  @Test
  void leavesRoomForNewsWhenItTellsAgain() {
    assertThat(telling.againAllowed(START)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onTold(ids(0, MOST / 2), START);
    assertThat(telling.againAllowed(START + QUIET_MILLIS - 1)).isZero();
    assertThat(newsAllowedAfter(QUIET_MILLIS - 1)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    assertThat(telling.againAllowed(START + QUIET_MILLIS)).isPositive();
  }

  @Test
  void takesItAsSettledWhenAPeerAsksForNothingForLong() {
    telling.onTold(ids(0, MOST), START);
    assertThat(newsAllowedAfter(QUIET_MILLIS)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onTold(ids(MOST, MOST), START + QUIET_MILLIS);
    assertThat(newsAllowedAfter(2 * QUIET_MILLIS - 1)).as("counted anew").isZero();
    telling.onAsked(ids(MOST + 499, 1), START + QUIET_MILLIS);
    assertThat(newsAllowedAfter(2 * QUIET_MILLIS - 1)).isEqualTo(500);
  }

  /** A peer that stood still asks for what is settled long since. */
  @Test
  void settlesNothingForOtherQuestionsButSeesThatThePeerIsStillBusy() {
    telling.onTold(ids(0, MOST), START);
    telling.onAsked(ids(9, 1), START);
    telling.onAsked(ids(0, 10), START + 4_000);
    telling.onAsked(ids(MOST, 100), START + 9_000);
    telling.onAsked(List.of(), START + 9_500);
    assertThat(newsAllowedAfter(9_000 + QUIET_MILLIS - 1)).isEqualTo(10);
    assertThat(newsAllowedAfter(9_000 + QUIET_MILLIS)).isEqualTo(TransactionAnnouncement.IDS_MAX);
  }

  @Test
  void settlesWhatWasToldTwiceAtItsSecondPlace() {
    telling.onTold(ids(0, MOST / 2), START);
    telling.onTold(ids(0, MOST / 2), START);
    telling.onAsked(ids(0, 1), START + 1_000);
    assertThat(newsAllowedAfter(9_000)).isEqualTo(TransactionAnnouncement.IDS_MAX);
    telling.onTold(ids(MOST, MOST / 2), START + 9_000);
    telling.onAsked(ids(MOST / 2 - 1, 1), START + 9_000);
    telling.onTold(ids(2 * MOST, MOST / 2), START + 9_000);
    assertThat(newsAllowedAfter(18_000)).isZero();
  }

  private long againEndAfter(long millis) {
    telling.onTick(START + millis);
    return telling.againEnd();
  }

  @Test
  void tellsAgainInRoundsWhatHadBeenToldWhenTheLastOneBegan() {
    telling.newsFrom = 10;
    assertThat(againEndAfter(ROUND_MILLIS)).isZero();
    telling.newsFrom = 25;
    assertThat(againEndAfter(2 * ROUND_MILLIS - 1)).isZero();
    assertThat(againEndAfter(2 * ROUND_MILLIS)).isEqualTo(10);
    telling.againFrom = 9;
    assertThat(againEndAfter(3 * ROUND_MILLIS)).as("not through").isEqualTo(10);
    assertThat(telling.againFrom).isEqualTo(9);
    telling.againFrom = 10;
    assertThat(againEndAfter(3 * ROUND_MILLIS)).isEqualTo(25);
    assertThat(telling.againFrom).isZero();
  }

  @Test
  void tellsAgainForAnHour() {
    for (int i = 1; i <= 200; i++) {
      telling.newsFrom = i;
      long end = againEndAfter(i * ROUND_MILLIS);
      assertThat(end).isEqualTo(i - 1);
      assertThat(telling.againFrom).isEqualTo(Math.max(0, i - 60));
      telling.againFrom = end;
    }
  }
}
