package dev.cairn.core.key;

import dev.cairn.core.value.PublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key with which accounts and nodes sign. It is made from a seed of 32 bytes, which RFC
 * 8032 calls the private key: whoever has the seed can sign. The caller draws it, from a generator
 * that is fit for secrets.
 *
 * <p>The secret leaves this object by {@link #exportSeed} alone: {@link #toString} and exceptions
 * tell the public key at most, and it cannot be serialised. It stays in memory as long as the
 * object does.
 */
public final class KeyPair {

  /** Number of bytes of a seed. */
  public static final int SEED_LENGTH = 32;

  private final byte[] seed;
  private final byte[] encodedPublicKey;
  private final PublicKey publicKey;

  private KeyPair(byte[] seed) {
    this.seed = seed;
    this.encodedPublicKey = new byte[PublicKey.LENGTH];
    Ed25519.generatePublicKey(seed, 0, encodedPublicKey, 0);
    this.publicKey = PublicKey.of(encodedPublicKey);
  }

  /**
   * The key that a seed stands for; the same one on every machine. The seed is copied, so that the
   * caller can overwrite its own.
   *
   * @throws IllegalArgumentException when the seed has not 32 bytes
   */
  public static KeyPair fromSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed of 32 bytes expected, got " + seed.length);
    }
    return new KeyPair(seed.clone());
  }

  /** The half that everybody may know. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /**
   * Signs a message: the same signature each time. Give it bytes from {@link SigningDomain}, which
   * say what they are and for which network; anything else could be replayed elsewhere.
   */
  public Signature sign(byte[] message) {
    byte[] signature = new byte[Signature.LENGTH];
    // Without the public key it would be computed again, which doubles the time. It must be the one
    // of this very seed: a signature made with another one gives the secret away.
    Ed25519.sign(seed, 0, encodedPublicKey, 0, message, 0, message.length, signature, 0);
    return Signature.of(signature);
  }

  /**
   * A copy of the secret seed, only for writing a key file. Whoever reads it can sign as this key
   * for ever: never log, send or display it, and overwrite the array after use.
   */
  public byte[] exportSeed() {
    return seed.clone();
  }

  /** The public key alone. */
  @Override
  public String toString() {
    return "KeyPair[publicKey=" + publicKey + "]";
  }
}
