package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.cairn.core.Json;
import dev.cairn.node.bench.Machine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultFileTest {

  private static final String CPUINFO =
      """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      cpu family\t: 25
      model name\t: AMD "EPYC" \\ Processor
      flags\t\t: fpu sse4_2 avx2 sha_ni nopl

      processor\t: 1
      model name\t: another
      """;

  private static final Calm CALM = new Calm(0.5, 2, 0.02);

  @Test
  void putsTheMachineBesideTheResultsOfJmh() {
    Machine machine = Machine.of(CPUINFO, "Linux 6 amd64");

    String json = ResultFile.complete("[{\"benchmark\": \"a.b\"}]\n", machine, CALM, CALM);

    assertThat(Json.parse(json))
        .asInstanceOf(MAP)
        .containsEntry("calm", true)
        .containsEntry("objections", List.of())
        .containsEntry("before", Map.of("loadAverage", 0.5, "calibrationLost", 0.02))
        .containsEntry("results", List.of(Map.of("benchmark", "a.b")))
        .extracting("machine")
        .asInstanceOf(MAP)
        .containsEntry("vendor_id", "AuthenticAMD")
        .containsEntry("cpu family", "25")
        .containsEntry("model name", "AMD \"EPYC\" \\ Processor")
        .containsEntry("flags", List.of("sse4_2", "avx2", "sha_ni"))
        .containsEntry("os", "Linux 6 amd64")
        .containsKeys("cores", "jdk", "jvmFlags");
  }

  @Test
  void marksWhatWasMeasuredOnABusyMachine() {
    String json =
        ResultFile.complete("[]", Machine.of("", "unknown"), new Calm(0.71, 2, 0.11), CALM);

    assertThat(Json.parse(json))
        .asInstanceOf(MAP)
        .containsEntry("calm", false)
        .extracting("objections")
        .asInstanceOf(LIST)
        .hasSize(2);
  }
}
