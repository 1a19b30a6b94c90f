package dev.cairn.net.netty;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.SignatureRule;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.util.Arrays;

/**
 * What a certificate proves: who holds its key. The rules are those of the libp2p TLS specification
 * (tls/tls.md), narrowed to what Cairn's nodes send, with one deviation: the dates of validity are
 * ignored, for a wrong clock must not cut a link.
 *
 * @param id the node key, canonical as docs/consensus.md asks of every key
 * @param certificateHash SHA-256 of the certificate's key (SubjectPublicKeyInfo, DER)
 */
record PeerIdentity(NodeId id, Bytes certificateHash) {

  private static final byte[] SIGNED_PREFIX =
      "libp2p-tls-handshake:".getBytes(StandardCharsets.US_ASCII);

  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";

  /**
   * What precedes the two coordinates in a SubjectPublicKeyInfo of P-256: named curve, uncompressed
   * point. Other curves, explicit parameters and other ways to write the point are refused.
   */
  private static final Bytes P256_HEADER =
      Bytes.ofHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int P256_KEY_LENGTH = P256_HEADER.length() + 64;

  /** The bytes that the node key signs. */
  static byte[] signedBytes(byte[] certificateKey) {
    return Arrays.concatenate(SIGNED_PREFIX, certificateKey);
  }

  static Bytes hashOf(byte[] certificateKey) {
    return Bytes.of(Sha256.hash(certificateKey));
  }

  /** Whether the certificates that a peer presented prove an identity, and which. */
  static Checked<PeerIdentity> of(X509Certificate[] chain) {
    if (chain.length != 1) {
      return invalid(chain.length + " certificates", "exactly 1");
    }
    X509Certificate certificate = chain[0];
    byte[] key = certificate.getPublicKey().getEncoded();
    if (key.length != P256_KEY_LENGTH
        || !Bytes.of(key, 0, P256_HEADER.length()).equals(P256_HEADER)) {
      return invalid(certificate.getPublicKey().getAlgorithm() + " certificate", "a P-256 key");
    }
    if (!certificate.getSigAlgOID().equals(ECDSA_WITH_SHA256) || !isSignedByItself(certificate)) {
      return invalid("a certificate signed otherwise", "signed with its own key and SHA-256");
    }
    if (certificate.getSubjectUniqueID() != null || certificate.getIssuerUniqueID() != null) {
      return invalid("a unique identifier", "none");
    }
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    if (critical != null && critical.stream().anyMatch(oid -> !oid.equals(SignedKey.OID))) {
      return invalid("unknown critical extensions", SignedKey.OID + " alone");
    }
    byte[] extension = certificate.getExtensionValue(SignedKey.OID);
    if (extension == null) {
      return invalid("no libp2p extension", SignedKey.OID);
    }
    return SignedKey.decode(ASN1OctetString.getInstance(extension).getOctets())
        .then(signed -> check(signed, key));
  }

  private static boolean isSignedByItself(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Checked<PeerIdentity> check(SignedKey signed, byte[] certificateKey) {
    return SignatureRule.verify(signed.key(), signed.signature(), signedBytes(certificateKey))
        ? Checked.passed(new PeerIdentity(NodeId.of(signed.key()), hashOf(certificateKey)))
        : invalid("a signature that is not the node key's", "a valid one, of a canonical key");
  }

  private static Checked<PeerIdentity> invalid(String got, String expected) {
    return Checked.refused(DisconnectReason.IDENTITY_INVALID, got, expected);
  }
}
