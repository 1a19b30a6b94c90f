package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.value.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateOverlayTest {

  private static final Bytes A = Bytes.of((byte) 1);
  private static final Bytes B = Bytes.of((byte) 2);
  private static final Bytes C = Bytes.of((byte) 3);
  private static final Bytes D = Bytes.of((byte) 4);

  private static final Bytes OLD = Bytes.of((byte) 10);
  private static final Bytes NEW = Bytes.of((byte) 11);

  /** A, B and C in namespace 7, B in namespace 8. */
  private static final StateMap BASE =
      StateMap.EMPTY.with(
          new StateChanges(
              List.of(added(7, A, OLD), added(7, B, OLD), added(7, C, OLD), added(8, B, OLD))));

  private final StateOverlay overlay = new StateOverlay(BASE);

  private static StateChange added(long namespace, Bytes key, Bytes value) {
    return new StateChange(namespace, key, Optional.empty(), Optional.of(value));
  }

  @Test
  void showsTheBaseUntilSomethingIsWritten() {
    assertThat(overlay.get(7, A)).contains(OLD);
    assertThat(overlay.get(7, D)).isEmpty();
    assertThat(overlay.ceiling(7, A)).contains(new StateReader.Entry(A, OLD));
    assertThat(overlay.changes()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void showsWhatWasWrittenAndLeavesTheBaseAsItIs() {
    overlay.put(7, A, NEW);
    overlay.put(7, D, NEW);
    overlay.remove(7, B);

    assertThat(overlay.get(7, A)).contains(NEW);
    assertThat(overlay.get(7, B)).isEmpty();
    assertThat(overlay.get(7, D)).contains(NEW);
    assertThat(BASE.get(7, A)).contains(OLD);
    assertThat(BASE.get(7, B)).contains(OLD);
    assertThat(BASE.get(7, D)).isEmpty();
  }

  @Test
  void keepsNamespacesApart() {
    overlay.put(8, A, NEW);
    overlay.remove(8, B);

    assertThat(overlay.get(7, A)).contains(OLD);
    assertThat(overlay.get(7, B)).contains(OLD);
    assertThat(overlay.get(8, B)).isEmpty();
    assertThat(overlay.ceiling(8, A)).contains(new StateReader.Entry(A, NEW));
    assertThat(overlay.ceiling(8, B)).isEmpty();
    assertThat(overlay.ceiling(9, Bytes.EMPTY)).isEmpty();
  }

  @Test
  void skipsRemovedEntriesOnTheWay() {
    overlay.remove(7, A);
    overlay.remove(7, B);

    assertThat(overlay.ceiling(7, Bytes.EMPTY)).contains(new StateReader.Entry(C, OLD));
    assertThat(overlay.higher(7, A)).contains(new StateReader.Entry(C, OLD));

    overlay.remove(7, C);

    assertThat(overlay.ceiling(7, Bytes.EMPTY)).isEmpty();
  }

  @Test
  void showsAnEntryThatALayerBelowRemovedAndThisOneWrote() {
    overlay.remove(7, B);
    StateOverlay above = new StateOverlay(overlay);
    above.put(7, B, NEW);

    assertThat(above.higher(7, A)).contains(new StateReader.Entry(B, NEW));
    assertThat(overlay.higher(7, A)).contains(new StateReader.Entry(C, OLD));
    assertThat(above.changes()).isEqualTo(new StateChanges(List.of(added(7, B, NEW))));
  }

  @Test
  void leavesOutOfItsChangesWhatCameBackToItsOldValue() {
    overlay.put(7, A, NEW);
    overlay.put(7, A, OLD);
    overlay.remove(7, B);
    overlay.put(7, B, OLD);
    overlay.put(7, D, NEW);
    overlay.remove(7, D);
    overlay.remove(9, A);

    assertThat(overlay.changes()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void listsItsChangesInTheOrderOfTheState() {
    overlay.put(8, A, NEW);
    overlay.put(7, D, NEW);
    overlay.remove(7, B);
    overlay.put(7, A, NEW);

    assertThat(overlay.changes().changes())
        .containsExactly(
            new StateChange(7, A, Optional.of(OLD), Optional.of(NEW)),
            new StateChange(7, B, Optional.of(OLD), Optional.empty()),
            added(7, D, NEW),
            added(8, A, NEW));
  }

  @Test
  void refusesChangesThatDoNotFitTheState() {
    assertThatThrownBy(() -> overlay.apply(new StateChanges(List.of(added(7, A, NEW)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("7/01");
    assertThatThrownBy(
            () ->
                overlay.apply(
                    new StateChanges(
                        List.of(new StateChange(7, A, Optional.of(NEW), Optional.empty())))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                overlay.apply(
                    new StateChanges(
                        List.of(new StateChange(7, D, Optional.of(OLD), Optional.empty())))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesAnEmptyValueForAnEntry() {
    overlay.put(7, D, Bytes.EMPTY);

    assertThat(overlay.get(7, D)).contains(Bytes.EMPTY);
    assertThat(overlay.higher(7, C)).contains(new StateReader.Entry(D, Bytes.EMPTY));
    assertThat(overlay.changes().changes()).containsExactly(added(7, D, Bytes.EMPTY));
  }
}
