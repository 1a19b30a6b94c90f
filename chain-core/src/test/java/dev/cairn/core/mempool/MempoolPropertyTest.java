package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Sha256Digest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random traffic: the pool has, answers and builds what the naive one does, at each step. */
class MempoolPropertyTest {

  /** Of what the pool had and would have mined after each of 300 steps of one run. */
  private static final String DIGEST =
      "fef650c086c8620192fd7ce830e6d38fc79e855866008f36560f145fcadff6c5";

  @Test
  void agreesWithTheNaivePoolAfterEachStep() {
    Random random = Seeds.random("MempoolPropertyTest");
    TreeMap<String, Integer> seen = new TreeMap<>();
    for (int round = 0; round < Seeds.rounds(8, 300); round++) {
      MempoolTraffic traffic = new MempoolTraffic(new Random(random.nextLong()));
      for (int step = 0; step < 250; step++) {
        traffic.step();
      }
      traffic.seen().forEach((event, times) -> seen.merge(event, times, Integer::sum));
    }
    assertThat(seen.keySet())
        .as("what happened at all: %s", seen)
        .contains(
            "OK",
            "BALANCE_TOO_LOW",
            "BLOCK",
            "FEE_BELOW_MINIMUM",
            "MEMPOOL_FULL",
            "REORGANISATION",
            "REPLACEMENT_FEE_TOO_LOW",
            "SENDER_HAS_TOO_MANY_PENDING",
            "SEQUENCE_GAP_TOO_WIDE",
            "SEQUENCE_USED");
  }

  @Test
  void sameTrafficGivesTheSameOnEveryMachine() {
    MempoolTraffic traffic = new MempoolTraffic(new Random(4_711));
    StringBuilder told = new StringBuilder();
    for (int step = 0; step < 300; step++) {
      told.append(traffic.step());
    }
    byte[] digest = Sha256.hash(told.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(Sha256Digest.of(digest)).hasToString(DIGEST);
  }
}
