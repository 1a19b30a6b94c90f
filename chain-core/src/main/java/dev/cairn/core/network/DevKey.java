package dev.cairn.core.network;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import java.nio.charset.StandardCharsets;

/** The key with all the coins of the {@code dev} network. Everyone knows it. */
public final class DevKey {

  private DevKey() {}

  /** Its seed is the SHA-256 of the ASCII text {@code cairn/dev/key/1}. */
  public static KeyPair keyPair() {
    return KeyPair.fromSeed(Sha256.hash("cairn/dev/key/1".getBytes(StandardCharsets.US_ASCII)));
  }
}
