package dev.cairn.net.netty;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.peer.DisconnectReason;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/**
 * The content of the libp2p Public Key Extension (libp2p specification, tls/tls.md): a node key and
 * its signature over the key of the certificate.
 *
 * <pre>
 * SEQUENCE {
 *   OCTET STRING  08 | key type | 12 | length | key     a protobuf; Ed25519 has type 1, length 32
 *   OCTET STRING  signature of "libp2p-tls-handshake:" || SubjectPublicKeyInfo
 * }
 * </pre>
 *
 * Only Ed25519 is read further than to its type, and only in this one encoding.
 */
final class SignedKey {

  static final String OID = "1.3.6.1.4.1.53594.1.1";

  private static final byte TYPE_TAG = 0x08;
  private static final byte DATA_TAG = 0x12;
  private static final byte ED25519 = 1;
  private static final int KEY_LENGTH = 32;
  private static final int HEADER_LENGTH = 4;

  private final byte[] key;
  private final byte[] signature;

  SignedKey(byte[] key, byte[] signature) {
    this.key = key.clone();
    this.signature = signature.clone();
  }

  byte[] key() {
    return key.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  /** The value of the extension, in DER. */
  byte[] encode() {
    byte[] typed = new byte[HEADER_LENGTH + KEY_LENGTH];
    typed[0] = TYPE_TAG;
    typed[1] = ED25519;
    typed[2] = DATA_TAG;
    typed[3] = KEY_LENGTH;
    System.arraycopy(key, 0, typed, HEADER_LENGTH, KEY_LENGTH);
    try {
      return new DERSequence(
              new DEROctetString[] {new DEROctetString(typed), new DEROctetString(signature)})
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
  }

  /** Reads the value of the extension. Whether the signature is valid is not looked at. */
  static Checked<SignedKey> decode(byte[] value) {
    byte[] typed;
    byte[] signature;
    try {
      ASN1Primitive parsed = ASN1Primitive.fromByteArray(value);
      if (!(parsed instanceof ASN1Sequence sequence)
          || sequence.size() != 2
          || !(sequence.getObjectAt(0) instanceof ASN1OctetString first)
          || !(sequence.getObjectAt(1) instanceof ASN1OctetString second)
          || !Arrays.equals(parsed.getEncoded(ASN1Encoding.DER), value)) {
        return invalid("another structure", "a sequence of two octet strings in DER");
      }
      typed = first.getOctets();
      signature = second.getOctets();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return invalid("no ASN.1", "a sequence of two octet strings in DER");
    }
    if (typed.length < HEADER_LENGTH || typed[0] != TYPE_TAG || typed[2] != DATA_TAG) {
      return invalid("an unreadable public key", "key type and key as protobuf");
    }
    if (typed[1] != ED25519) {
      return Checked.refused(
          DisconnectReason.IDENTITY_KEY_TYPE, nameOfType(typed[1]), "an Ed25519 key");
    }
    if (typed[3] != KEY_LENGTH || typed.length != HEADER_LENGTH + KEY_LENGTH) {
      return invalid("a key of " + (typed.length - HEADER_LENGTH) + " bytes", "32 bytes");
    }
    return Checked.passed(
        new SignedKey(Arrays.copyOfRange(typed, HEADER_LENGTH, typed.length), signature));
  }

  private static String nameOfType(byte type) {
    return switch (type) {
      case 0 -> "an RSA key";
      case 2 -> "a secp256k1 key";
      case 3 -> "an ECDSA key";
      default -> "a key of unknown type " + type;
    };
  }

  private static Checked<SignedKey> invalid(String got, String expected) {
    return Checked.refused(DisconnectReason.IDENTITY_INVALID, "extension: " + got, expected);
  }
}
