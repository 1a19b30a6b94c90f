package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.TextFault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionBodyTest {

  private static Object verdict(String body) {
    return TransactionBody.parse(body.getBytes(StandardCharsets.UTF_8))
        .rejection()
        .<Object>map(refusal -> refusal.reason())
        .orElse("passed");
  }

  @Test
  void readsTheOneKey() {
    byte[] body = " {\"transaction\" : \"00fF\"}\n".getBytes(StandardCharsets.UTF_8);
    assertThat(TransactionBody.parse(body).value().toHex()).isEqualTo("00ff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "\"00\"",
        "[]",
        "{}",
        "{",
        "{\"transaction\"",
        "{\"transaction\":",
        "{\"transaction\":\"00\"",
        "{\"transaction\":\"00\",}",
        "{\"transaction\":\"00\"}{}",
        "{\"transaction\":\"00\"} x",
        "{\"transaction\":\"00\",\"transaction\":\"01\"}",
        "{\"transaction\":null}",
        "{\"transaction\":1}",
        "{\"transaction\":1e400}",
        "{\"transaction\":NaN}",
        "{\"transaction\":[\"00\"]}",
        "{'transaction':'00'}",
        "{transaction:\"00\"}",
        "{\"transaction\":\"00\"}/* */",
        "\uFEFF{\"transaction\":\"00\"}"
      })
  void refusesOtherJson(String body) {
    assertThat(verdict(body)).isEqualTo(ApiFault.JSON_INVALID);
  }

  @Test
  void refusesDeepNesting() {
    assertThat(verdict("[".repeat(100_000))).isEqualTo(ApiFault.JSON_INVALID);
    assertThat(verdict("{\"transaction\":".repeat(100_000))).isEqualTo(ApiFault.JSON_INVALID);
  }

  @Test
  void refusesUnknownKeysByName() {
    assertThat(verdict("{\"transaction\":\"00\",\"wait\":true}"))
        .isEqualTo(ApiFault.JSON_KEY_UNKNOWN);
    assertThat(verdict("{\"Transaction\":\"00\"}")).isEqualTo(ApiFault.JSON_KEY_UNKNOWN);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] wrong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
    assertThat(TransactionBody.parse(wrong).rejection().orElseThrow().reason())
        .isEqualTo(ApiFault.JSON_INVALID);
    assertThat(
            TransactionBody.parse("{\"transaction\":\"00\"}".getBytes(StandardCharsets.UTF_16))
                .isPassed())
        .isFalse();
  }

  @Test
  void refusesMalformedHex() {
    assertThat(verdict("{\"transaction\":\"0\"}")).isEqualTo(TextFault.HEX_LENGTH_WRONG);
    assertThat(verdict("{\"transaction\":\"0g\"}")).isEqualTo(TextFault.HEX_INVALID);
  }
}
