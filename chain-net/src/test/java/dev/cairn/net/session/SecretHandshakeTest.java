package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Proof;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SecretHandshakeTest {

  private final Parley parley = new Parley();

  @Test
  void opensWhenBothKnowTheSecretAndTheInitiatorProvesItFirst() {
    bothHave(HandshakeTest.secret(1));

    parley.run();

    assertThat(parley.initiator.isOpen()).isTrue();
    assertThat(parley.responder.isOpen()).isTrue();
    assertThat(parley.initiator.said.stream().<Class<?>>map(Message::getClass))
        .containsExactly(Hello.class, Proof.class, Introduction.class);
    assertThat(parley.responder.said.stream().<Class<?>>map(Message::getClass))
        .containsExactly(Hello.class, Proof.class, Introduction.class);
  }

  @Test
  void theProofIsTheHmacOfTheDocumentedBytes() throws Exception {
    bothHave(HandshakeTest.secret(1));
    parley.run();
    Link link = parley.initiator.link;
    byte[] message =
        new ByteWriter()
            .bytes("cairn/secret/1/responder".getBytes(StandardCharsets.US_ASCII))
            .bytes(Parley.NETWORK)
            .bytes(TestNodes.node(1).key())
            .bytes(TestNodes.node(2).key())
            .bytes(link.localCertificateHash())
            .bytes(link.remoteCertificateHash())
            .bytes(TestNodes.nonce(11))
            .bytes(TestNodes.nonce(22))
            .toArray();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(TestNodes.nonce(7001).toArray(), "HmacSHA256"));

    assertThat(parley.responder.said.get(1)).isEqualTo(new Proof(Bytes.of(mac.doFinal(message))));
  }

  @Test
  void refusesAnotherSecretBeforeItShowsAnythingOfItsOwn() {
    parley.initiator.secret = Optional.of(HandshakeTest.secret(1));
    parley.responder.secret = Optional.of(HandshakeTest.secret(2));

    parley.run();

    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.SECRET_WRONG);
    assertThat(parley.responder.refusal().isViolation()).isFalse();
    assertThat(parley.responder.said).hasSize(1); // the Hello: no proof, no introduction
  }

  @Test
  void asksForTheSecretWhenOnlyOneSideHasIt() {
    parley.initiator.secret = Optional.of(HandshakeTest.secret(1));
    parley.run();
    assertThat(parley.responder.refusal().reason()).isEqualTo(DisconnectReason.SECRET_REQUIRED);

    Parley reversed = new Parley();
    reversed.responder.secret = Optional.of(HandshakeTest.secret(1));
    reversed.run();
    assertThat(reversed.responder.refusal().reason()).isEqualTo(DisconnectReason.SECRET_REQUIRED);
    assertThat(reversed.responder.said).hasSize(1);
  }

  @Test
  void anInitiatorWithASecretIntroducesItselfToNobodyWhoSkipsTheProof() {
    parley.initiator.secret = Optional.of(HandshakeTest.secret(1));
    Handshake initiator = parley.initiator.handshake();
    initiator.begin();
    initiator.onMessage(HandshakeTest.hello(Parley.NETWORK, TestNodes.nonce(22), 1, 1));

    Handshake.Step step = initiator.onMessage(Parley.introduction(2));

    assertThat(((Handshake.Step.Refuse) step).reason()).isEqualTo(DisconnectReason.SECRET_REQUIRED);
  }

  @Test
  void aProofSentBackToItsSenderFails() {
    bothHave(HandshakeTest.secret(1));
    Handshake initiator = parley.initiator.handshake();
    initiator.begin();
    Handshake.Step proved =
        initiator.onMessage(HandshakeTest.hello(Parley.NETWORK, TestNodes.nonce(22), 1, 1));
    Message proof = ((Handshake.Step.Say) proved).messages().get(0);

    Handshake.Step step = initiator.onMessage(proof);

    assertThat(((Handshake.Step.Refuse) step).reason()).isEqualTo(DisconnectReason.SECRET_WRONG);
  }

  @Test
  void aRecordedHandshakeOpensNoOtherLink() {
    bothHave(HandshakeTest.secret(1));
    parley.run();
    assertThat(parley.responder.isOpen()).isTrue();
    List<Message> recorded = List.copyOf(parley.initiator.said);
    parley.responder.nonce = 23; // another link, another nonce

    Handshake responder = parley.responder.handshake();
    Handshake.Step hello = responder.onMessage(recorded.get(0));
    Handshake.Step proof = responder.onMessage(recorded.get(1));

    assertThat(hello).isInstanceOf(Handshake.Step.Say.class);
    assertThat(((Handshake.Step.Refuse) proof).reason()).isEqualTo(DisconnectReason.SECRET_WRONG);
  }

  @Test
  void theProofIsTiedToEverythingThatMakesTheLink() {
    SecretProof proof =
        SecretProof.on(
            parley.initiator.link,
            TestNodes.node(1),
            Parley.NETWORK,
            TestNodes.nonce(11),
            TestNodes.nonce(22));
    NetworkSecret secret = HandshakeTest.secret(1);
    Bytes mac = proof.by(SecretProof.Role.INITIATOR, secret);
    NetworkId network = NetworkId.of(TestNodes.nonce(1).toArray());
    var other = TestNodes.node(3);
    Bytes bytes = TestNodes.nonce(1);

    assertThat(proof.isBy(SecretProof.Role.INITIATOR, secret, mac)).isTrue();
    assertThat(proof.isBy(SecretProof.Role.RESPONDER, secret, mac)).isFalse();
    assertThat(proof.isBy(SecretProof.Role.INITIATOR, HandshakeTest.secret(2), mac)).isFalse();
    assertThat(proof.isBy(SecretProof.Role.INITIATOR, secret, mac.slice(0, 31))).isFalse();
    assertThat(proof.isBy(SecretProof.Role.INITIATOR, secret, Bytes.EMPTY)).isFalse();
    List<SecretProof> others =
        List.of(
            changed(proof, network, proof.initiator(), proof.responder()),
            changed(proof, proof.network(), other, proof.responder()),
            changed(proof, proof.network(), proof.initiator(), other),
            changed(proof, proof.network(), proof.responder(), proof.initiator()),
            with(
                proof,
                bytes,
                proof.responderCertificate(),
                proof.initiatorNonce(),
                proof.responderNonce()),
            with(
                proof,
                proof.initiatorCertificate(),
                bytes,
                proof.initiatorNonce(),
                proof.responderNonce()),
            with(
                proof,
                proof.initiatorCertificate(),
                proof.responderCertificate(),
                bytes,
                proof.responderNonce()),
            with(
                proof,
                proof.initiatorCertificate(),
                proof.responderCertificate(),
                proof.initiatorNonce(),
                bytes));
    for (SecretProof one : others) {
      assertThat(one.isBy(SecretProof.Role.INITIATOR, secret, mac)).as(one.toString()).isFalse();
    }
  }

  @Test
  void bothSidesOfALinkMakeTheSameProof() {
    SecretProof initiators =
        SecretProof.on(
            parley.initiator.link,
            TestNodes.node(1),
            Parley.NETWORK,
            TestNodes.nonce(11),
            TestNodes.nonce(22));
    SecretProof responders =
        SecretProof.on(
            parley.responder.link,
            TestNodes.node(2),
            Parley.NETWORK,
            TestNodes.nonce(22),
            TestNodes.nonce(11));

    assertThat(initiators).isEqualTo(responders);
  }

  @Test
  void theSecretIsReadAndWrittenAsTextButNeverShown() {
    NetworkSecret secret = HandshakeTest.secret(1);

    assertThat(secret.reveal()).startsWith("cairnsecret1");
    assertThat(NetworkSecret.parse(secret.reveal()).value().reveal()).isEqualTo(secret.reveal());
    assertThat(secret.toString()).doesNotContain(secret.reveal());
    assertThat(NetworkSecret.parse(secret.reveal() + "q").isPassed()).isFalse();
    assertThat(NetworkSecret.parse(TestNodes.node(1).toString()).isPassed()).isFalse();
  }

  private void bothHave(NetworkSecret secret) {
    parley.initiator.secret = Optional.of(secret);
    parley.responder.secret = Optional.of(secret);
  }

  private static SecretProof changed(
      SecretProof proof, NetworkId network, NodeId initiator, NodeId responder) {
    return new SecretProof(
        network,
        initiator,
        responder,
        proof.initiatorCertificate(),
        proof.responderCertificate(),
        proof.initiatorNonce(),
        proof.responderNonce());
  }

  private static SecretProof with(
      SecretProof proof,
      Bytes initiatorCertificate,
      Bytes responderCertificate,
      Bytes initiatorNonce,
      Bytes responderNonce) {
    return new SecretProof(
        proof.network(),
        proof.initiator(),
        proof.responder(),
        initiatorCertificate,
        responderCertificate,
        initiatorNonce,
        responderNonce);
  }
}
