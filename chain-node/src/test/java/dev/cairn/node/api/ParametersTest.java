package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.TextFault;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {

  private static final Set<String> KNOWN = Set.of("from", "limit");

  @Test
  void readsEachParameterOnce() {
    assertThat(Parameters.query("from=1&limit=20", KNOWN).value())
        .isEqualTo(Map.of("from", "1", "limit", "20"));
    assertThat(Parameters.query(null, KNOWN).value()).isEmpty();
    assertThat(Parameters.query("", KNOWN).value()).isEmpty();
    assertThat(Parameters.query("from", KNOWN).value()).containsEntry("from", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"to=1", "from=1&to=2", "From=1", "&", "from=1&", "=1", "token=abc"})
  void refusesUnknownNames(String query) {
    assertThat(Parameters.query(query, KNOWN).rejection().orElseThrow().reason())
        .isEqualTo(ApiFault.QUERY_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from=1&from=1", "from=%31", "from=1+2", "from=a=b", "from=1;limit=2"})
  void refusesRepeatedAndEncodedValues(String query) {
    assertThat(Parameters.query(query, KNOWN).rejection().orElseThrow().reason())
        .isEqualTo(ApiFault.QUERY_INVALID);
  }

  @Test
  void capsACount() {
    assertThat(Parameters.count("limit", "1", 10).value()).isEqualTo(1);
    assertThat(Parameters.count("limit", "10", 10).value()).isEqualTo(10);
    assertThat(Parameters.count("limit", "11", 10).value()).isEqualTo(10);
    assertThat(Parameters.count("limit", "1000000000", 10).value()).isEqualTo(10);
    assertThat(Parameters.count("limit", "999999999999999999", 10).value()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "1.0",
        "NaN",
        "1e400",
        "1e2",
        "Infinity",
        "0x10",
        "1000000000000000000000"
      })
  void refusesWhatIsNoCount(String text) {
    assertThat(Parameters.count("limit", text, 10).rejection().orElseThrow().reason())
        .isEqualTo(ApiFault.QUERY_INVALID);
  }

  @Test
  void tellsHashesFromHeights() {
    assertThat(Parameters.blockName("0").value().height()).isPresent();
    assertThat(Parameters.blockName("4294967295").value().height()).isPresent();
    assertThat(Parameters.blockName("ab".repeat(32)).value().hash()).isPresent();
    assertThat(Parameters.blockName("12".repeat(32)).value().hash()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "4294967296", "01", "abc", "tip", "1e3", "../1"})
  void refusesOtherNamesOfBlocks(String text) {
    assertThat(Parameters.blockName(text).rejection().orElseThrow().reason())
        .isEqualTo(ApiFault.PATH_INVALID);
  }

  @Test
  void refusesAHashWithOtherCharacters() {
    assertThat(Parameters.blockName("zz".repeat(32)).rejection().orElseThrow().reason())
        .isEqualTo(TextFault.HEX_INVALID);
  }

  @Test
  void showsWhatWasSentInHarmlessCharacters() {
    assertThat(Parameters.shown("a\n\u0007\u00e9<b>")).isEqualTo("a???<b>");
    assertThat(Parameters.shown("x".repeat(5_000))).hasSize(100);
    assertThat(Parameters.shown("")).isEqualTo("nothing");
  }
}
