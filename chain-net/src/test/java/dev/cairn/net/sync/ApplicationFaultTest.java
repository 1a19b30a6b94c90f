package dev.cairn.net.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An application that fails stops the chain: then nothing more is asked of anyone. */
class ApplicationFaultTest {

  private static final ListedApplication LISTING = new ListedApplication(1024, "fragile", 1);
  private static final NetworkParameters NETWORK =
      ChainFixture.network().application(LISTING).build();

  /** Does nothing, or fails. */
  private record Fragile(boolean failsToCheck, boolean failsToApply) implements Application {

    @Override
    public ListedApplication listing() {
      return LISTING;
    }

    @Override
    public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
      if (failsToCheck) {
        throw new IllegalArgumentException("a bug");
      }
      return Optional.empty();
    }

    @Override
    public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
      if (failsToApply) {
        throw new IllegalArgumentException("a bug");
      }
      return Optional.empty();
    }
  }

  private final ChainFixture fixture =
      new ChainFixture(NETWORK, Applications.standard().with(new Fragile(false, false)));
  private final List<Block> common = fixture.mineBranch(fixture.genesis(), 50);

  /** 101 blocks, of which the one at height 51 has a transaction of the application. */
  private List<Block> calling() {
    List<Block> blocks = new ArrayList<>(common);
    Transaction call =
        Transaction.sign(
            ChainFixture.keyPair(0),
            NETWORK.id(),
            0,
            new Amount(1),
            new Payload(LISTING.payloadType(), Bytes.of((byte) 1)));
    blocks.add(fixture.on(blocks.get(49).hash()).with(call).mine());
    blocks.addAll(fixture.mineBranch(blocks.get(50).hash(), 50));
    return blocks;
  }

  private static Chain chain(Fragile application) {
    return Chain.inMemory(NETWORK, Applications.standard().with(application));
  }

  @Test
  void standsStillSaysSoAndAsksForNothing() {
    Chain chain = chain(new Fragile(false, true));
    List<Block> blocks = calling();
    SyncWorld world = new SyncWorld(chain);
    FakePeer peer = world.peer().with(blocks);
    FakePeer other = world.peer().with(blocks);
    world.connect(peer, other);
    world.time().runFor(2_000);
    assertThat(chain.tip().height().value()).isEqualTo(50);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.APPLICATION_FAULT);
    int asked = peer.received.size() + other.received.size();
    world.time().runFor(60_000);
    assertThat(peer.received.size() + other.received.size()).isEqualTo(asked);
    assertThat(peer.bodiesAsked).doesNotHaveDuplicates();
    assertThat(peer.charges).isEmpty();
    assertThat(other.charges).isEmpty();
  }

  @Test
  void aBlockThatStopsNothingIsNotAskedForAgainAndAgain() {
    Chain chain = chain(new Fragile(true, false));
    common.forEach(block -> chain.submitBlock(block, ChainFixture.LATER));
    List<Block> own = fixture.mineBranch(common.get(49).hash(), 10);
    own.forEach(block -> chain.submitBlock(block, ChainFixture.LATER));
    SyncWorld world = new SyncWorld(chain);
    FakePeer peer = world.peer().with(calling());
    world.connect(peer);
    world.time().runFor(60_000);
    assertThat(chain.halted()).isEmpty();
    assertThat(chain.tip().height().value()).isEqualTo(60);
    assertThat(peer.bodiesAsked).hasSizeBetween(1, 51).doesNotHaveDuplicates();
    assertThat(peer.charges).isEmpty();
  }
}
