package dev.cairn.core;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import java.nio.charset.StandardCharsets;

/** Keys for tests: the two of docs/consensus.md, section 5.5, and as many more as are wanted. */
public final class TestKeys {

  /** The one with all coins of the {@code dev} network. */
  public static final KeyPair FIRST = key(1);

  public static final KeyPair SECOND = key(2);

  private TestKeys() {}

  /** The key whose seed is SHA-256 of {@code cairn/dev/key/} and the number. */
  public static KeyPair key(int number) {
    return KeyPair.fromSeed(
        Sha256.hash(("cairn/dev/key/" + number).getBytes(StandardCharsets.US_ASCII)));
  }
}
