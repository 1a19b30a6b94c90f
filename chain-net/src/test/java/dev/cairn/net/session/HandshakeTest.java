package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Proof;
import dev.cairn.net.peer.DisconnectReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private final Parley parley = new Parley();

  @Test
  void opensOnBothSidesAfterHelloAndIntroduction() {
    parley.run();

    assertThat(parley.initiator.isOpen()).isTrue();
    assertThat(parley.responder.isOpen()).isTrue();
    assertThat(kinds(parley.initiator.said)).containsExactly(Hello.class, Introduction.class);
    assertThat(kinds(parley.responder.said)).containsExactly(Hello.class, Introduction.class);
    assertThat(agreement(parley.initiator).introduction()).isEqualTo(Parley.introduction(2));
    assertThat(agreement(parley.responder).introduction()).isEqualTo(Parley.introduction(1));
  }

  @Test
  void initiatorSpeaksFirst() {
    Handshake responder = parley.responder.handshake();
    Handshake initiator = parley.initiator.handshake();

    assertThat(((Handshake.Step.Say) responder.begin()).messages()).isEmpty();
    assertThat(kinds(((Handshake.Step.Say) initiator.begin()).messages()))
        .containsExactly(Hello.class);
  }

  @Test
  void takesTheHighestVersionThatBothSpeak() {
    parley.initiator.protocolMin = 2;
    parley.initiator.protocolMax = 5;
    parley.responder.protocolMin = 1;
    parley.responder.protocolMax = 4;

    parley.run();

    assertThat(agreement(parley.initiator).protocol()).isEqualTo(4);
    assertThat(agreement(parley.responder).protocol()).isEqualTo(4);
  }

  @Test
  void takesTheOnlyVersionThatBothSpeak() {
    parley.initiator.protocolMin = 4;
    parley.initiator.protocolMax = 5;
    parley.responder.protocolMax = 4;

    parley.run();

    assertThat(agreement(parley.responder).protocol()).isEqualTo(4);
  }

  @Test
  void tellsBothRangesWhenThereIsNoCommonVersion() {
    parley.initiator.protocolMin = 4;
    parley.initiator.protocolMax = 5;
    parley.responder.protocolMax = 3;

    parley.run();

    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.VERSION);
    assertThat(parley.responder.refusal().detail())
        .isEqualTo("this node speaks 1 to 3, the peer 4 to 5");
    assertThat(parley.responder.refusal().isViolation()).isFalse();
    assertThat(parley.responder.said).isEmpty();
  }

  @Test
  void refusesAnotherNetworkWithoutPointsAndWithoutAWordOfItsOwn() {
    NetworkId other = NetworkId.of(TestNodes.nonce(99).toArray());
    parley.initiator.plan = UpgradePlan.none(other);

    parley.run();

    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.NETWORK_MISMATCH);
    assertThat(parley.responder.refusal().detail()).contains(other.toString());
    assertThat(parley.responder.refusal().isViolation()).isFalse();
    assertThat(parley.responder.said).isEmpty();
  }

  @Test
  void tellsWhoIsInNoNetworkYetWhichOneItIsIn() {
    parley.initiator.plan = UpgradePlan.none(NetworkId.ZERO);

    parley.run();

    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.NETWORK_MISMATCH);
    assertThat(parley.responder.refusal().parting())
        .singleElement()
        .isInstanceOfSatisfying(
            Hello.class,
            hello -> assertThat(hello.networkId()).isEqualTo(parley.responder.plan.network()));
  }

  @Test
  void initiatorDoesNotTrustAResponderOfAnotherNetworkOrVersion() {
    Handshake initiator = parley.initiator.handshake();
    initiator.begin();
    Handshake.Step step =
        initiator.onMessage(
            hello(NetworkId.of(TestNodes.nonce(99).toArray()), TestNodes.nonce(22), 1, 1));

    assertThat(((Handshake.Step.Refuse) step).reason())
        .isEqualTo(DisconnectReason.NETWORK_MISMATCH);
    Handshake another = parley.initiator.handshake();
    another.begin();
    assertThat(
            ((Handshake.Step.Refuse)
                    another.onMessage(hello(Parley.NETWORK, TestNodes.nonce(22), 2, 9)))
                .reason())
        .isEqualTo(DisconnectReason.VERSION);
  }

  @Test
  void refusesOtherRules() {
    parley.initiator.plan =
        new UpgradePlan(Parley.NETWORK, List.of(new Upgrade("other", Height.GENESIS)));

    parley.run();

    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.RULES_DIFFER);
    assertThat(parley.responder.refusal().isViolation()).isFalse();
  }

  @Test
  void recognisesItsOwnNonceAndACopyOfItsKey() {
    parley.initiator.link = TestNodes.link(1, 1, 1, true);
    Parley.Side same = new Parley.Side(1, TestNodes.link(2, 1, 1, false), 33);
    same.ownNonce = 11;
    Handshake responder = same.handshake();

    Handshake.Step self = responder.onMessage(hello(Parley.NETWORK, TestNodes.nonce(11), 1, 1));
    Handshake.Step copy =
        same.handshake().onMessage(hello(Parley.NETWORK, TestNodes.nonce(12), 1, 1));

    assertThat(((Handshake.Step.Refuse) self).reason()).isEqualTo(DisconnectReason.SELF_CONNECTION);
    assertThat(((Handshake.Step.Refuse) copy).reason())
        .isEqualTo(DisconnectReason.NODE_KEY_IN_USE_ELSEWHERE);
  }

  @Test
  void aReflectedHelloIsAViolation() {
    Handshake initiator = parley.initiator.handshake();
    Message own = ((Handshake.Step.Say) initiator.begin()).messages().get(0);

    Handshake.Step step = initiator.onMessage(own);

    assertThat(((Handshake.Step.Refuse) step).isViolation()).isTrue();
  }

  @Test
  void aRepeatedMessageIsAViolation() {
    for (boolean hasSecret : new boolean[] {false, true}) {
      Parley one = new Parley();
      if (hasSecret) {
        one.initiator.secret = one.responder.secret = Optional.of(secret(1));
      }
      one.run();
      List<Message> said = List.copyOf(one.initiator.said);
      for (int repeated = 0; repeated + 1 < said.size(); repeated++) {
        Handshake responder = one.responder.handshake();
        Handshake.Step step = responder.begin();
        for (int i = 0; i <= repeated; i++) {
          step = responder.onMessage(said.get(i));
        }
        assertThat(step).isInstanceOf(Handshake.Step.Say.class);
        Handshake.Step second = responder.onMessage(said.get(repeated));
        if (!(said.get(repeated) instanceof Introduction)) {
          assertThat(((Handshake.Step.Refuse) second).reason())
              .isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
          assertThat(((Handshake.Step.Refuse) second).isViolation()).isTrue();
        }
      }
    }
  }

  @Test
  void aMessageOutOfPlaceIsAViolation() {
    List<Message> early =
        List.of(
            new Ping(1),
            new GetAddresses(),
            new GetHeaders(1, List.of()),
            Parley.introduction(1),
            new Proof(TestNodes.nonce(5)));
    for (Message message : early) {
      Handshake.Step step = parley.responder.handshake().onMessage(message);

      assertThat(((Handshake.Step.Refuse) step).isViolation()).as(message.toString()).isTrue();
    }
  }

  @Test
  void anInitiatorThatSaysHelloAgainIsRefused() {
    Handshake responder = parley.responder.handshake();
    responder.onMessage(hello(Parley.NETWORK, TestNodes.nonce(11), 1, 1));

    Handshake.Step step = responder.onMessage(hello(Parley.NETWORK, TestNodes.nonce(11), 1, 1));

    assertThat(((Handshake.Step.Refuse) step).isViolation()).isTrue();
  }

  @Test
  void aNonceOfAnotherLengthIsAViolation() {
    for (int length : new int[] {0, 31, 33}) {
      Handshake.Step step =
          parley
              .responder
              .handshake()
              .onMessage(hello(Parley.NETWORK, Bytes.of(new byte[length]), 1, 1));

      assertThat(((Handshake.Step.Refuse) step).isViolation()).isTrue();
    }
  }

  @Test
  void hearsAGoodbyeAtAnyTime() {
    Handshake initiator = parley.initiator.handshake();
    initiator.begin();

    Handshake.Step step = initiator.onMessage(new Goodbye("TOO_MANY_PEERS", "full"));

    assertThat(step).isEqualTo(new Handshake.Step.Left(new Goodbye("TOO_MANY_PEERS", "full")));
  }

  @Test
  void hasADeadline() {
    Handshake responder = parley.responder.handshake();
    responder.begin();

    assertThat(responder.onTick(Parley.DEADLINE - 1)).isEmpty();
    assertThat(responder.onTick(Parley.DEADLINE).map(Handshake.Step.Refuse.class::cast))
        .map(Handshake.Step.Refuse::reason)
        .contains(DisconnectReason.HANDSHAKE_TIMEOUT);
  }

  @Test
  void hasNoDeadlineOnceItIsOpen() {
    Handshake responder = parley.responder.handshake();
    responder.onMessage(hello(Parley.NETWORK, TestNodes.nonce(11), 1, 1));
    responder.onMessage(Parley.introduction(1));

    assertThat(responder.onTick(Parley.DEADLINE)).isEmpty();
  }

  static NetworkSecret secret(int number) {
    return NetworkSecret.of(TestNodes.nonce(7000 + number).toArray());
  }

  static Hello hello(NetworkId network, Bytes nonce, int min, int max) {
    UpgradePlan plan = UpgradePlan.none(network);
    return new Hello(
        min, max, network, nonce, plan.rulesAt(Height.GENESIS), plan.nextAfter(Height.GENESIS));
  }

  private static Handshake.Agreement agreement(Parley.Side side) {
    return ((Handshake.Step.Open) side.last).agreement();
  }

  private static List<Class<?>> kinds(List<Message> messages) {
    return messages.stream().<Class<?>>map(Message::getClass).toList();
  }
}
