package dev.cairn.node.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.mining.DigestKernel;
import dev.cairn.node.bench.MiningBench.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MiningBenchTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void measuresEachKernelOnOneThreadAndOnMore() throws Exception {
    List<Result> results =
        new MiningBench(List.of(new DigestKernel()), 3, TimeUnit.MILLISECONDS.toNanos(60)).run();

    assertThat(results)
        .extracting(result -> result.kernel() + " " + result.threads())
        .containsExactly("plain 1", "digest 1", "digest 2", "digest 3");
    assertThat(results).extracting(Result::hashesPerSecond).allMatch(rate -> rate > 0);
    await()
        .atMost(LONG)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("cairn-bench")));
  }
}
