package dev.cairn.net.discovery;

import static dev.cairn.net.discovery.Ids.address;
import static dev.cairn.net.discovery.Ids.known;
import static dev.cairn.net.discovery.Ids.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressExchangeTest {

  private static final PeerAddress LOOPBACK = new PeerAddress(Bytes.ofHex("7f000001"), 7771);
  private static final PeerAddress LINK_LOCAL =
      new PeerAddress(Bytes.ofHex("fe800000000000000000000000000009"), 7771, 2);

  private final PeerBook book =
      new PeerBook(node(0), new InMemoryPeerBookStore(), new Random(1), NetLimits.DEFAULT);
  private final AddressExchange exchange = new AddressExchange(book, node(0), new Random(2));

  private RecordedPeer dialled(int number) {
    RecordedPeer peer = RecordedPeer.dialled(node(number), address(number));
    exchange.onOpen(peer);
    return peer;
  }

  private RecordedPeer inbound(int number) {
    RecordedPeer peer = RecordedPeer.inbound(node(number), address(number), 7772);
    exchange.onOpen(peer);
    return peer;
  }

  private static Addresses answerOf(RecordedPeer peer) {
    assertThat(peer.sent).hasSize(1);
    return (Addresses) peer.sent.get(0);
  }

  @Test
  void asksThosePeersThatItDialledItself() {
    assertThat(dialled(5).sent).containsExactly(new GetAddresses());
    assertThat(inbound(6).sent).isEmpty();
  }

  @Test
  void learnsWhereThoseListenThatDialledIt() {
    inbound(6);
    KnownAddress listening = new KnownAddress(node(6), address(6).withPort(7772));
    assertThat(book.find(listening)).map(BookEntry::wasLinked).contains(true);
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void learnsNothingOfAPeerThatTakesNoConnections() {
    exchange.onOpen(RecordedPeer.inbound(node(6), address(6), 0));
    assertThat(book.size()).isZero();
  }

  @Test
  void learnsAnAnswerThatItAskedForOnce() {
    RecordedPeer peer = dialled(5);
    exchange.onAddresses(peer, new Addresses(List.of(known(7), known(0), known(8))));
    assertThat(book.find(known(7)).orElseThrow().source().teller()).contains(node(5));
    assertThat(book.size()).isEqualTo(2);
    assertThat(peer.charged).isEmpty();

    exchange.onAddresses(peer, new Addresses(List.of(known(9))));
    assertThat(peer.charged).containsExactly(Misbehaviour.UNREQUESTED);
    assertThat(book.find(known(9))).isEmpty();
  }

  @Test
  void chargesAnAnswerWithoutARequest() {
    RecordedPeer peer = inbound(6);
    exchange.onAddresses(peer, new Addresses(List.of(known(9))));
    assertThat(peer.charged).containsExactly(Misbehaviour.UNREQUESTED);
    assertThat(book.find(known(9))).isEmpty();
  }

  @Test
  void answersOnceOnEachLink() {
    book.dialled(known(5), AddressSource.discovered());
    RecordedPeer peer = inbound(6);
    exchange.onGetAddresses(peer, new GetAddresses());
    assertThat(answerOf(peer).addresses()).containsExactly(known(5));

    exchange.onGetAddresses(peer, new GetAddresses());
    assertThat(peer.sent).hasSize(1);
    assertThat(peer.charged).containsExactly(Misbehaviour.RATE_EXCEEDED);
  }

  @Test
  void answersWithAtMostWhatAMessageHolds() {
    IntStream.range(100, 300).forEach(i -> book.dialled(known(i), AddressSource.discovered()));
    RecordedPeer peer = inbound(6);
    exchange.onGetAddresses(peer, new GetAddresses());
    assertThat(answerOf(peer).addresses()).hasSize(Addresses.ADDRESSES_MAX).doesNotHaveDuplicates();
  }

  @Test
  void tellsNeitherScopedAddressesNorItsLoopbackToOthers() {
    book.dialled(new KnownAddress(node(7), LINK_LOCAL), AddressSource.discovered());
    book.dialled(new KnownAddress(node(8), LOOPBACK), AddressSource.discovered());
    RecordedPeer peer = inbound(6);
    exchange.onGetAddresses(peer, new GetAddresses());
    assertThat(answerOf(peer).addresses()).isEmpty();

    RecordedPeer neighbour = RecordedPeer.inbound(node(9), LOOPBACK.withPort(7773), 7773);
    exchange.onOpen(neighbour);
    exchange.onGetAddresses(neighbour, new GetAddresses());
    assertThat(answerOf(neighbour).addresses())
        .contains(new KnownAddress(node(8), LOOPBACK))
        .doesNotContain(new KnownAddress(node(7), LINK_LOCAL));
  }

  @Test
  void believesNoLoopbackOfOtherHosts() {
    RecordedPeer peer = dialled(5);
    exchange.onAddresses(peer, new Addresses(List.of(new KnownAddress(node(8), LOOPBACK))));
    assertThat(book.size()).isZero();
  }

  @Test
  void keepsNothingOfALinkThatHasEnded() {
    RecordedPeer peer = dialled(5);
    exchange.onGone(peer);
    exchange.onAddresses(peer, new Addresses(List.of(known(9))));
    exchange.onGetAddresses(peer, new GetAddresses());
    assertThat(peer.charged).isEmpty();
    assertThat(peer.sent).containsExactly(new GetAddresses());
  }
}
