package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class TimetableTest {

  private static final long START = 5_000;

  private final Timetable timetable = new Timetable(new Random(1), START);

  /** When it says yes within so much time, in milliseconds since the start. */
  private static List<Long> times(LongPredicate isTaken, long millis) {
    List<Long> times = new ArrayList<>();
    for (long now = START; now < START + millis; now++) {
      if (isTaken.test(now)) {
        times.add(now - START);
      }
    }
    return times;
  }

  @Test
  void asksAtOnceThenEverMoreSeldomUpToAMinute() {
    List<Long> times = times(timetable::takeQuery, 400_000);
    assertThat(times.get(0)).isBetween(20L, 120L);
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      pauses.add(times.get(i) - times.get(i - 1));
    }
    assertThat(pauses)
        .startsWith(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
  }

  @Test
  void saysNothingOfItselfBeforeItIsAskedOrHasNews() {
    assertThat(times(timetable::takeAnswer, 100_000)).isEmpty();
  }

  @Test
  void announcesThreeTimes() {
    timetable.announce(START);
    List<Long> times = times(timetable::takeAnswer, 100_000);
    assertThat(times).hasSize(3);
    assertThat(times.get(0)).isBetween(20L, 120L);
    assertThat(times.get(1) - times.get(0)).isEqualTo(1_000);
    assertThat(times.get(2) - times.get(1)).isEqualTo(2_000);
  }

  @Test
  void answersOnceASecondHoweverOftenItIsAsked() {
    List<Long> times =
        times(
            now -> {
              timetable.onAsked(now);
              return timetable.takeAnswer(now);
            },
            10_000);
    assertThat(times).hasSize(10);
    assertThat(times.get(0)).isLessThanOrEqualTo(120);
  }

  @Test
  void othersQueriesStandForItsOwnButNotForEver() {
    List<Long> times =
        times(
            now -> {
              if (now % 500 == 0) {
                timetable.onAsked(now);
              }
              return timetable.takeQuery(now);
            },
            1_000_000);
    assertThat(times.get(2)).as("the first ones are asked anyway").isLessThan(3_500L);
    int last = times.size() - 1;
    assertThat(times.get(last) - times.get(last - 1))
        .isEqualTo(5 * Timetable.QUERY_PAUSE_MILLIS_MAX);
  }

  @Test
  void isDueWhenTheNextThingIs() {
    times(timetable::takeQuery, 200);
    timetable.announce(START + 200);
    assertThat(timetable.dueMillis()).isBetween(START + 220, START + 320);
  }
}
