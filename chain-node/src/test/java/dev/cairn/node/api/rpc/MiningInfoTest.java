package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.core.TestBlock;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MiningInfoTest {

  private final Chain chain = Chain.inMemory(NetworkParameters.dev(), Applications.standard());

  private MiningInfo info() {
    return MiningInfo.of(
        chain.tip().header(), height -> chain.hashAt(height).flatMap(chain::header));
  }

  private void mine(int blocks) {
    for (int i = 0; i < blocks; i++) {
      chain.submitBlock(TestBlock.onTip(chain).seal(), Timestamp.MAX);
    }
  }

  @Test
  void countsTheHashesOfTheLastBlocks() {
    mine(200); // one a second, of two hashes each
    assertThat(info().height()).isEqualTo(Height.of(200));
    assertThat(info().hashesPerSecond()).isEqualTo(2.0);
    assertThat(info().difficulty()).isCloseTo(4.6565e-10, within(1e-13));
  }

  @Test
  void knowsNoRateOfTooFewBlocks() {
    assertThat(info().hashesPerSecond()).isZero();
    mine(1);
    assertThat(info().hashesPerSecond()).isZero();
    assertThat(MiningInfo.of(chain.tip().header(), height -> Optional.empty()).hashesPerSecond())
        .isZero();
  }

  @Test
  void isAnsweredAsMinersReadIt() {
    mine(3);
    assertThat(new String(info().answer("8", 5, "dev"), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"result\":{\"blocks\":3,\"bits\":\"207fffff\",\"difficulty\":4.656542373906925E-10,\"networkhashps\":2.0,\"pooledtx\":5,\"chain\":\"dev\"},\"error\":null,\"id\":8}\n");
  }
}
