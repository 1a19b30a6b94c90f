package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.InboundSlots.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundSlotsTest {

  private static final Bytes NEWCOMER = TestNodes.address(999).prefix();

  private final List<Slot> slots = new ArrayList<>();

  @Test
  void evictsTheYoungestOfTheMostCrowdedPrefix() {
    fill(1, 10);
    fill(2, 30);
    fill(3, 24);

    assertThat(victim(NEWCOMER)).isEqualTo(new LinkId(40)); // the last one of host 2
  }

  @Test
  void turnsTheNewcomerAwayWhenNobodyHasMoreThanItWouldHave() {
    for (int host = 1; host <= 64; host++) {
      fill(host, 1);
    }

    assertThat(InboundSlots.victim(slots, NEWCOMER)).isEmpty();
  }

  @Test
  void aCrowdedNewcomerEvictsNobodyOfASmallerCrowd() {
    fill(1, 30);
    fill(2, 34);

    assertThat(InboundSlots.victim(slots, TestNodes.address(2).prefix())).isEmpty();
    assertThat(victim(TestNodes.address(1).prefix())).isEqualTo(new LinkId(64));
  }

  @Test
  void nearUsefulAndOldPeersAreSafe() {
    fill(1, 64);
    for (int i = 40; i < 48; i++) {
      change(i, 1, InboundSlots.NEVER);
    }
    for (int i = 48; i < 56; i++) {
      change(i, 50, 1000 + i);
    }

    List<LinkId> victims = new ArrayList<>();
    for (var victim = InboundSlots.victim(slots, NEWCOMER);
        victim.isPresent();
        victim = InboundSlots.victim(slots, NEWCOMER)) {
      LinkId link = victim.get();
      victims.add(link);
      slots.removeIf(slot -> slot.link().equals(link));
    }

    assertThat(victims).hasSize(40); // the 8 oldest, 8 nearest and 8 most useful stay
    assertThat(slots.stream().map(slot -> slot.link().number()))
        .contains(1L, 8L, 41L, 48L, 49L, 56L);
  }

  /** G1: whatever one host does, the peers that are hard to imitate keep their slots. */
  @Test
  void twoHundredIdentitiesOfOneHostDoNotCrowdOutOthers() {
    for (int host = 1; host <= 56; host++) {
      fill(host, 1);
    }
    fill(57, 8);
    for (int i = 0; i < 200; i++) {
      assertThat(InboundSlots.victim(slots, TestNodes.address(57).prefix())).isEmpty();
    }

    assertThat(victim(NEWCOMER)).isEqualTo(new LinkId(64)); // an honest newcomer gets in
  }

  private void fill(int host, int links) {
    for (int i = 0; i < links; i++) {
      long number = slots.size() + 1;
      slots.add(
          new Slot(
              new LinkId(number),
              TestNodes.address(host).prefix(),
              InboundSlots.UNKNOWN,
              InboundSlots.NEVER,
              number));
    }
  }

  private void change(int index, long roundTripMillis, long usefulMillis) {
    Slot old = slots.get(index);
    slots.set(
        index,
        new Slot(old.link(), old.prefix(), roundTripMillis, usefulMillis, old.openedMillis()));
  }

  private LinkId victim(Bytes newcomer) {
    return InboundSlots.victim(slots, newcomer).orElseThrow();
  }
}
