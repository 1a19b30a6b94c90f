package dev.cairn.net.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoodbyeTest {

  @Test
  void keepsADetailThatIsForReading() {
    String detail = "height 12, gr\u00fc\u00dfe, \u4e16\u754c, \ud83e\udea8";
    assertThat(new Goodbye("X", detail).detail()).isEqualTo(detail);
  }

  @Test
  void replacesWhatCouldDeceiveAReader() {
    String detail = "a\nb\rc\u001b[2Jd\u0085e\u202ef\u2028g\u2029h\u200bi\ud83ej\udea8";
    assertThat(new Goodbye("X", detail).detail()).isEqualTo("a?b?c?[2Jd?e?f?g?h?i?j?");
  }

  /** Characters of one, two, three and four bytes, of which so many fit. */
  @ParameterizedTest
  @CsvSource({"a, 256", "\u00fc, 128", "\u4e16, 85", "\ud83e\udea8, 64"})
  void cutsADetailAtAWholeCharacter(String character, int fitting) {
    String exact = character.repeat(fitting);
    assertThat(new Goodbye("X", exact).detail()).isEqualTo(exact);
    assertThat(new Goodbye("X", exact + character).detail()).isEqualTo(exact);
    assertThat(exact.getBytes(StandardCharsets.UTF_8).length).isBetween(253, 256);
  }
}
