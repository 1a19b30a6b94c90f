package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.TransactionId;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  private final RecentIds ids = new RecentIds(1000, new SplittableRandom(1));

  static TransactionId id(long number) {
    return TransactionId.of(Sha256.hash(new ByteWriter().u64(number).toArray()));
  }

  private void addUpTo(int count) {
    IntStream.range(0, count).forEach(i -> ids.add(id(i)));
  }

  private long remembered(int count) {
    return IntStream.range(0, count).filter(i -> ids.contains(id(i))).count();
  }

  @Test
  void remembersWhatItWasTold() {
    addUpTo(1000);
    assertThat(remembered(1000)).isEqualTo(1000);
    assertThat(ids.contains(id(1000))).isFalse();
  }

  @Test
  void forgetsTheOlderHalfWhenItIsFull() {
    addUpTo(1001);
    assertThat(ids.contains(id(499))).isFalse();
    assertThat(ids.contains(id(500))).isTrue();
    assertThat(ids.contains(id(1000))).isTrue();
  }

  @Test
  void neverRemembersMoreThanItsLimitNorLessThanHalfOfIt() {
    for (int count = 1; count < 5000; count++) {
      ids.add(id(count - 1));
      if (count % 333 == 0 || count % 500 <= 1) {
        assertThat(remembered(count))
            .isLessThanOrEqualTo(1000)
            .isGreaterThanOrEqualTo(Math.min(count, 500));
      }
    }
  }

  @Test
  void takesTheSameIdOnce() {
    for (int i = 0; i < 5000; i++) {
      ids.add(id(7));
    }
    addUpTo(7);
    assertThat(remembered(8)).isEqualTo(8);
  }

  @Test
  void forgetsAllWhenItIsCleared() {
    addUpTo(700);
    ids.clear();
    assertThat(remembered(700)).isZero();
    addUpTo(1000);
    assertThat(remembered(1000)).isEqualTo(1000);
  }
}
