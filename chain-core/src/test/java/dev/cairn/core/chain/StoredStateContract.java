package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateModel;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.StateDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The part of {@link ChainStoreContract} that is about the state. */
abstract class StoredStateContract extends StoreUnderTest {

  StoredStateContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  void changesTheStateWithTheTipAlone() {
    commitGenesis(set(7, KEY, "-", "01"));
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    commit(update().whole(block, 1).undo(block.hash(), set(7, KEY, "02", "01")));
    alsoReopened(() -> assertThat(store.state().get(7, KEY)).contains(Bytes.ofHex("01")));

    commit(update().tip(block.chained(), set(7, KEY, "01", "02")));
    alsoReopened(
        () -> {
          assertThat(store.state().get(7, KEY)).contains(Bytes.ofHex("02"));
          assertThat(store.state().digest())
              .isEqualTo(StateMap.EMPTY.with(set(7, KEY, "-", "02")).digest());
        });
  }

  @Test
  void takesTheStateBackByTheUndoDataThatItKept() {
    StateChanges atGenesis = set(7, KEY, "-", "01");
    commitGenesis(atGenesis);
    StateView before = store.state();
    StoredBlock left = StoredBlock.on(GENESIS, 1);
    StateChanges changes =
        new StateChanges(
            List.of(
                change(7, KEY, "01", "-"),
                change(8, KEY, "-", ""),
                change(9, Bytes.EMPTY, "-", "05")));
    commit(
        update().whole(left, 1).undo(left.hash(), changes.inverse()).tip(left.chained(), changes));
    assertThat(store.state().get(7, KEY)).isEmpty();
    assertThat(store.state().get(8, KEY)).contains(Bytes.EMPTY);
    StoredBlock right = StoredBlock.on(GENESIS, 2);

    commit(
        update()
            .whole(right, 2)
            .undo(right.hash(), StateChanges.NONE)
            .tip(
                List.of(left.chained()),
                List.of(right.chained()),
                store.undo(left.hash()).orElseThrow()));

    StateModel expected = new StateModel();
    expected.apply(atGenesis);
    assertThat(store.state().digest()).isEqualTo(before.digest());
    alsoReopened(
        () -> {
          expected.assertEqualTo(store.state());
          assertThat(store.state().get(9, Bytes.EMPTY)).isEmpty();
          assertThat(store.state().digest()).isEqualTo(expected.digest());
        });
  }

  @Test
  void leavesAViewOfTheStateAsItWasBeforeLaterUpdates() {
    StateView empty = store.state();
    commitGenesis(set(7, KEY, "-", "01"));
    StateView first = store.state();
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    Bytes later = Bytes.ofHex("6c");
    StateChanges changes =
        new StateChanges(List.of(change(7, KEY, "01", "-"), change(7, later, "-", "03")));
    commit(update().whole(block, 1).tip(block.chained(), changes));

    assertThat(empty.get(7, KEY)).isEmpty();
    assertThat(empty.digest()).isEqualTo(StateDigest.ZERO);
    assertThat(first.get(7, KEY)).contains(Bytes.ofHex("01"));
    assertThat(first.get(7, later)).isEmpty();
    assertThat(StateModel.entriesOf(first, 7)).hasSize(1);
    assertThat(first.digest()).isEqualTo(StateMap.EMPTY.with(set(7, KEY, "-", "01")).digest());
    assertThat(StateModel.entriesOf(store.state(), 7)).hasSize(1);
    assertThat(store.state().get(7, later)).contains(Bytes.ofHex("03"));
  }

  @Test
  void goesThroughANamespaceInTheOrderOfUnsignedBytes() {
    List<Bytes> keys =
        List.of(
            Bytes.EMPTY,
            Bytes.ofHex("00"),
            Bytes.ofHex("0000"),
            Bytes.ofHex("0001"),
            Bytes.ofHex("01"),
            Bytes.ofHex("7f"),
            Bytes.ofHex("7fff"),
            Bytes.ofHex("80"),
            Bytes.ofHex("ff"),
            Bytes.ofHex("ff00"),
            Bytes.ofHex("ffff"),
            Bytes.ofHex("ffffffffffffffffff"));
    List<StateChange> changes = new ArrayList<>();
    for (long namespace : StateModel.NAMESPACES) {
      for (Bytes key : keys) {
        changes.add(
            new StateChange(namespace, key, Optional.empty(), Optional.of(mark(namespace, key))));
      }
    }
    commitGenesis(new StateChanges(changes));

    alsoReopened(
        () -> {
          StateView state = store.state();
          for (long namespace : StateModel.NAMESPACES) {
            assertThat(StateModel.entriesOf(state, namespace))
                .isEqualTo(
                    keys.stream()
                        .map(key -> new StateReader.Entry(key, mark(namespace, key)))
                        .toList());
            // Past the last key nothing is found, not even in the next namespace.
            assertThat(state.higher(namespace, keys.get(keys.size() - 1))).isEmpty();
          }
          for (long absent : List.of(2L, 0xfbL, 0xfeL, 0x1_0001L, Long.MAX_VALUE - 1)) {
            assertThat(state.get(absent, Bytes.EMPTY)).isEmpty();
            assertThat(state.ceiling(absent, Bytes.EMPTY)).isEmpty();
          }
          assertThat(state.get(0, Bytes.ofHex("02"))).isEmpty();
        });
  }

  @Test
  void keepsLargeEntriesOfTheState() {
    Bytes key = Bytes.of(new byte[1_000]);
    Bytes value = Bytes.of(new byte[1_000_000]);
    commitGenesis(
        new StateChanges(List.of(new StateChange(7, key, Optional.empty(), Optional.of(value)))));

    alsoReopened(
        () -> {
          assertThat(store.state().get(7, key).orElseThrow()).isEqualTo(value);
          assertThat(store.state().ceiling(7, Bytes.EMPTY).orElseThrow().key()).isEqualTo(key);
        });
  }

  @Test
  void holdsTheStateThatAPlainMapHolds() {
    Random random = Seeds.random("holdsTheStateThatAPlainMapHolds");
    for (int round = 0; round < Seeds.rounds(3, 50); round++) {
      store = freshStore();
      StateModel model = new StateModel();
      StateChanges changes = model.drawChanges(random, 100);
      commitGenesis(changes);
      model.apply(changes);
      ChainedHeader tip = GENESIS;
      List<StateView> views = new ArrayList<>();
      List<StateModel> models = new ArrayList<>();
      for (int step = 0; step < 40; step++) {
        StoredBlock block = StoredBlock.on(tip, step);
        tip = block.chained();
        changes = model.drawChanges(random, step % 10 == 0 ? 200 : 15);
        commit(update().whole(block, step).undo(block.hash(), changes.inverse()).tip(tip, changes));
        model.apply(changes);
        model.assertProbesEqualTo(store.state(), random, 20);
        if (step % 8 == 0) {
          views.add(store.state());
          models.add(model.copy());
        }
      }
      for (int i = 0; i < views.size(); i++) {
        models.get(i).assertEqualTo(views.get(i));
        assertThat(views.get(i).digest()).isEqualTo(models.get(i).digest());
      }
      alsoReopened(
          () -> {
            model.assertEqualTo(store.state());
            assertThat(store.state().digest()).isEqualTo(model.digest());
          });
    }
  }
}
