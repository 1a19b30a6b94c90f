package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicKeyTest {

  /** The public key of RFC 8032, section 7.1, test 1. */
  private static final PublicKey KEY =
      PublicKey.of(
          Bytes.ofHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
              .toArray());

  private static final String ADDRESS =
      "cairn16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydqexu6sj";

  @Test
  void hasAnAddressOf64Characters() {
    assertThat(KEY.toAddress()).isEqualTo(ADDRESS).hasSize(64);
    assertThat(KEY).hasToString(ADDRESS);
  }

  @Test
  void readsItsAddressInEitherCase() {
    assertThat(PublicKey.parseAddress(ADDRESS)).isEqualTo(Checked.passed(KEY));
    assertThat(PublicKey.parseAddress(ADDRESS.toUpperCase(Locale.ROOT)))
        .isEqualTo(Checked.passed(KEY));
  }

  @ParameterizedTest
  @CsvSource({
    // The same key as a node's.
    "node16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydq02spv8, PREFIX_WRONG",
    // 31 and 33 bytes.
    "cairn16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82yj2g4l6, BECH32_LENGTH",
    "cairn16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydqq7wqn9y, BECH32_LENGTH",
    "cairn162espk, BECH32_LENGTH",
    // The checksum of BIP 173.
    "cairn16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydqv6vk4s, BECH32_CHECKSUM",
    // An address of Bitcoin's, from BIP 350.
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0, PREFIX_WRONG"
  })
  void refusesWhatIsNoAddressOfAnAccount(String text, String code) {
    assertThat(PublicKey.parseAddress(text).rejection()).map(Rejection::code).contains(code);
  }

  @Test
  void refusesEveryChangeOfOneCharacter() {
    // Past ASCII there are letters whose lowercase form is in ASCII, as the Kelvin sign's.
    String others = "\u0130\u0131\u017f\u212a\uff11\u0661\ud83d\u200b\u00a0";
    StringBuilder characters = new StringBuilder(others);
    for (char c = 0; c < 0x100; c++) {
      characters.append(c);
    }
    for (int i = 0; i < ADDRESS.length(); i++) {
      for (int c = 0; c < characters.length(); c++) {
        char replacement = characters.charAt(c);
        String changed = ADDRESS.substring(0, i) + replacement + ADDRESS.substring(i + 1);
        if (replacement != ADDRESS.charAt(i)) {
          assertThat(PublicKey.parseAddress(changed).isPassed()).as(changed).isFalse();
        }
        String longer = ADDRESS.substring(0, i) + replacement + ADDRESS.substring(i);
        assertThat(PublicKey.parseAddress(longer).isPassed()).as(longer).isFalse();
      }
    }
  }

  @Test
  void refusesLostAndSwappedCharacters() {
    for (int i = 0; i < ADDRESS.length(); i++) {
      String shorter = ADDRESS.substring(0, i) + ADDRESS.substring(i + 1);
      assertThat(PublicKey.parseAddress(shorter).isPassed()).as(shorter).isFalse();
      assertThat(PublicKey.parseAddress(ADDRESS.substring(0, i)).isPassed()).isFalse();
      if (i + 1 < ADDRESS.length() && ADDRESS.charAt(i) != ADDRESS.charAt(i + 1)) {
        String swapped =
            ADDRESS.substring(0, i)
                + ADDRESS.charAt(i + 1)
                + ADDRESS.charAt(i)
                + ADDRESS.substring(i + 2);
        assertThat(PublicKey.parseAddress(swapped).isPassed()).as(swapped).isFalse();
      }
    }
  }
}
