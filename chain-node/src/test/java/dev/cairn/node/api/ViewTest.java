package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Amount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ViewTest {

  private static String json(View view) {
    return new String(view.toBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void writesKeysInTheirOrder() {
    View view =
        new View()
            .text("z", Amount.MAX)
            .number("a", Long.MAX_VALUE)
            .flag("f", false)
            .text("none", Optional.empty())
            .number("nothing", Optional.empty())
            .object("inner", new View().texts("list", List.of("x", 1)))
            .objects("many", List.of(new View()))
            .raw("raw", "[1]");
    assertThat(json(view))
        .isEqualTo(
            "{\"z\":\"9223372036854775807\",\"a\":9223372036854775807,\"f\":false,"
                + "\"none\":null,\"nothing\":null,\"inner\":{\"list\":[\"x\",\"1\"]},"
                + "\"many\":[{}],\"raw\":[1]}");
  }

  @Test
  void escapesWhatStrangersNamed() {
    assertThat(json(new View().text("agent", "\"\\\u0000\n")))
        .isEqualTo("{\"agent\":\"\\\"\\\\\\u0000\\n\"}");
  }

  @Test
  void writesNoNumbersThatJsonLacks() {
    assertThat(json(new View().decimal("a", Double.NaN).decimal("b", 1.0 / 3)))
        .isEqualTo("{\"a\":0.0,\"b\":0.333}");
  }
}
