package dev.cairn.core.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), once and twice. Safe for use by several threads. */
public final class Sha256 {

  /** Never fed with anything: cloning it is cheaper than asking the providers each time. */
  private static final MessageDigest PRISTINE = instance();

  private Sha256() {}

  /** The SHA-256 of these parts, one after the other. */
  public static byte[] hash(byte[]... parts) {
    MessageDigest digest = fresh();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** The SHA-256 of the SHA-256. */
  public static byte[] hash256(byte[] source) {
    return hash256(source, 0, source.length);
  }

  /**
   * The SHA-256 of the SHA-256 of a part of an array.
   *
   * @throws IllegalArgumentException when the part is not inside the array
   */
  public static byte[] hash256(byte[] source, int offset, int length) {
    if (offset < 0 || length < 0 || length > source.length - offset) {
      throw new IllegalArgumentException(
          length + " bytes from " + offset + " on are not inside " + source.length);
    }
    MessageDigest digest = fresh();
    digest.update(source, offset, length);
    return digest.digest(digest.digest());
  }

  /** A digest of the caller's own, for what comes in pieces. */
  public static MessageDigest fresh() {
    try {
      return (MessageDigest) PRISTINE.clone();
    } catch (CloneNotSupportedException e) {
      // Providers need not support it; the JDK's own does.
      return instance();
    }
  }

  private static MessageDigest instance() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
