package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BestFirstTest {

  private long looked;
  private long compared;

  private Iterator<MempoolEntry> heads(int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> entry(i, 0, 1_000_000 - i))
        .peek(entry -> looked++)
        .iterator();
  }

  private static MempoolEntry entry(long sender, long sequence, long fee) {
    return MempoolEntry.of(
        PoolFixture.record(sender, sequence, fee), sender * 100 + sequence, PoolFixture.START);
  }

  private Comparator<MempoolEntry> counting() {
    return (one, other) -> {
      compared++;
      return MempoolEntry.BEST_FIRST.compare(one, other);
    };
  }

  @Test
  void mergesFollowersInTheirOrder() {
    BestFirst candidates = new BestFirst(heads(3), MempoolEntry.BEST_FIRST);
    List<Long> fees = new ArrayList<>();
    for (var next = candidates.next(); next.isPresent(); next = candidates.next()) {
      MempoolEntry entry = next.get();
      fees.add(entry.rate().fee());
      if (entry.number() == 0) {
        candidates.add(entry(0, 1, 2_000_000));
      } else if (entry.number() == 1) {
        candidates.add(entry(0, 2, 999_999)); // as much as the next head, which came later
      }
    }
    assertThat(fees).containsExactly(1_000_000L, 2_000_000L, 999_999L, 999_999L, 999_998L);
    assertThat(candidates.next()).isEmpty();
  }

  @Test
  void looksAtNoMoreThanItHandsOut() {
    for (int selected : new int[] {10, 100, 1_000}) {
      looked = 0;
      compared = 0;
      BestFirst candidates = new BestFirst(heads(1_000_000), counting());
      for (int i = 0; i < selected; i++) {
        MempoolEntry entry = candidates.next().orElseThrow();
        candidates.add(entry(entry.number() / 100, entry.sequence() + 1, 1 + i));
      }
      assertThat(looked).isLessThanOrEqualTo(selected + 1L);
      assertThat(compared).isLessThanOrEqualTo(selected * 12L);
    }
  }
}
