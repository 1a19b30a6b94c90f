package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateOverlayPropertyTest {

  @Test
  void showsWhatOnePlainMapShowsThroughAllLayers() {
    Random random = Seeds.random("showsWhatOnePlainMapShowsThroughAllLayers");
    for (int round = 0; round < Seeds.rounds(150, 5_000); round++) {
      StateModel model = new StateModel();
      model.apply(model.drawChanges(random, 60));
      StateReader below = StateMap.EMPTY.with(new StateModel().changesTo(model));
      for (int layer = random.nextInt(4); layer >= 0; layer--) {
        StateModel modelBelow = model.copy();
        StateOverlay overlay = new StateOverlay(below);
        for (int write = random.nextInt(60); write > 0; write--) {
          write(overlay, model, random);
          model.assertProbesEqualTo(overlay, random, 2);
        }
        model.assertEqualTo(overlay);
        modelBelow.assertEqualTo(below);
        assertThat(overlay.changes()).isEqualTo(modelBelow.changesTo(model));
        below = overlay;
      }
    }
  }

  @Test
  void comesToTheSameStateByItsChangesAndBackByTheirInverse() {
    Random random = Seeds.random("comesToTheSameStateByItsChangesAndBackByTheirInverse");
    for (int round = 0; round < Seeds.rounds(150, 5_000); round++) {
      StateModel model = new StateModel();
      model.apply(model.drawChanges(random, 60));
      StateModel start = model.copy();
      StateMap base = StateMap.EMPTY.with(new StateModel().changesTo(model));
      StateOverlay overlay = new StateOverlay(base);
      List<StateChanges> steps = new ArrayList<>();
      for (int step = random.nextInt(5); step >= 0; step--) {
        StateChanges changes = model.drawChanges(random, 20);
        overlay.apply(changes);
        model.apply(changes);
        steps.add(changes);
        model.assertProbesEqualTo(overlay, random, 5);
      }
      StateChanges all = overlay.changes();
      StateOverlay again = new StateOverlay(base);
      again.apply(all);
      model.assertEqualTo(again);

      for (int i = steps.size() - 1; i >= 0; i--) {
        overlay.apply(steps.get(i).inverse());
      }
      start.assertEqualTo(overlay);
      assertThat(overlay.changes()).isEqualTo(StateChanges.NONE);
    }
  }

  private static void write(StateOverlay overlay, StateModel model, Random random) {
    long namespace = StateModel.drawNamespace(random);
    Bytes key = StateModel.drawKey(random);
    Optional<Bytes> value = StateModel.drawValue(random);
    model.set(namespace, key, value);
    if (value.isPresent()) {
      overlay.put(namespace, key, value.get());
    } else {
      overlay.remove(namespace, key);
    }
  }
}
