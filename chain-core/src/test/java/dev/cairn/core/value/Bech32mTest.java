package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of BIP 350 that are not about witness programs. */
class Bech32mTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A1LQFN3A",
        "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontains"
            + "thetheexcludedcharactersbioandnumber11sg7hg6",
        "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
        "11llllllllllllllllllllllllllllllllllllllll"
            + "llllllllllllllllllllllllllllllllllllllllllludsr8",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
        "?1v759aa"
      })
  void acceptsTheValidStringsOfBip350InBothCases(String text) {
    assertThat(Bech32m.parse(text).rejection()).isEmpty();
    assertThat(Bech32m.parse(text.toUpperCase(Locale.ROOT)).rejection()).isEmpty();
    String lower = text.toLowerCase(Locale.ROOT);
    assertThat(Bech32m.parse(text).value().prefix())
        .isEqualTo(lower.substring(0, lower.lastIndexOf('1')));
  }

  static String[][] invalidStringsOfBip350() {
    return new String[][] {
      {" 1xj0phk", "BECH32_CHARACTER"},
      {"\u007f1g6xzxy", "BECH32_CHARACTER"},
      {"\u00801vctc34", "BECH32_CHARACTER"},
      {
        "an84characterslonghumanreadablepartthatcontains"
            + "thetheexcludedcharactersbioandnumber11d6pts4",
        "BECH32_LENGTH"
      },
      {"qyrz8wqd2c9m", "BECH32_NO_SEPARATOR"},
      {"1qyrz8wqd2c9m", "BECH32_NO_SEPARATOR"},
      {"y1b0jsk6g", "BECH32_CHARACTER"},
      {"lt1igcx5c0", "BECH32_CHARACTER"},
      {"in1muywd", "BECH32_LENGTH"},
      {"mm1crxm3i", "BECH32_CHARACTER"},
      {"au1s5cgom", "BECH32_CHARACTER"},
      {"M1VUXWEZ", "BECH32_CHECKSUM"},
      {"16plkw9", "BECH32_NO_SEPARATOR"},
      {"1p2gdwpf", "BECH32_NO_SEPARATOR"},
      // Further ones.
      {"", "BECH32_NO_SEPARATOR"},
      {"a1", "BECH32_LENGTH"},
      {"a1lqfn3A", "BECH32_MIXED_CASE"},
      {"A1lqfn3a", "BECH32_MIXED_CASE"},
      {"A12UEL5L", "BECH32_CHECKSUM"} // bech32 of BIP 173, whose constant is 1
    };
  }

  @ParameterizedTest
  @MethodSource("invalidStringsOfBip350")
  void refusesTheInvalidStringsOfBip350(String text, String code) {
    assertThat(Bech32m.parse(text).rejection()).map(Rejection::code).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "a, '', a1lqfn3a",
    "abcdef, ffbbcdeb38bdab49ca307b9ac5a928398a418820, "
        + "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
    "split, c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d, "
        + "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
    "?, '', ?1v759aa"
  })
  void convertsBetweenBytesAndText(String prefix, String hex, String text) {
    assertThat(Bech32m.encode(prefix, Bytes.ofHex(hex).toArray())).isEqualTo(text);
    assertThat(Bech32m.decode(prefix, text)).isEqualTo(Checked.passed(Bytes.ofHex(hex)));
  }

  @Test
  void readsBackDataOfEveryLengthThatFits() {
    for (int length = 0; length <= 51; length++) {
      byte[] data = new byte[length];
      for (int i = 0; i < length; i++) {
        data[i] = (byte) (0xff - 37 * i);
      }
      String text = Bech32m.encode("a", data);
      assertThat(text).hasSize(2 + (8 * length + 4) / 5 + 6);
      assertThat(Bech32m.decode("a", text)).isEqualTo(Checked.passed(Bytes.of(data)));
    }
  }

  @Test
  void encodesAtMost90Characters() {
    assertThat(Bech32m.encode("a", new byte[51])).hasSize(90);
    assertThat(Bech32m.encode("a".repeat(83), new byte[0])).hasSize(90);
    assertThatIllegalArgumentException().isThrownBy(() -> Bech32m.encode("ab", new byte[51]));
    assertThatIllegalArgumentException().isThrownBy(() -> Bech32m.encode("a", new byte[52]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bech32m.encode("a".repeat(84), new byte[0]));
  }

  @Test
  void decodesAtMost90Characters() {
    String longest = Bech32m.encode("a", new byte[51]);
    assertThat(Bech32m.decode("a", longest).isPassed()).isTrue();
    assertThat(reason(Bech32m.decode("a", longest + "q"))).isEqualTo(TextFault.BECH32_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Cairn", "A", "Z", "ca irn", "cairn\u007f", "caïrn"})
  void takesNoPrefixThatBech32mCannotHave(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> Bech32m.encode(prefix, new byte[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> Bech32m.decode(prefix, "a1lqfn3a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "~", "@", "[", "cairn!~"})
  void takesPrefixesUpToTheEdgesOfWhatIsAllowed(String prefix) {
    Bytes data = Bytes.ofHex("00ff10");
    String text = Bech32m.encode(prefix, data.toArray());
    assertThat(Bech32m.decode(prefix, text).value()).isEqualTo(data);
  }

  @Test
  void refusesMoreThanFourBitsOfPadding() {
    // One character of data, five zero bits: no byte at all.
    assertThat(reason(Bech32m.decode("cairn", "cairn1qucl50m")))
        .isEqualTo(TextFault.BECH32_PADDING);
  }

  @Test
  void refusesPaddingThatIsNotZero() {
    String text = "cairn16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydpysg0dq";
    assertThat(reason(Bech32m.decode("cairn", text))).isEqualTo(TextFault.BECH32_PADDING);
    // A valid string of BIP 350, which is no text of bytes.
    String bits = "11" + "l".repeat(83) + "udsr8";
    assertThat(Bech32m.parse(bits).isPassed()).isTrue();
    assertThat(reason(Bech32m.decode("1", bits))).isEqualTo(TextFault.BECH32_PADDING);
  }

  @Test
  void refusesAnotherPrefix() {
    Checked<Bytes> decoded = Bech32m.decode("cairn", Bech32m.encode("node", new byte[32]));
    assertThat(decoded.rejection()).contains(Rejection.of(TextFault.PREFIX_WRONG, "node", "cairn"));
  }

  @Test
  void reportsADamagedTextBeforeItsPrefix() {
    String node = Bech32m.encode("node", new byte[32]);
    assertThat(reason(Bech32m.decode("cairn", "m" + node.substring(1))))
        .isEqualTo(TextFault.BECH32_CHECKSUM);
  }

  @Test
  void neverRepeatsASecretInARefusal() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 0x5a);
    String text = Bech32m.encode("cairnsecret", secret);
    String data = text.substring("cairnsecret1".length());
    for (String damaged :
        new String[] {
          text.substring(1),
          text.substring(0, text.length() - 1),
          text.replace('1', '2'),
          text + " ",
          text.toUpperCase(Locale.ROOT) + "q",
          text.substring(0, 40) + "1" + text.substring(41),
          text + text
        }) {
      Rejection why = Bech32m.decode("cairnsecret", damaged).rejection().orElseThrow();
      assertThat(why.toString()).doesNotContain(data.substring(0, 5)).hasSizeLessThan(120);
    }
  }

  @Test
  void namesWhatCannotBePrintedByItsNumber() {
    assertThat(Bech32m.decode("a", "a1lq\nfn3a").rejection())
        .map(Rejection::got)
        .contains("U+000A as character 5");
  }

  private static Reason reason(Checked<?> checked) {
    return checked.rejection().orElseThrow().reason();
  }
}
