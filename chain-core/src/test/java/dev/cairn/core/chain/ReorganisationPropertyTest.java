package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What holds at every tip, however a chain moves. */
class ReorganisationPropertyTest {

  @Test
  void stateIsThatOfAFreshReplayAfterEveryBlock() {
    Random random = Seeds.random("ReorganisationPropertyTest.replay");
    for (int round = 0; round < Seeds.rounds(15, 1_000); round++) {
      var network = round % 2 == 0 ? ChainFixture.network() : ChainFixture.networkWithDifficulty();
      ChainFixture fixture = new ChainFixture(network.build(), Applications.standard());
      RandomTree tree = new RandomTree(fixture, random, 40, 10);
      Chain chain = fixture.chain();
      ListenerLog log = new ListenerLog(chain);
      for (Block block : tree.blocks) {
        submit(chain, block);
        log.assertComplete();
        Replay.assertSameAs(chain);
      }
      assertThat(chain.tip().header().work()).isEqualTo(tree.mostWork());
    }
  }

  @Test
  void coinsAreTheInitialOnesAndTheSubsidiesAtEveryTip() {
    Random random = Seeds.random("ReorganisationPropertyTest.coins");
    AtomicInteger tips = new AtomicInteger();
    for (int round = 0; round < Seeds.rounds(15, 1_000); round++) {
      ChainFixture fixture =
          new ChainFixture(
              ChainFixture.network().subsidy(new Amount(1_000_003), 7).build(),
              Applications.standard());
      RandomTree tree = new RandomTree(fixture, random, 40, 10);
      Chain chain = fixture.chain();
      chain.addListener(
          new ChainListener() {
            @Override
            public void onTip(Tip tip, int disconnected) {
              assertThat(coins(tip)).isEqualTo(created(fixture, tip.header()));
              tips.incrementAndGet();
            }
          });
      submit(chain, tree.blocks);
    }
    assertThat(tips.get()).isGreaterThan(100);
  }

  private static long coins(Tip tip) {
    long sum = 0;
    for (StateReader.Entry entry : Replay.entries(tip.state())) {
      Account account = Accounts.read(tip.state(), PublicKey.of(entry.key().toArray()));
      sum = Math.addExact(sum, account.balance().units());
    }
    return sum;
  }

  private static long created(ChainFixture fixture, ChainedHeader header) {
    long sum = ChainFixture.KEYS * ChainFixture.BALANCE;
    for (long height = 1; height <= header.height().value(); height++) {
      sum += fixture.subsidy(new Height(height));
    }
    return sum;
  }
}
