package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link ChainStoreContract} that is about what is condemned. */
abstract class CondemnedHeadersContract extends StoreUnderTest {

  /** A reason that no enum of Cairn's has. */
  private enum OwnReason implements Reason {
    NAME_TAKEN;

    @Override
    public String hint() {
      return "choose a name that nobody has";
    }
  }

  CondemnedHeadersContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  void remembersWhatIsCondemnedInItsOrder() {
    UpdateBuilder many = update();
    for (int i = 0; i < 600; i++) {
      many.condemned(condemnation(i));
    }
    commit(many);
    commit(update().condemned(condemnation(601)));
    commit(update().condemned(condemnation(600)));

    alsoReopened(
        () -> {
          assertThat(store.condemned()).hasSize(602);
          assertThat(store.condemned().subList(0, 600))
              .isEqualTo(IntStream.range(0, 600).mapToObj(StoreUnderTest::condemnation).toList());
          assertThat(store.condemned().subList(600, 602))
              .containsExactly(condemnation(601), condemnation(600));
        });
  }

  @Test
  void forgetsWhatIsPardoned() {
    commit(
        update().condemned(condemnation(1)).condemned(condemnation(2)).condemned(condemnation(3)));

    commit(update().pardoned(condemnation(2).hash()));
    alsoReopened(
        () -> assertThat(store.condemned()).containsExactly(condemnation(1), condemnation(3)));

    // As at the bound: the oldest goes for a new one, in one update.
    commit(update().pardoned(condemnation(1).hash()).condemned(condemnation(4)));
    alsoReopened(
        () -> assertThat(store.condemned()).containsExactly(condemnation(3), condemnation(4)));
  }

  @Test
  void countsWhatIsCondemnedAgainAfterAPardonAsTheNewest() {
    commit(update().condemned(condemnation(1)).condemned(condemnation(2)));
    commit(update().pardoned(condemnation(1).hash()));
    reopen();

    commit(update().condemned(condemnation(1)));

    alsoReopened(
        () -> assertThat(store.condemned()).containsExactly(condemnation(2), condemnation(1)));
  }

  @Test
  void countsWhatIsCondemnedAfterReopeningAsNewer() {
    for (int i = 0; i < 5; i++) {
      commit(update().condemned(condemnation(10 - i)));
      reopen();
    }

    assertThat(store.condemned())
        .containsExactly(
            condemnation(10), condemnation(9), condemnation(8), condemnation(7), condemnation(6));
  }

  @Test
  void remembersOneThatIsCondemnedTwiceOnceWithTheLaterReason() {
    Condemnation later =
        new Condemnation(
            condemnation(1).hash(), Rejection.of(Rule.PARENT_INVALID, "ancestor", "valid ones"));
    commit(update().condemned(condemnation(1)));

    commit(update().condemned(later));

    alsoReopened(() -> assertThat(store.condemned()).containsExactly(later));
  }

  @Test
  void remembersAHeaderAsCondemnedWhoseBlockItRemoves() {
    commitGenesis(StateChanges.NONE);
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    commit(update().whole(block, 1));

    commit(update().removed(block.hash()).condemned(condemnation(1)));

    alsoReopened(
        () -> {
          assertThat(store.header(block.hash())).isEmpty();
          assertThat(store.condemned()).containsExactly(condemnation(1));
          assertThat(condemnation(1).hash()).isEqualTo(block.hash());
        });
  }

  @Test
  void keepsEveryRuleAsAReason() {
    List<Condemnation> condemned = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      condemned.add(
          new Condemnation(
              StoredBlock.on(GENESIS, rule.ordinal()).hash(),
              new Rejection(
                  rule,
                  "gut \u00e4\u4e2d\ud83e\udea8 \"'\n",
                  rule.ordinal() % 2 == 0 ? "" : "x\u0000")));
    }
    UpdateBuilder update = update();
    condemned.forEach(update::condemned);

    commit(update);

    alsoReopened(() -> assertThat(store.condemned()).isEqualTo(condemned));
  }

  @Test
  void keepsCodeAndHintOfAReasonOfAnApplicationsOwn() {
    Rejection why = Rejection.of(OwnReason.NAME_TAKEN, "name ann", "another");

    commit(update().condemned(new Condemnation(condemnation(1).hash(), why)));

    alsoReopened(
        () -> {
          Rejection found = store.condemned().get(0).why();
          assertThat(found.code()).isEqualTo("NAME_TAKEN");
          assertThat(found.reason().hint()).isEqualTo(OwnReason.NAME_TAKEN.hint());
          assertThat(found.got()).isEqualTo("name ann");
          assertThat(found.expected()).isEqualTo("another");
        });
  }
}
