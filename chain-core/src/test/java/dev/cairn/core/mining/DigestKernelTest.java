package dev.cairn.core.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Target;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class DigestKernelTest extends MiningKernelContract {

  @Override
  protected MiningKernel kernel() {
    return new DigestKernel();
  }

  @Test
  void asksBeforeEvery512Hashes() {
    int[] asked = {0};

    ScanResult result =
        kernel()
            .scan(
                new byte[80],
                Target.of(BigInteger.ONE),
                0,
                3 * MiningKernel.HASHES_BETWEEN_QUESTIONS + 1,
                () -> ++asked[0] > 1_000);

    assertThat(asked[0]).isEqualTo(4);
    assertThat(result).isEqualTo(ScanResult.none(1_537));
  }
}
