package dev.cairn.core.reference;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests, hexadecimal text and little-endian numbers: docs/consensus.md, section 1. */
final class ReferenceHash {

  private static final HexFormat HEX = HexFormat.of();

  private ReferenceHash() {}

  static byte[] sha256(byte[]... parts) {
    return digest("SHA-256", parts);
  }

  static byte[] sha512(byte[]... parts) {
    return digest("SHA-512", parts);
  }

  static byte[] hash256(byte[]... parts) {
    return sha256(sha256(parts));
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  static byte[] unhex(String text) {
    return HEX.parseHex(text);
  }

  static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  static BigInteger littleEndian(byte[] bytes) {
    return new BigInteger(1, reversed(bytes));
  }

  /** The lowest bits of a number as so many bytes, the least significant first. */
  static byte[] littleEndian(BigInteger value, int length) {
    byte[] result = new byte[length];
    for (int i = 0; i < length; i++) {
      result[i] = value.shiftRight(8 * i).byteValue();
    }
    return result;
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
