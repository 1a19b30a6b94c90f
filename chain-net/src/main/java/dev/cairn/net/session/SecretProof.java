package dev.cairn.net.session;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What shows on one link that both ends know the network's secret, without telling it: an HMAC over
 * all that makes this link differ from any other. It is of no use elsewhere: another role, another
 * network, other identities, another TLS channel (the keys of both certificates) or other nonces
 * give another one.
 *
 * @param initiatorNonce 32 bytes, as said in its Hello
 * @param initiatorCertificate SHA-256 of the key of its certificate
 */
record SecretProof(
    NetworkId network,
    NodeId initiator,
    NodeId responder,
    Bytes initiatorCertificate,
    Bytes responderCertificate,
    Bytes initiatorNonce,
    Bytes responderNonce) {

  private static final String TAG = "cairn/secret/1/";

  /** Who proves; the name is part of what is proven, so that no proof can be reflected. */
  enum Role {
    INITIATOR("initiator"),
    RESPONDER("responder");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    Role other() {
      return this == INITIATOR ? RESPONDER : INITIATOR;
    }
  }

  /** What is proven on this link. */
  static SecretProof on(
      Link link, NodeId self, NetworkId network, Bytes ownNonce, Bytes remoteNonce) {
    return link.isOutbound()
        ? new SecretProof(
            network,
            self,
            link.remote(),
            link.localCertificateHash(),
            link.remoteCertificateHash(),
            ownNonce,
            remoteNonce)
        : new SecretProof(
            network,
            link.remote(),
            self,
            link.remoteCertificateHash(),
            link.localCertificateHash(),
            remoteNonce,
            ownNonce);
  }

  /** The 32 bytes of the proof. */
  Bytes by(Role role, NetworkSecret secret) {
    byte[] message =
        new ByteWriter()
            .bytes((TAG + role.text).getBytes(StandardCharsets.US_ASCII))
            .bytes(network)
            .bytes(initiator.key())
            .bytes(responder.key())
            .bytes(initiatorCertificate)
            .bytes(responderCertificate)
            .bytes(initiatorNonce)
            .bytes(responderNonce)
            .toArray();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
      return Bytes.of(mac.doFinal(message));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  /** Whether these bytes are the proof; takes as long for a near miss as for a far one. */
  boolean isBy(Role role, NetworkSecret secret, Bytes mac) {
    return MessageDigest.isEqual(by(role, secret).toArray(), mac.toArray());
  }
}
