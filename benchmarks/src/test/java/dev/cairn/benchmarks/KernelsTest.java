package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.Kernels;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.MiningKernelBenchmark;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.value.Target;
import dev.cairn.mining.KernelCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

/** No kernel that errs is measured, and none is forgotten. */
class KernelsTest {

  /** Right in all but one nonce of each scan. */
  private static final class BlindToTheLastNonce implements MiningKernel {

    @Override
    public String name() {
      return "blind";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      ScanResult right = new DigestKernel().scan(header, target, firstNonce, count, interrupted);
      return right.nonce().isPresent() && right.hashesDone() == count
          ? ScanResult.none(count)
          : right;
    }
  }

  @Test
  void eachKernelIsRightAndMeasured() throws NoSuchFieldException {
    Param measured = MiningKernelBenchmark.class.getField("kernel").getAnnotation(Param.class);

    assertThat(Kernels.all()).allSatisfy(k -> assertThat(KernelCheck.firstFault(k)).isEmpty());
    assertThat(Kernels.all().stream().map(MiningKernel::name))
        .containsExactlyInAnyOrder(measured.value());
  }

  @Test
  void refusesToMeasureAWrongKernel() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<MiningKernel> kernels = List.of(new DigestKernel(), new BlindToTheLastNonce());

    boolean right = Benchmarks.checkKernels(kernels, new PrintStream(out, true));

    assertThat(right).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Kernel blind is wrong, so nothing is measured: ");
  }
}
