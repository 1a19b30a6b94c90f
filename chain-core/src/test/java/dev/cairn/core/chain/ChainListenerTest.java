package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What listeners hear, in which order, and what they may do. */
class ChainListenerTest {

  private final ChainFixture fixture = new ChainFixture();
  private final Chain chain = fixture.chain();
  private final List<String> heard = new ArrayList<>();

  /** Writes down what it hears, with the last letters of hashes. */
  private class Scribe implements ChainListener {
    private final String name;

    Scribe(String name) {
      this.name = name;
    }

    void write(String text) {
      heard.add(name + text);
    }

    @Override
    public void onDisconnected(ChainedHeader header, Block block) {
      write("-" + header.height());
    }

    @Override
    public void onConnected(ChainedHeader header, Block block) {
      write("+" + header.height());
    }

    @Override
    public void onTip(Tip tip, int disconnected) {
      write("=" + tip.height() + "/" + disconnected);
    }

    @Override
    public void onCondemned(BlockHeader header, Rejection why) {
      write("!" + why.code());
    }

    @Override
    public void onLateVerdict(BlockHeader header, Origin origin, Verdict verdict) {
      write("~" + origin.name());
    }
  }

  @Test
  void reorganisationIsToldFromTheTipDownAndUpAgain() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 3);
    submit(chain, old);
    List<Block> better = fixture.mineBranch(old.get(0).hash(), 3);
    submit(chain, better.subList(0, 2));
    chain.addListener(new Scribe(""));
    submit(chain, better.get(2));
    assertThat(heard).containsExactly("-3", "-2", "+2", "+3", "+4", "=4/2");
  }

  @Test
  void condemnationIsToldAfterWhatHappenedBefore() {
    Block good = fixture.mine(fixture.genesis());
    Block wrong = fixture.on(good.hash()).withUnchecked(fixture.transfer(0, 1, 1, 9, 1)).mine();
    chain.addListener(new Scribe(""));
    chain.submitBlock(wrong, new Origin("peer"), LATER);
    submit(chain, good);
    assertThat(heard).containsExactly("+1", "=1/0", "!SEQUENCE_MISMATCH", "~peer");
  }

  @Test
  void listenersHearInTheOrderInWhichTheyWereAddedAfterTheCommit() {
    chain.addListener(new Scribe("a"));
    chain.addListener(
        new Scribe("b") {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            assertThat(chain.tip().hash()).isEqualTo(header.hash());
            assertThat(chain.block(header.hash())).contains(block);
            super.onConnected(header, block);
          }
        });
    submit(chain, fixture.mine(fixture.genesis()));
    assertThat(heard).containsExactly("a+1", "b+1", "a=1/0", "b=1/0");
  }

  @Test
  void blockSubmittedByAListenerIsToldAfterwards() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 4);
    ListenerLog log = new ListenerLog(chain);
    chain.addListener(
        new Scribe("a") {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            super.onConnected(header, block);
            int next = (int) header.height().value();
            if (next < branch.size()) {
              assertThat(submit(chain, branch.get(next))).isEqualTo(Verdicts.ACTIVE);
            }
          }
        });
    chain.addListener(new Scribe("b"));
    submit(chain, branch.get(0));
    assertThat(chain.tip().height().value()).isEqualTo(4);
    assertThat(heard)
        .containsExactly(
            "a+1", "b+1", "a=1/0", "b=1/0", "a+2", "b+2", "a=2/0", "b=2/0", "a+3", "b+3", "a=3/0",
            "b=3/0", "a+4", "b+4", "a=4/0", "b=4/0");
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void listenerMayReorganiseTheChain() {
    List<Block> better = fixture.mineBranch(fixture.genesis(), 2);
    ListenerLog log = new ListenerLog(chain);
    chain.addListener(
        new ChainListener() {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            submit(chain, better);
          }
        });
    submit(chain, fixture.mine(fixture.genesis()));
    assertThat(chain.tip().hash()).isEqualTo(better.get(1).hash());
    assertThat(log.disconnectedPerTip).containsExactly(0, 1);
    log.assertComplete();
  }

  @Test
  void exceptionHidesNothingFromOthersAndSurfacesAfterTheCommit() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    chain.addListener(
        new ChainListener() {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            throw first;
          }

          @Override
          public void onTip(Tip tip, int disconnected) {
            throw second;
          }
        });
    chain.addListener(new Scribe(""));
    Block block = fixture.mine(fixture.genesis());
    assertThatThrownBy(() -> submit(chain, block)).isSameAs(first).hasSuppressedException(second);
    assertThat(heard).containsExactly("+1", "=1/0");
    assertThat(chain.tip().hash()).isEqualTo(block.hash());
    assertThat(submit(chain, block)).isEqualTo(Verdicts.KNOWN);
  }

  @Test
  void listenerAddedDuringDeliveryHearsWhatComesNext() {
    chain.addListener(
        new Scribe("a") {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            super.onConnected(header, block);
            chain.addListener(new Scribe("b"));
          }
        });
    submit(chain, fixture.mine(fixture.genesis()));
    assertThat(heard).containsExactly("a+1", "a=1/0", "b=1/0");
  }

  @Test
  void listenerRemovedDuringDeliveryHearsNothingMore() {
    Scribe other = new Scribe("b");
    chain.addListener(
        new Scribe("a") {
          @Override
          public void onConnected(ChainedHeader header, Block block) {
            super.onConnected(header, block);
            chain.removeListener(this);
            chain.removeListener(other);
          }
        });
    chain.addListener(other);
    submit(chain, fixture.mineBranch(fixture.genesis(), 2));
    assertThat(heard).containsExactly("a+1", "b+1");
  }

  @Test
  void nothingIsToldWhenNothingHappens() {
    Block block = fixture.mine(fixture.genesis());
    submit(chain, block);
    chain.addListener(new Scribe(""));
    submit(chain, block, fixture.mine(fixture.genesis()));
    chain.advance(LATER);
    assertThat(heard).isEmpty();
  }

  /** Submits blocks when the first block is disconnected, before other listeners hear of it. */
  private static void submitOnDisconnection(Chain chain, List<Block> blocks) {
    chain.addListener(
        new ChainListener() {
          @Override
          public void onDisconnected(ChainedHeader header, Block block) {
            chain.removeListener(this);
            submit(chain, blocks);
          }
        });
  }

  @Test
  void blockThatIsDroppedBeforeAllWereToldIsToldWithItsBody() {
    ChainLimits small = new ChainLimits(20, 2, 1L << 30, 20, 1 << 20, 1 << 20);
    Chain full = fixture.chain(new InMemoryChainStore(), small);
    Block old = fixture.mine(fixture.genesis());
    submit(full, old);
    List<Block> better = fixture.mineBranch(fixture.genesis(), 2);
    List<Block> next = fixture.mineBranch(better.get(1).hash(), 3);
    full.addListener(
        new ChainListener() {
          @Override
          public void onDisconnected(ChainedHeader header, Block block) {
            next.forEach(ahead -> full.submitHeader(ahead.header(), Origin.LOCAL, LATER));
          }
        });
    ListenerLog log = new ListenerLog(full);
    submit(full, better);
    assertThat(full.block(old.hash())).isEmpty();
    assertThat(log.disconnectedPerTip).containsExactly(1);
    log.assertComplete();
  }

  @Test
  void deepBranchThatIsPrunedMeanwhileIsToldWithItsBodies() {
    int deep = ChainLimits.DEEP_REORGANISATION_BLOCKS + 1;
    ChainLimits limits = new ChainLimits(deep, 1_000, 1L << 30, 20, 1 << 20, 1 << 20);
    Chain pruning = fixture.chain(new InMemoryChainStore(), limits);
    List<Block> old = fixture.mineBranch(fixture.genesis(), deep);
    submit(pruning, old);
    List<Block> better = fixture.mineBranch(fixture.genesis(), deep + 1);
    submitOnDisconnection(pruning, fixture.mineBranch(better.get(deep).hash(), 3));
    ListenerLog log = new ListenerLog(pruning);
    submit(pruning, better);
    assertThat(log.disconnectedPerTip).containsExactly(deep, 0, 0, 0);
    log.assertComplete();
    submit(pruning, fixture.mine(pruning.tip().hash()));
    assertThat(pruning.block(old.get(0).hash())).isEmpty();
  }
}
