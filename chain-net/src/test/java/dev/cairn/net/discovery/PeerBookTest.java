package dev.cairn.net.discovery;

import static dev.cairn.net.discovery.Ids.address;
import static dev.cairn.net.discovery.Ids.known;
import static dev.cairn.net.discovery.Ids.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerBookTest {

  private static final AddressSource LAN = AddressSource.discovered();

  private final InMemoryPeerBookStore store = new InMemoryPeerBookStore();
  private final PeerBook book = open();

  private PeerBook open() {
    return new PeerBook(node(0), store, new Random(1), NetLimits.DEFAULT);
  }

  private static AddressSource toldBy(int number) {
    return AddressSource.told(node(number), address(number));
  }

  @Test
  void keepsWhatItHeardWithItsSource() {
    assertThat(book.heard(known(5), toldBy(7))).isTrue();

    BookEntry entry = book.find(known(5)).orElseThrow();
    assertThat(entry.source().teller()).contains(node(7));
    assertThat(entry.wasLinked()).isFalse();
    assertThat(book.heard(known(5), toldBy(8))).as("known already").isFalse();
  }

  @Test
  void refusesOwnIdAndWhatIsNoAddressOfOneHost() {
    assertThat(book.heard(new KnownAddress(node(0), address(5)), LAN)).isFalse();
    for (PeerAddress nowhere :
        new PeerAddress[] {
          address(5).withPort(0),
          new PeerAddress(Bytes.ofHex("00000000"), 7771),
          new PeerAddress(Bytes.ofHex("e00000fb"), 7771),
          new PeerAddress(Bytes.ofHex("ffffffff"), 7771),
          new PeerAddress(Bytes.ofHex("00000000000000000000000000000000"), 7771),
          new PeerAddress(Bytes.ofHex("ff0200000000000000000000000000fb"), 7771),
          new PeerAddress(Bytes.ofHex("fe800000000000000000000000000001"), 7771)
        }) {
      assertThat(book.heard(new KnownAddress(node(1), nowhere), LAN)).as("%s", nowhere).isFalse();
    }
    assertThat(book.size()).isZero();
  }

  @Test
  void takesPrivateAndLinkLocalAddresses() {
    PeerAddress linkLocal =
        new PeerAddress(Bytes.ofHex("fe800000000000000000000000000001"), 7771, 3);
    assertThat(book.heard(new KnownAddress(node(1), linkLocal), LAN)).isTrue();
    assertThat(book.heard(known(2), LAN)).isTrue();
  }

  @Test
  void oneSourceHasAtMostItsPlaces() {
    long added = IntStream.range(1, 1000).filter(i -> book.heard(known(i), toldBy(7))).count();

    assertThat(added)
        .isEqualTo(book.size())
        .isBetween(32L, (long) NetLimits.DEFAULT.addressesPerSource());
  }

  @Test
  void allIdentitiesAtOneAddressAreOneSource() {
    for (int i = 1; i < 1000; i++) {
      book.heard(known(i), AddressSource.told(node(10_000 + i), address(7)));
    }
    assertThat(book.size()).isLessThanOrEqualTo(NetLimits.DEFAULT.addressesPerSource());
  }

  @Test
  void forgetsWhatOnlyWasHeardOfAfterSomeFailures() {
    book.heard(known(5), LAN);
    for (int i = 1; i < PeerBook.HEARD_FAILURES_MAX; i++) {
      book.failed(known(5));
    }
    assertThat(book.find(known(5))).map(BookEntry::failures).contains(2);
    book.failed(known(5));
    assertThat(book.find(known(5))).isEmpty();
  }

  @Test
  void keepsForLongWhatOnceAnswered() {
    book.dialled(known(5), LAN);
    for (int i = 1; i < PeerBook.DIALLED_FAILURES_MAX; i++) {
      book.failed(known(5));
    }
    assertThat(book.find(known(5))).isPresent();
    book.failed(known(5));
    assertThat(book.find(known(5))).isEmpty();
  }

  @Test
  void successEndsTheCountOfFailures() {
    book.dialled(known(5), LAN);
    book.failed(known(5));
    book.ended(known(5));
    book.dialled(known(5), LAN);
    assertThat(book.find(known(5)).orElseThrow().failures()).isZero();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void aNewcomerTakesThePlaceOfAnAddressThatFailed() {
    IntStream.range(1, 1000).forEach(i -> book.heard(known(i), toldBy(7)));
    assertThat(book.heard(known(2000), toldBy(7))).isFalse();
    book.entries().forEach(entry -> book.failed(entry.known()));
    assertThat(book.heard(known(2000), toldBy(7))).isTrue();
  }

  @Test
  void tellsOnlyAddressesThatHadALink() {
    book.heard(known(1), LAN);
    book.met(known(2), toldBy(2));
    book.dialled(known(3), LAN);
    book.heard(known(4), LAN);
    book.met(known(4), toldBy(4));

    assertThat(book.sample(64, new Random(1), any -> true))
        .containsExactlyInAnyOrder(known(2), known(3), known(4));
    assertThat(book.sample(2, new Random(1), any -> true)).hasSize(2).doesNotHaveDuplicates();
    assertThat(book.sample(64, new Random(1), known(3)::equals)).containsExactly(known(3));
  }

  @Test
  void anchorsComeBackAfterARestartTheLatestFirst() {
    book.dialled(known(1), LAN);
    book.dialled(known(2), LAN);
    book.heard(known(3), LAN);
    book.saveIfChanged();

    PeerBook reopened = open();
    assertThat(reopened.anchors()).containsExactly(known(2), known(1));
    assertThat(reopened.entries()).containsExactlyInAnyOrderElementsOf(book.entries());
  }

  @Test
  void anchorsThatAreLinkedKeepTheirPlace() {
    int outbound = NetLimits.DEFAULT.outbound();
    for (int i = 1; i <= outbound; i++) {
      book.dialled(known(i), LAN);
    }
    book.dialled(known(100), LAN);
    assertThat(book.anchors()).hasSize(outbound).doesNotContain(known(100));

    book.ended(known(3));
    book.dialled(known(101), LAN);
    assertThat(book.anchors()).hasSize(outbound).contains(known(101)).doesNotContain(known(3));
  }

  @Test
  void ownAddressIsForgottenWhateverNodeItWasSaidToBe() {
    book.heard(known(5), LAN);
    book.dialled(new KnownAddress(node(6), address(5)), LAN);
    book.forget(address(5));
    assertThat(book.size()).isZero();
  }

  @Test
  void savesOnlyWhatHasChanged() {
    book.heard(known(5), LAN);
    book.saveIfChanged();
    assertThat(store.load()).hasSize(1);
    store.save(List.of());
    book.saveIfChanged();
    assertThat(store.load()).isEmpty();
  }
}
