package dev.cairn.core.key;

import dev.cairn.core.value.PublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The one rule by which every signature of Cairn is judged (docs/consensus.md, section 5.4).
 * Ed25519 of RFC 8032 leaves choices open, and nodes that chose differently would split the chain.
 * A signature (R, S) of a message M by a key A is valid when all of this holds:
 *
 * <ol>
 *   <li>the key has 32 bytes, the signature 64;
 *   <li>S, little-endian, is less than the group order L = 2^252 +
 *       27742317777372353535851937790883648493;
 *   <li>A and R decode as RFC 8032, section 5.1.3 says, from their canonical encoding: the y
 *       coordinate is less than p = 2^255 - 19, and x = 0 does not come with the sign bit;
 *   <li>A is none of the eight points of small order (R may be);
 *   <li>8·S·B = 8·R + 8·k·A, with k = SHA-512(R || A || M) over the bytes as they were received.
 *       With the factor 8, so parts of small order in A and R do not matter.
 * </ol>
 *
 * <p>This is algorithm 2 of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (SSR 2020).
 * {@code Ed25519.verify} of Bouncy Castle does all of it but the lengths, which makes its version a
 * consensus matter: the tests of this class compare it with an implementation of the rule written
 * for that purpose alone. A breach is reported as {@code Rule.SIGNATURE_INVALID}.
 */
public final class SignatureRule {

  private SignatureRule() {}

  /** Whether {@code signature} is this key's signature of exactly this message. */
  public static boolean verify(PublicKey key, Signature signature, byte[] message) {
    return verifyOfRightLength(key.toArray(), signature.uncopied(), message);
  }

  /**
   * The same for bytes from outside, of any length: a key that has not 32 bytes or a signature that
   * has not 64 is never valid.
   */
  public static boolean verify(byte[] key, byte[] signature, byte[] message) {
    return key.length == PublicKey.LENGTH
        && signature.length == Signature.LENGTH
        && verifyOfRightLength(key, signature, message);
  }

  private static boolean verifyOfRightLength(byte[] key, byte[] signature, byte[] message) {
    return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
  }
}
