package dev.cairn.net.discovery;

import static dev.cairn.net.discovery.Ids.address;
import static dev.cairn.net.discovery.Ids.known;
import static dev.cairn.net.discovery.Ids.node;
import static dev.cairn.net.discovery.Ids.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.discovery.RecordedOutbox.Dial;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In virtual time: ticks of 100 ms, and a world in which the test answers the dials. */
class DialerTest {

  private static final int SELF = 1000;
  private static final NetLimits LIMITS = NetLimits.DEFAULT;

  private final ManualScheduler scheduler = new ManualScheduler();
  private final RecordedOutbox outbox = new RecordedOutbox();
  private final InMemoryPeerBookStore store = new InMemoryPeerBookStore();
  private final PeerBook book = new PeerBook(node(SELF), store, new Random(1), LIMITS);
  private final TreeSet<PeerAddress> bannedAddresses = new TreeSet<>();
  private final TreeSet<NodeId> bannedNodes = new TreeSet<>();
  private final Dialer dialer = dialer();

  private Dialer dialer() {
    return new Dialer(
        book,
        node(SELF),
        outbox,
        (address, node) ->
            bannedAddresses.contains(address) || node.map(bannedNodes::contains).orElse(false),
        scheduler,
        new Random(2),
        LIMITS);
  }

  private List<Dial> dialsIn(long millis) {
    List<Dial> dials = new ArrayList<>(outbox.takeDials());
    for (long passed = 0; passed < millis; passed += 100) {
      scheduler.advance(100);
      dialer.onTick(scheduler.nowMillis());
      dials.addAll(outbox.takeDials());
    }
    return dials;
  }

  private static Dial any(int number) {
    return new Dial(address(number), Optional.empty());
  }

  private static Dial expecting(int number) {
    return new Dial(address(number), Optional.of(node(number)));
  }

  private void fail(Dial dial, DisconnectReason reason) {
    dialer.onDialFailed(dial.address(), dial.expected(), reason);
  }

  private RecordedPeer open(int number) {
    RecordedPeer peer = RecordedPeer.dialled(node(number), address(number));
    dialer.onOpen(peer);
    return peer;
  }

  @Test
  void dialsAConfiguredAddressAtOnceAndOnlyOnceAtATime() {
    dialer.join(address(5));
    assertThat(outbox.takeDials()).containsExactly(any(5));
    dialer.join(address(5));
    assertThat(dialsIn(10_000)).isEmpty();
  }

  @Test
  void redialsAConfiguredAddressForEverWithPausesOfAtMostThreeSeconds() {
    dialer.join(address(5));
    outbox.takeDials();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      fail(any(5), DisconnectReason.DIAL_FAILED);
      long failed = scheduler.nowMillis();
      while (outbox.takeDials().isEmpty()) {
        scheduler.advance(1);
        dialer.onTick(scheduler.nowMillis());
      }
      pauses.add(scheduler.nowMillis() - failed);
    }
    assertThat(pauses).allMatch(pause -> pause <= LIMITS.redialMillisMax());
    assertThat(pauses.get(0)).isLessThanOrEqualTo(250);
    assertThat(pauses.subList(10, 200))
        .as("jitter")
        .allMatch(pause -> pause >= LIMITS.redialMillisMax() / 2)
        .anyMatch(pause -> pause < LIMITS.redialMillisMax() * 2 / 3)
        .anyMatch(pause -> pause > LIMITS.redialMillisMax() * 5 / 6);
  }

  @Test
  void aRefusalDoesNotKeepAConfiguredAddressFromBeingTried() {
    dialer.join(address(5));
    outbox.takeDials();
    for (int i = 0; i < 20; i++) {
      fail(any(5), DisconnectReason.NOT_ALLOWED);
      assertThat(dialsIn(LIMITS.redialMillisMax())).containsExactly(any(5));
    }
  }

  /** Every dial finds the node, and ends because of a ban. */
  private int dialsUntil(long millis) {
    int dials = 0;
    for (long passed = 0; passed < millis; passed += 100) {
      for (Dial dial : dialsIn(100)) {
        dials++;
        dialer.onHandshakeFailed(
            RecordedPeer.dialled(node(5), dial.address()).link(), DisconnectReason.BANNED);
      }
    }
    return dials;
  }

  @Test
  void dialsAConfiguredAddressLessAndLessWhileItsNodeIsBannedAndAtOnceThen() {
    bannedNodes.add(node(5));
    dialer.join(address(5));
    assertThat(dialsUntil(120_000)).isBetween(8, 16);
    assertThat(dialsUntil(3_600_000)).isBetween(60, 120);

    bannedNodes.clear();
    assertThat(dialsIn(100)).containsExactly(any(5));
    open(5);
    assertThat(dialsIn(60_000)).isEmpty();
  }

  @Test
  void dialsLessAndLessWhileTheOtherNodeHasBannedThisOne() {
    dialer.join(address(5));
    assertThat(dialsUntil(120_000)).isBetween(8, 16);
    assertThat(dialsUntil(3_600_000)).isBetween(60, 120);
    assertThat(dialsIn(LIMITS.bannedRedialMillisMax())).contains(any(5));
  }

  @Test
  void dialsAgainAtOnceWhenAnInterfaceChanges() {
    dialer.join(address(5));
    outbox.takeDials();
    for (int i = 0; i < 10; i++) {
      fail(any(5), DisconnectReason.DIAL_FAILED);
      dialsIn(5_000);
    }
    fail(any(5), DisconnectReason.DIAL_FAILED);
    dialer.onInterfacesChanged();
    assertThat(outbox.takeDials()).containsExactly(any(5));
  }

  @Test
  void theLowerIdDialsASightedNodeAtOnce() {
    dialer.onSighting(sighting(1, SELF + 1, false));
    assertThat(outbox.takeDials()).containsExactly(expecting(SELF + 1));
  }

  @Test
  void theGreaterIdWaitsForTheOtherToDial() {
    dialer.onSighting(sighting(1, SELF - 1, false));
    assertThat(dialsIn(Dialer.TIE_BREAK_MILLIS - 100)).isEmpty();
    dialer.onOpen(RecordedPeer.inbound(node(SELF - 1), address(SELF - 1), 7771));
    assertThat(dialsIn(60_000)).isEmpty();
  }

  @Test
  void theGreaterIdDialsWhenTheOtherDoesNot() {
    dialer.onSighting(sighting(1, SELF - 1, false));
    assertThat(dialsIn(1_000)).containsExactly(expecting(SELF - 1));
  }

  @Test
  void neverDialsItselfNorWhatIsBanned() {
    bannedAddresses.add(address(5));
    bannedNodes.add(node(SELF + 6));
    dialer.join(address(5));
    dialer.onSighting(sighting(1, SELF + 6, false));
    dialer.onSighting(sighting(1, SELF, false));
    book.heard(known(SELF + 6), AddressSource.discovered());
    assertThat(dialsIn(60_000)).isEmpty();
    bannedAddresses.clear();
    assertThat(dialsIn(100)).containsExactly(any(5));
  }

  @Test
  void forgetsAnAddressThatIsItsOwn() {
    dialer.join(address(5));
    book.heard(known(5), AddressSource.discovered());
    outbox.takeDials();
    fail(any(5), DisconnectReason.SELF_CONNECTION);
    assertThat(dialsIn(60_000)).isEmpty();
    assertThat(book.size()).isZero();
    dialer.onSighting(new Sighting(Ids.network(1), node(SELF + 1), address(5), false));
    assertThat(dialsIn(60_000)).isEmpty();

    dialer.onInterfacesChanged();
    assertThat(outbox.takeDials()).as("another host may have it now").containsExactly(any(5));
  }

  @Test
  void learnsFromADuplicateLinkWhoIsThereAndLeavesItAlone() {
    dialer.join(address(5));
    outbox.takeDials();
    RecordedPeer inbound = RecordedPeer.inbound(node(5), address(5), 7771);
    dialer.onOpen(inbound);
    dialer.onHandshakeFailed(
        RecordedPeer.dialled(node(5), address(5)).link(), DisconnectReason.DUPLICATE_LINK);
    assertThat(dialsIn(60_000)).isEmpty();

    dialer.onGone(inbound);
    assertThat(dialsIn(LIMITS.redialMillisMax())).containsExactly(any(5));
  }

  @Test
  void whatAnswersIsInTheBookWithItsSource() {
    dialer.join(address(5));
    dialer.onSighting(sighting(1, SELF + 1, false));
    outbox.takeDials();
    open(5);
    open(SELF + 1);
    assertThat(book.find(known(5)).orElseThrow().source()).isEqualTo(AddressSource.configured());
    assertThat(book.find(known(SELF + 1)).orElseThrow().source())
        .isEqualTo(AddressSource.discovered());
    assertThat(book.anchors()).containsExactly(known(SELF + 1), known(5));
  }

  @Test
  void redialsALostLinkSoon() {
    dialer.onSighting(sighting(1, SELF + 1, false));
    outbox.takeDials();
    RecordedPeer peer = open(SELF + 1);
    assertThat(dialsIn(60_000)).isEmpty();
    dialer.onGone(peer);
    assertThat(dialsIn(400)).containsExactly(expecting(SELF + 1));
  }

  @Test
  void linksThatEndAtOnceAreNotRedialledInALoop() {
    dialer.join(address(5));
    outbox.takeDials();
    int dials = 0;
    for (int i = 0; i < 600; i++) {
      dialer.onGone(open(5));
      dials += dialsIn(100).size();
    }
    assertThat(dials).as("dials in a minute").isBetween(20, 60);
  }

  @Test
  void fillsTheRoomFromTheBookAndNoMore() {
    for (int i = 1; i <= 40; i++) {
      book.heard(known(i), AddressSource.told(node(i), address(i)));
    }
    List<Dial> dials = dialsIn(10_000);
    assertThat(dials).hasSize(LIMITS.outbound()).doesNotHaveDuplicates();
    dials.forEach(
        dial -> dialer.onOpen(RecordedPeer.dialled(dial.expected().orElseThrow(), dial.address())));
    assertThat(dialsIn(60_000)).isEmpty();
  }

  @Test
  void configuredAddressesNeedNoRoom() {
    for (int i = 1; i <= LIMITS.outbound() + 3; i++) {
      dialer.join(address(i));
    }
    assertThat(outbox.takeDials()).hasSize(LIMITS.outbound() + 3);
  }

  @Test
  void dialsAddressesOfTheBookOneAfterTheOther() {
    for (int i = 1; i <= 500; i++) {
      book.heard(known(i), AddressSource.told(node(i), address(i)));
    }
    int dials = 0;
    for (int i = 0; i < 600; i++) {
      for (Dial dial : dialsIn(100)) {
        dials++;
        fail(dial, DisconnectReason.DIAL_FAILED);
      }
    }
    assertThat(dials)
        .as("dials in a minute")
        .isBetween(100, (int) (60_000 / Dialer.BOOK_DIAL_MILLIS));
  }

  @Test
  void anchorsAreDialledFirstAfterARestartUnderPoisonedTables() {
    for (int i = 1; i <= 3; i++) {
      book.dialled(known(i), AddressSource.discovered());
    }
    for (int source = 0; source < 200; source++) {
      for (int i = 0; i < 64; i++) {
        book.heard(
            known(100_000 + source * 100 + i),
            AddressSource.told(node(50_000 + source), address(50_000 + source)));
      }
    }
    book.saveIfChanged();
    PeerBook reopened = new PeerBook(node(SELF), store, new Random(3), LIMITS);
    Dialer restarted =
        new Dialer(reopened, node(SELF), outbox, (a, n) -> false, scheduler, new Random(4), LIMITS);
    restarted.onTick(scheduler.nowMillis());
    assertThat(outbox.takeDials()).startsWith(expecting(3), expecting(2), expecting(1));
  }

  @Test
  void aWrongNodeAtAnAddressIsForgotten() {
    book.heard(known(5), AddressSource.discovered());
    assertThat(dialsIn(300)).containsExactly(expecting(5));
    fail(expecting(5), DisconnectReason.IDENTITY_UNEXPECTED);
    assertThat(book.size()).isZero();
    assertThat(dialsIn(60_000)).isEmpty();
  }

  @Test
  void theBookIsNotEmptiedWhileWeAreOfflineOurselves() {
    for (int i = 1; i <= 5; i++) {
      book.heard(known(i), AddressSource.discovered());
    }
    for (int i = 0; i < 6_000; i++) {
      dialsIn(100).forEach(dial -> fail(dial, DisconnectReason.DIAL_FAILED));
    }
    assertThat(book.size()).isEqualTo(5);
  }

  @Test
  void forgedSightingsLeaveHalfOfTheRoomToTheBook() {
    book.dialled(known(5), AddressSource.discovered());
    for (int i = 0; i < 10_000; i++) {
      dialer.onSighting(sighting(1, SELF + 1 + i, false));
    }
    assertThat(outbox.takeDials()).hasSize(LIMITS.outbound() / 2);
    assertThat(dialsIn(20_000)).contains(expecting(5));
    assertThat(book.size()).as("nothing is kept that had no link").isEqualTo(1);
  }

  @Test
  void aForgedIdAtAnHonestAddressDoesNotDelayTheHonestNode() {
    PeerAddress honest = address(SELF + 5);
    for (int i = 0; i < 3; i++) {
      dialer.onSighting(new Sighting(Ids.network(1), node(SELF + 50 + i), honest, false));
      for (Dial dial : outbox.takeDials()) {
        fail(dial, DisconnectReason.IDENTITY_UNEXPECTED);
      }
    }
    dialer.onSighting(sighting(1, SELF + 5, false));
    assertThat(outbox.takeDials()).containsExactly(expecting(SELF + 5));
  }

  @Test
  void triesTheOtherAddressOfASightedNode() {
    dialer.onSighting(sighting(1, SELF + 1, false));
    dialer.onSighting(new Sighting(Ids.network(1), node(SELF + 1), address(77), false));
    assertThat(outbox.takeDials()).as("one at a time").containsExactly(expecting(SELF + 1));
    fail(expecting(SELF + 1), DisconnectReason.DIAL_FAILED);
    assertThat(dialsIn(100)).containsExactly(new Dial(address(77), Optional.of(node(SELF + 1))));
  }

  @Test
  void aDialThatIsNeverAnsweredIsGivenUp() {
    dialer.join(address(5));
    outbox.takeDials();
    assertThat(dialsIn(Dialer.DIAL_MILLIS_MAX - 100)).isEmpty();
    assertThat(dialsIn(200)).containsExactly(any(5));
  }

  @Test
  void leavesAnAddressThatIsNoLongerConfigured() {
    dialer.join(address(5));
    outbox.takeDials();
    dialer.leave(address(5));
    fail(any(5), DisconnectReason.DIAL_FAILED);
    assertThat(dialsIn(60_000)).isEmpty();
  }

  @Test
  void refusedByAStrangerItWaitsAMinuteOrSo() {
    dialer.onSighting(sighting(1, SELF + 1, false));
    outbox.takeDials();
    fail(expecting(SELF + 1), DisconnectReason.NOT_ALLOWED);
    assertThat(dialsIn(29_000)).isEmpty();
    assertThat(dialsIn(32_000)).containsExactly(expecting(SELF + 1));
  }

  @Test
  void savesTheBookNowAndThen() {
    book.heard(new KnownAddress(node(5), address(5)), AddressSource.discovered());
    dialsIn(6_000);
    assertThat(store.load()).hasSize(1);
  }
}
