package dev.cairn.node.wallet;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bech32m;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a key file: a line that says what it is, and the seed in a form whose checksum
 * notices what copying by hand gets wrong.
 */
final class KeyText {

  /** Longer than any key file; a comment or two may be added. */
  static final int BYTES_MAX = 4096;

  private static final String PREFIX = "cairnkey";

  private static final String COMMENT =
      "# A secret key of Cairn. Whoever reads the next line can sign and spend as its owner:"
          + " keep a copy in a safe place, and show it to nobody.\n";

  private KeyText() {}

  static byte[] write(byte[] seed) {
    return (COMMENT + Bech32m.encode(PREFIX, seed) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The key; empty when this is no key file's text. What it is instead is not told to anybody. */
  static Optional<KeyPair> read(byte[] text) {
    List<String> lines =
        new String(text, StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.size() != 1) {
      return Optional.empty();
    }
    Checked<Bytes> seed = Bech32m.decode(PREFIX, lines.get(0));
    if (!seed.isPassed() || seed.value().length() != KeyPair.SEED_LENGTH) {
      return Optional.empty();
    }
    byte[] bytes = seed.value().toArray();
    try {
      return Optional.of(KeyPair.fromSeed(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
