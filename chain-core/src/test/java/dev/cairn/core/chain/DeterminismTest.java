package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.value.Sha256Digest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The same blocks give the same verdicts, tips, states and notifications on every machine and Java
 * version: one digest over all of them, held here.
 */
class DeterminismTest {

  private static final String EXPECTED =
      "aed3445fccd49ef61a0381197fc48f9406bfe5362d8d604a47aca77878dac65c";

  @Test
  void runGivesTheSameAsEveryRunBefore() {
    assertThat(run()).isEqualTo(EXPECTED);
  }

  @Test
  void secondRunInOneProgramGivesTheSame() {
    assertThat(run()).isEqualTo(run());
  }

  private static String run() {
    StringBuilder told = new StringBuilder();
    ChainFixture fixture =
        new ChainFixture(ChainFixture.networkWithDifficulty().build(), Applications.standard());
    RandomTree tree = new RandomTree(fixture, new Random(4_711), 120, 8);
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    for (Block block : tree.blocks) {
      Verdict verdict = submit(chain, block);
      told.append(Verdicts.code(verdict))
          .append(chain.tip().hash())
          .append(chain.tip().state().digest());
    }
    told.append(log.active).append(log.disconnectedPerTip).append(log.condemned.keySet());
    byte[] digest = Sha256.hash(told.toString().getBytes(StandardCharsets.UTF_8));
    return Sha256Digest.of(digest).toString();
  }
}
