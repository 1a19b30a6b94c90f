package dev.cairn.net.session;

import dev.cairn.core.value.Bech32m;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TextFault;
import dev.cairn.core.verdict.Checked;

/**
 * What only the members of a closed network know. It leaves this object by {@link #reveal} alone.
 */
public final class NetworkSecret {

  /** Number of bytes. */
  public static final int LENGTH = 32;

  /** What its text begins with, before the digit 1. */
  public static final String TEXT_PREFIX = "cairnsecret";

  private final byte[] bytes;

  private NetworkSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** From exactly 32 bytes, drawn by a generator that is fit for secrets. They are copied. */
  public static NetworkSecret of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a secret of 32 bytes expected, got " + bytes.length);
    }
    return new NetworkSecret(bytes.clone());
  }

  /** Reads {@code cairnsecret1...}. */
  public static Checked<NetworkSecret> parse(String text) {
    Checked<Bytes> decoded = Bech32m.decode(TEXT_PREFIX, text);
    return decoded.then(
        bytes ->
            bytes.length() == LENGTH
                ? Checked.passed(new NetworkSecret(bytes.toArray()))
                : Checked.refused(TextFault.BECH32_LENGTH, bytes.length() + " bytes", "32 bytes"));
  }

  /** The secret itself in bech32m, for the file that keeps it and for the other members. */
  public String reveal() {
    return Bech32m.encode(TEXT_PREFIX, bytes);
  }

  /** The key of an HMAC; the caller keeps it to itself. */
  byte[] key() {
    return bytes;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "the secret of a network";
  }
}
