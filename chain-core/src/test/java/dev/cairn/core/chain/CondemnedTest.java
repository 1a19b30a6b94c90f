package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The two memories of condemned headers, each with its own bound. */
class CondemnedTest {

  private static final int MAX = 3;
  private static final ChainLimits LIMITS = new ChainLimits(1, 1, 0, MAX, 0, 0);
  private static final Rejection CHEAP = Rejection.of(Rule.BITS_MISMATCH, "easiest", "harder");

  private final ChainUpdate.Draft draft = new ChainUpdate.Draft();
  private final Condemned condemned = new Condemned(LIMITS, List.of());

  private static BlockHash hash(int number) {
    return BlockHash.of(Sha256.hash(new ByteWriter().u64(number).toArray()));
  }

  private static Condemnation worked(int number) {
    return new Condemnation(
        hash(number), Rejection.of(Rule.BALANCE_TOO_LOW, "block " + number, "more"));
  }

  /** Of the headers with the numbers below this one, those that are remembered. */
  private List<Integer> remembered(int end) {
    return IntStream.range(0, end)
        .filter(number -> condemned.find(hash(number)).isPresent())
        .boxed()
        .toList();
  }

  @Test
  void oldestHeaderWithTheWorkOfItsPlaceIsForgottenAboveTheBound() {
    List<List<Integer>> remembered = new ArrayList<>();
    List<List<BlockHash>> pardoned = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      condemned.add(worked(i), draft);
      remembered.add(remembered(5));
      ChainUpdate update = draft.take(Optional.empty());
      assertThat(update.condemned()).containsExactly(worked(i));
      pardoned.add(update.pardoned());
    }
    assertThat(remembered)
        .containsExactly(
            List.of(0), List.of(0, 1), List.of(0, 1, 2), List.of(1, 2, 3), List.of(2, 3, 4));
    assertThat(pardoned)
        .containsExactly(List.of(), List.of(), List.of(), List.of(hash(0)), List.of(hash(1)));
    assertThat(condemned.find(hash(4))).contains(worked(4).why());
  }

  @Test
  void oldestCheapHeaderIsForgottenAboveTheBound() {
    List<List<Integer>> remembered = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      condemned.addCheap(hash(i), CHEAP);
      remembered.add(remembered(5));
    }
    assertThat(remembered)
        .containsExactly(
            List.of(0), List.of(0, 1), List.of(0, 1, 2), List.of(1, 2, 3), List.of(2, 3, 4));
    assertThat(condemned.find(hash(4))).contains(CHEAP);
  }

  @Test
  void floodOfCheapHeadersPushesOutNoneOfTheOthers() {
    for (int i = 0; i < MAX; i++) {
      condemned.add(worked(i), draft);
    }
    for (int i = MAX; i < 1_000; i++) {
      condemned.addCheap(hash(i), CHEAP);
    }
    assertThat(remembered(1_000)).containsExactly(0, 1, 2, 997, 998, 999);
  }

  @Test
  void headersWithTheWorkOfTheirPlacePushOutNoCheapOnes() {
    for (int i = 0; i < MAX; i++) {
      condemned.addCheap(hash(i), CHEAP);
    }
    for (int i = MAX; i < 10; i++) {
      condemned.add(worked(i), draft);
    }
    assertThat(remembered(10)).containsExactly(0, 1, 2, 7, 8, 9);
  }

  @Test
  void cheapHeadersAreNotStored() {
    for (int i = 0; i < MAX + 2; i++) {
      condemned.addCheap(hash(i), CHEAP);
    }
    condemned.add(worked(10), draft);
    ChainUpdate update = draft.take(Optional.empty());
    assertThat(update.condemned()).containsExactly(worked(10));
    assertThat(update.pardoned()).isEmpty();
  }

  @Test
  void storedHeadersAreTheOldest() {
    List<Condemnation> stored = List.of(worked(0), worked(1), worked(2));
    Condemned reopened = new Condemned(LIMITS, stored);
    assertThat(reopened.find(hash(2))).contains(worked(2).why());
    reopened.addCheap(hash(3), CHEAP);
    stored.forEach(each -> assertThat(reopened.find(each.hash())).contains(each.why()));

    reopened.add(worked(4), draft);

    assertThat(draft.take(Optional.empty()).pardoned()).containsExactly(hash(0));
    assertThat(reopened.find(hash(0))).isEmpty();
    assertThat(reopened.find(hash(1))).isPresent();
  }

  @Test
  void moreStoredHeadersThanTheBoundAllowsAreForgottenWithTheNextOne() {
    List<Condemnation> stored = IntStream.range(0, 5).mapToObj(CondemnedTest::worked).toList();
    Condemned reopened = new Condemned(LIMITS, stored);

    reopened.add(worked(5), draft);

    assertThat(draft.take(Optional.empty()).pardoned()).containsExactly(hash(0), hash(1), hash(2));
    assertThat(reopened.find(hash(2))).isEmpty();
    assertThat(reopened.find(hash(3))).isPresent();
  }
}
