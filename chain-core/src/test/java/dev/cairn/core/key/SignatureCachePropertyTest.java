package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SignatureCachePropertyTest {

  @Test
  void containsOnlyWhatWasAddedAndAlwaysTheLatest() {
    Random random = Seeds.random("containsOnlyWhatWasAddedAndAlwaysTheLatest");
    for (int round = 0; round < Seeds.rounds(20, 500); round++) {
      SignatureCache cache = new SignatureCache(random.nextInt(100), random.nextLong());
      TreeSet<TransactionId> added = new TreeSet<>();
      for (int step = 0; step < 2000; step++) {
        TransactionId id = drawFromFew(random);
        if (random.nextBoolean()) {
          cache.add(id);
          added.add(id);
          assertThat(cache.contains(id)).isEqualTo(cache.capacity() > 0);
        } else if (cache.contains(id)) {
          assertThat(added).contains(id);
        }
      }
      assertThat(added.stream().filter(cache::contains).count())
          .isLessThanOrEqualTo(cache.capacity());
    }
  }

  @Test
  @Timeout(60)
  void neverMixesUpIdsWhileAnotherThreadAdds() throws Exception {
    Random random = Seeds.random("neverMixesUpIdsWhileAnotherThreadAdds");
    SignatureCache cache = new SignatureCache(4, random.nextLong());
    // One more than there is room for, so that each add moves all others.
    List<TransactionId> ids = halves(0);
    List<TransactionId> mixed = halves(1);
    int rounds = Seeds.rounds(1_500_000, 20_000_000);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> adding =
          pool.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  cache.add(ids.get(i % ids.size()));
                }
              });
      int falseHits = 0;
      do {
        for (TransactionId id : mixed) {
          falseHits += cache.contains(id) ? 1 : 0;
        }
      } while (!adding.isDone());
      adding.get();
      assertThat(falseHits).isZero();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Five ids: the first half of number i with the second half of number i + shift. */
  private static List<TransactionId> halves(int shift) {
    List<TransactionId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] bytes = new byte[32];
      Arrays.fill(bytes, 0, 16, (byte) (1 + i));
      Arrays.fill(bytes, 16, 32, (byte) (1 + (i + shift) % 5));
      ids.add(TransactionId.of(bytes));
    }
    return ids;
  }

  private static TransactionId drawFromFew(Random random) {
    byte[] bytes = new byte[32];
    bytes[random.nextInt(32)] = (byte) (1 + random.nextInt(6));
    return TransactionId.of(bytes);
  }
}
