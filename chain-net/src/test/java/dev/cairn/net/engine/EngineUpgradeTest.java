package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.value.Height;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.session.Upgrade;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of links between releases that know different upgrades. */
class EngineUpgradeTest {

  private final Upgrade upgrade = new Upgrade("shorter-names", new Height(3));
  private final TestEngine test = TestEngine.withUpgrades(upgrade).start();

  @Test
  void anOlderReleaseIsAPeerUntilTheUpgradeIsActive() {
    Link sameRelease = test.open(1, false);
    test.upgradesOfPeers = List.of();
    Link olderRelease = test.open(2, false);
    assertThat(test.engine.statusNow().peers())
        .extracting(PeerStatus::knowsOtherUpgrades)
        .containsExactly(false, true);

    mine(2);
    test.requireOpen(olderRelease);
    mine(1);

    test.requireOpen(sameRelease);
    test.requireClosed(olderRelease, DisconnectReason.RULES_DIFFER);
    assertThat(test.heard.charges).isEmpty();
  }

  @Test
  void anOlderReleaseDoesNotComeInAfterwards() {
    mine(3);
    test.upgradesOfPeers = List.of();
    Link olderRelease = test.open(1, false);

    test.requireClosed(olderRelease, DisconnectReason.RULES_DIFFER);
    assertThat(test.heard.charges).isEmpty();
  }

  @Test
  void aNodeThatIsBehindWithTheSameReleaseComesIn() {
    mine(5);

    test.requireOpen(test.open(1, false));
    test.requireOpen(test.open(2, true));
  }

  private void mine(int blocks) {
    for (Block block : test.fixture.mineBranch(test.chain.tip().hash(), blocks)) {
      test.engine.submitBlock(block, verdict -> {});
    }
    test.scheduler.runDue();
  }
}
