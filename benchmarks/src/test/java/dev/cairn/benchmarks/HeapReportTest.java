package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeapReportTest {

  @Test
  void measuresEachKind() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    HeapReport.print(new PrintStream(out, true), 300);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(8)
        .anyMatch(line -> line.startsWith("accounts in a StateMap"))
        .anyMatch(line -> line.startsWith("headers of a Chain"))
        .filteredOn(line -> line.contains("Mempool"))
        .hasSize(4);
  }
}
