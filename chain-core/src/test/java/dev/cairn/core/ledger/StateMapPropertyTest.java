package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.StateDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateMapPropertyTest {

  /** A state with what it has to contain for ever. */
  private record Version(StateMap state, StateModel expected) {}

  @Test
  void holdsWhatAPlainMapHoldsInEveryVersion() {
    Random random = Seeds.random("holdsWhatAPlainMapHoldsInEveryVersion");
    for (int round = 0; round < Seeds.rounds(30, 1_000); round++) {
      List<Version> versions = new ArrayList<>();
      StateModel model = new StateModel();
      StateMap state = StateMap.EMPTY;
      for (int step = 0; step < 20; step++) {
        StateChanges changes = model.drawChanges(random, step % 5 == 0 ? 200 : 20);
        state = state.with(changes);
        model.apply(changes);
        model.assertProbesEqualTo(state, random, 10);
        versions.add(new Version(state, model.copy()));
      }
      for (Version version : versions) {
        version.expected().assertEqualTo(version.state());
        assertThat(version.state().digest()).isEqualTo(version.expected().digest());
        for (long namespace : StateModel.NAMESPACES) {
          assertThat(version.state().size(namespace))
              .isEqualTo(StateModel.entriesOf(version.expected(), namespace).size());
        }
      }
    }
  }

  @Test
  void hasTheDigestThatItsEntriesHaveHoweverItCameAbout() {
    Random random = Seeds.random("hasTheDigestThatItsEntriesHaveHoweverItCameAbout");
    for (int round = 0; round < Seeds.rounds(100, 5_000); round++) {
      StateModel model = new StateModel();
      StateMap state = StateMap.EMPTY;
      for (int step = 0; step < 10; step++) {
        StateChanges changes = model.drawChanges(random, 20);
        state = state.with(changes);
        model.apply(changes);
        assertThat(state.digest()).isEqualTo(state.digestFromScratch()).isEqualTo(model.digest());
      }
      StateMap atOnce = StateMap.EMPTY.with(new StateModel().changesTo(model));
      assertThat(atOnce.digest()).isEqualTo(state.digest());

      StateMap emptied = state.with(model.changesTo(new StateModel()));
      assertThat(emptied.digest()).isEqualTo(StateDigest.ZERO);
      new StateModel().assertEqualTo(emptied);
    }
  }

  @Test
  void isTheSameAgainAfterChangesAndTheirInverse() {
    Random random = Seeds.random("isTheSameAgainAfterChangesAndTheirInverse");
    for (int round = 0; round < Seeds.rounds(200, 10_000); round++) {
      StateModel model = new StateModel();
      model.apply(model.drawChanges(random, 100));
      StateMap before = StateMap.EMPTY.with(new StateModel().changesTo(model));
      StateChanges changes = model.drawChanges(random, 40);

      StateMap after = before.with(changes).with(changes.inverse());

      model.assertEqualTo(after);
      assertThat(after.digest()).isEqualTo(before.digest()).isEqualTo(after.digestFromScratch());
    }
  }
}
