package dev.cairn.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.cert.CertIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdentityTest {

  @Test
  void acceptsTheEd25519VectorOfTheSpecification() {
    Checked<PeerIdentity> identity = identityOf(TestCertificates.vector("1-ed25519"));

    assertThat(identity.value().id().key().toHex())
        .isEqualTo("a77f1d92fedb59dddaea5a1c4abd1ac2fbde7d7b879ed364501809923d7c11b9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2-ecdsa", "3-secp256k1", "4-wrong-signature"})
  void refusesTheVectorsWithOtherKeyTypes(String vector) {
    assertThat(refusal(TestCertificates.vector(vector)).reason())
        .isEqualTo(DisconnectReason.IDENTITY_KEY_TYPE);
  }

  @Test
  void acceptsOurOwnCertificate() {
    KeyPair node = TestCertificates.nodeKey();
    NodeCertificate certificate = NodeCertificate.create(node, TestCertificates.RANDOM);

    PeerIdentity identity = identityOf(certificate.x509()).value();

    assertThat(identity.id()).isEqualTo(new NodeId(node.publicKey()));
    assertThat(identity.id()).isEqualTo(certificate.id());
    assertThat(identity.certificateHash()).isEqualTo(certificate.keyHash());
  }

  @Test
  void eachProcessHasAnotherCertificateForTheSameNode() {
    KeyPair node = TestCertificates.nodeKey();
    NodeCertificate first = NodeCertificate.create(node, TestCertificates.RANDOM);
    NodeCertificate second = NodeCertificate.create(node, TestCertificates.RANDOM);

    assertThat(first.id()).isEqualTo(second.id());
    assertThat(first.keyHash()).isNotEqualTo(second.keyHash());
    assertThat(first.x509().getSerialNumber()).isNotEqualTo(second.x509().getSerialNumber());
  }

  @Test
  void takesTheExtensionCriticalOrNot() {
    assertThat(identityOf(TestCertificates.make(r -> r.critical = true)).isPassed()).isTrue();
    assertThat(identityOf(TestCertificates.make(r -> r.critical = false)).isPassed()).isTrue();
  }

  @Test
  void ignoresTheDatesOfValidity() {
    X509Certificate old =
        TestCertificates.make(
            r -> {
              r.notBefore = Date.from(Instant.parse("1990-01-01T00:00:00Z"));
              r.notAfter = Date.from(Instant.parse("1990-01-02T00:00:00Z"));
            });

    assertThat(identityOf(old).isPassed()).isTrue();
  }

  @Test
  void refusesAnythingButOneCertificate() {
    X509Certificate good = TestCertificates.make(r -> {});

    assertThat(reason(PeerIdentity.of(new X509Certificate[] {good, good})))
        .isEqualTo(DisconnectReason.IDENTITY_INVALID);
    assertThat(reason(PeerIdentity.of(new X509Certificate[0])))
        .isEqualTo(DisconnectReason.IDENTITY_INVALID);
  }

  @Test
  void refusesACertificateThatAnotherKeyHasSigned() {
    assertInvalid(r -> r.signedBy = TestCertificates.p256(), "signed otherwise");
  }

  @Test
  void refusesAnotherSignatureAlgorithm() {
    assertInvalid(r -> r.algorithm = "SHA1withECDSA", "signed otherwise");
  }

  @Test
  void refusesAnotherCurve() {
    assertInvalid(
        r -> {
          r.keys = TestCertificates.keys("secp384r1");
          r.signedBy = r.keys;
          r.extension = TestCertificates.validExtension(TestCertificates.nodeKey(), r.keys);
        },
        "EC certificate");
  }

  @Test
  void refusesACertificateWithoutTheExtension() {
    assertInvalid(r -> r.extension = new byte[0], "no libp2p extension");
  }

  @Test
  void refusesACriticalExtensionThatItDoesNotKnow() {
    assertInvalid(r -> r.more = b -> addUnknown(b, true), "unknown critical");
    assertThat(
            identityOf(TestCertificates.make(r -> r.more = b -> addUnknown(b, false))).isPassed())
        .isTrue();
  }

  private static void addUnknown(
      org.bouncycastle.cert.X509v3CertificateBuilder builder, boolean critical) {
    try {
      builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), critical, new byte[] {5, 0});
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesUniqueIdentifiers() {
    assertInvalid(r -> r.more = b -> b.setSubjectUniqueID(new boolean[8]), "unique identifier");
    assertInvalid(r -> r.more = b -> b.setIssuerUniqueID(new boolean[8]), "unique identifier");
  }

  @Test
  void refusesTheNodeKeysSignatureOfAnotherCertificate() {
    byte[] stolen =
        TestCertificates.validExtension(TestCertificates.nodeKey(), TestCertificates.p256());

    assertInvalid(r -> r.extension = stolen, "not the node key's");
  }

  @Test
  void refusesASignatureOfAnyOtherLength() {
    for (int length : new int[] {0, 63, 65}) {
      assertInvalid(
          r -> {
            KeyPair node = TestCertificates.nodeKey();
            byte[] valid =
                node.sign(PeerIdentity.signedBytes(r.keys.getPublic().getEncoded())).toArray();
            r.extension =
                new SignedKey(node.publicKey().toArray(), Arrays.copyOf(valid, length)).encode();
          },
          "not the node key's");
    }
  }

  /**
   * The eight points of small order and encodings that are not canonical, each with a signature
   * that a lenient verifier would take for any message: R = the point itself or the neutral one, S
   * = 0.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesIdentitiesOfSmallOrderOrNotCanonical(String key) {
    byte[] identity = HexFormat.of().parseHex(key);
    byte[] neutral = new byte[64];
    neutral[0] = 1;
    byte[] itself = Arrays.copyOf(identity, 64);

    assertInvalid(r -> r.extension = new SignedKey(identity, neutral).encode(), "node key's");
    assertInvalid(r -> r.extension = new SignedKey(identity, itself).encode(), "node key's");
  }

  @Test
  void refusesExtensionsOfAnotherForm() throws IOException {
    byte[] typed = new byte[36];
    System.arraycopy(new byte[] {8, 1, 0x12, 32}, 0, typed, 0, 4);
    byte[] signature = new byte[64];
    var key = new DEROctetString(typed);
    var signed = new DEROctetString(signature);

    assertForm(new byte[] {1, 2, 3}, "no ASN.1");
    assertForm(new DERSequence(key).getEncoded(), "another structure");
    assertForm(seq(key, signed, signed), "another structure");
    assertForm(seq(new DERBitString(typed), signed), "another structure");
    assertForm(Arrays.copyOf(seq(key, signed), seq(key, signed).length + 1), "no ASN.1");
    assertForm(seq(new DEROctetString(new byte[3]), signed), "unreadable public key");
    assertForm(seq(new DEROctetString(Arrays.copyOf(typed, 35)), signed), "31 bytes");
    assertForm(seq(new DEROctetString(Arrays.copyOf(typed, 37)), signed), "33 bytes");
  }

  @Test
  void namesKeyTypesThatItDoesNotTake() throws IOException {
    for (byte type : new byte[] {0, 2, 3, 4, 127}) {
      byte[] typed = {8, type, 0x12, 1, 0};
      byte[] extension = seq(new DEROctetString(typed), new DEROctetString(new byte[64]));

      assertThat(refusal(TestCertificates.make(r -> r.extension = extension)).reason())
          .isEqualTo(DisconnectReason.IDENTITY_KEY_TYPE);
    }
  }

  private static byte[] seq(org.bouncycastle.asn1.ASN1Encodable... parts) throws IOException {
    return new DERSequence(parts).getEncoded();
  }

  private static void assertForm(byte[] extension, String got) {
    assertInvalid(r -> r.extension = extension, got);
  }

  /**
   * A changed certificate gives its owner's identity or none. Some of its forms are as good as the
   * one that was signed: a BIT STRING of the signature that leaves out zero bits at its end.
   */
  @Test
  void aFlippedBitNeverGivesAnotherIdentity() {
    NodeCertificate certificate =
        NodeCertificate.create(TestCertificates.nodeKey(), TestCertificates.RANDOM);
    PeerIdentity owner = identityOf(certificate.x509()).value();
    byte[] der = encoded(certificate.x509());
    int refused = 0;
    for (int bit = 0; bit < der.length * 8; bit++) {
      byte[] changed = der.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Checked<PeerIdentity> identity;
      try {
        identity = identityOf(TestCertificates.parse(changed));
      } catch (CertificateException refusedBefore) {
        refused++;
        continue;
      }
      if (identity.isPassed()) {
        assertThat(identity.value()).as("bit %s of %s", bit, Bytes.of(der)).isEqualTo(owner);
      } else {
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(der.length * 8 - 3);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertInvalid(Consumer<TestCertificates.Recipe> change, String got) {
    Rejection why = refusal(TestCertificates.make(change));
    assertThat(why.reason()).isEqualTo(DisconnectReason.IDENTITY_INVALID);
    assertThat(why.got()).contains(got);
  }

  private static Checked<PeerIdentity> identityOf(X509Certificate certificate) {
    return PeerIdentity.of(new X509Certificate[] {certificate});
  }

  private static Rejection refusal(X509Certificate certificate) {
    return identityOf(certificate).rejection().orElseThrow();
  }

  private static Object reason(Checked<PeerIdentity> checked) {
    return checked.rejection().orElseThrow().reason();
  }
}
