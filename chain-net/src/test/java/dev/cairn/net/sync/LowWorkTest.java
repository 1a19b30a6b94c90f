package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Chains whose work is in doubt: nothing of them is kept before they have shown it. */
class LowWorkTest {

  /** Spacing 10 s: blocks that come at once get harder, those every 10 s stay as they are. */
  private static final ChainFixture FIXTURE =
      new ChainFixture(ChainFixture.networkWithDifficulty().build(), Applications.standard());

  private static final BlockHash NOWHERE = BlockHash.of(new byte[32]);
  private static final BigInteger MUCH = BigInteger.TWO.pow(200);

  /** 80 blocks at once, each harder than the one before, then at their pace. */
  private static final List<Block> HEAVY = heavy(FIXTURE.genesis(), 80, 300);

  /** Much longer, lighter at the beginning, and with more work in the end. */
  private static final List<Block> HEAVIER = heavier();

  private final Chain chain = FIXTURE.chain();
  private final SyncWorld world = new SyncWorld(chain, Limits.with("headersAhead", 10_000));

  LowWorkTest() {
    HEAVY.forEach(block -> chain.submitBlock(block, ChainFixture.LATER));
  }

  private static List<Block> heavy(BlockHash parent, int hardening, int more) {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = parent;
    for (int i = 0; i < hardening + more; i++) {
      Block block = FIXTURE.on(tip).secondsAfterParent(i < hardening ? 0 : 10).mine();
      blocks.add(block);
      tip = block.hash();
    }
    return blocks;
  }

  private static List<Block> heavier() {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = FIXTURE.genesis();
    for (int i = 0; i < 2_500; i++) {
      Block block = FIXTURE.on(tip).secondsAfterParent(10).mine();
      blocks.add(block);
      tip = block.hash();
    }
    blocks.addAll(heavy(tip, 80, 420));
    return blocks;
  }

  /** A peer that goes on for ever with light headers, and keeps only the last one itself. */
  private Function<GetHeaders, List<BlockHeader>> endless(long branch, int length) {
    ChainedHeader genesis = ChainedHeader.genesis(FIXTURE.parameters());
    HeaderForge[] forge = {new HeaderForge(FIXTURE.parameters(), genesis, branch)};
    return asked -> {
      if (!asked.locator().get(0).equals(forge[0].last().hash())) {
        forge[0] = new HeaderForge(FIXTURE.parameters(), genesis, branch);
      }
      long left = length - forge[0].last().height().value();
      return forge[0].next((int) Math.min(left, Headers.HEADERS_MAX), 10);
    };
  }

  private FakePeer lowWorkPeer(long branch, int length) {
    FakePeer peer = world.peer().claiming(NOWHERE, MUCH, length);
    peer.headerSource = endless(branch, length);
    return peer;
  }

  /** V2. */
  @Test
  void keepsNothingOfALongChainWithTooLittleWork() {
    assertThat(last(HEAVY).header().bits().target().work().toBigInteger().intValueExact())
        .isGreaterThan(1000);
    int length = Seeds.rounds(20_500, 1_000_000);
    FakePeer liar = lowWorkPeer(1, length);
    world.connect(liar);
    world.time().runFor(500);
    assertThat(world.sync().progress().phase()).isEqualTo(SyncProgress.Phase.PRESYNC);
    world.time().runUntil(() -> !liar.charges.isEmpty(), 60_000);
    assertThat(liar.charges).containsExactly(Misbehaviour.LOW_WORK_CHAIN);
    int read = Math.min(length, 30_000);
    assertThat(liar.headersAsked).hasSize(read / Headers.HEADERS_MAX + 1);
    assertThat(chain.headersHeld()).isEqualTo(1 + HEAVY.size());
    assertThat(world.headersJudged).isZero();
    world.time().runFor(100_000);
    assertThat(liar.headersAsked).hasSize(read / Headers.HEADERS_MAX + 1);
    assertThat(liar.bodiesAsked).isEmpty();
    assertThat(world.sync().progress().phase()).isEqualTo(SyncProgress.Phase.SYNCED);
  }

  @Test
  void doesNotChargeForAShortForkWithLittleWork() {
    FakePeer honest = lowWorkPeer(1, 1_500);
    world.connect(honest);
    world.time().runFor(20_000);
    assertThat(honest.charges).isEmpty();
    assertThat(honest.headersAsked).hasSize(1);
    assertThat(chain.headersHeld()).isEqualTo(1 + HEAVY.size());
  }

  @Test
  void readsAChainTwiceThatBeginsWithLittleWork() {
    FakePeer honest = world.peer().with(HEAVIER);
    world.connect(honest);
    assertThat(world.runUntilTip(last(HEAVIER).hash(), 120_000)).isTrue();
    assertThat(honest.charges).isEmpty();
    assertThat(honest.bodiesAsked).hasSize(HEAVIER.size()).doesNotHaveDuplicates();
    assertThat(honest.headersAsked).hasSizeBetween(4, 6);
    assertThat(world.headersJudged).isEqualTo(HEAVIER.size());
  }

  @Test
  void onePeerReadsForAll() {
    List<FakePeer> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      peers.add(world.peer().with(HEAVIER));
    }
    world.connect(peers.toArray(FakePeer[]::new));
    assertThat(world.runUntilTip(last(HEAVIER).hash(), 120_000)).isTrue();
    assertThat(peers.stream().mapToInt(peer -> peer.headersAsked.size()).sum())
        .isLessThanOrEqualTo(6 + 3); // each is asked once before it is put off
    assertThat(world.timesAsked(peers).values()).containsOnly(1);
  }

  @Test
  void endlessChainsDoNotKeepAnHonestOneOut() {
    for (int i = 0; i < 5; i++) {
      world.connect(lowWorkPeer(i, 1_000_000));
    }
    FakePeer honest = world.inboundPeer().with(HEAVIER);
    world.connect(honest);
    assertThat(world.runUntilTip(last(HEAVIER).hash(), 120_000)).isTrue();
    assertThat(honest.charges).isEmpty();
  }

  @Test
  void chargesOtherHeadersInTheSecondPass() {
    FakePeer liar = world.peer().with(HEAVIER);
    Function<GetHeaders, List<BlockHeader>> light = endless(9, 100_000);
    liar.headerSource =
        asked ->
            liar.headersAsked.size() <= 2 ? liar.headersAfter(asked.locator()) : light.apply(asked);
    world.connect(liar);
    world.time().runFor(20_000);
    assertThat(liar.charges).containsExactly(Misbehaviour.PRESYNC_MISMATCH);
    assertThat(chain.headersHeld()).isEqualTo(1 + HEAVY.size());
  }

  @Test
  void forgivesOnceAPeerThatHasSaidThatItsChainChanged() {
    FakePeer honest = world.peer().with(HEAVIER);
    List<Block> changed = new ArrayList<>(HEAVIER.subList(0, 100));
    BlockHash tip = last(changed).hash();
    for (int i = 0; i < 2_400; i++) {
      Block block = FIXTURE.on(tip).secondsAfterParent(10).mine();
      changed.add(block);
      tip = block.hash();
    }
    changed.addAll(heavy(tip, 80, 440));
    world.connect(honest);
    world.time().runUntil(() -> honest.headersAsked.size() == 3, 20_000);
    honest.announce(changed, 3);
    assertThat(world.runUntilTip(last(changed).hash(), 120_000)).isTrue();
    assertThat(honest.charges).isEmpty();
  }

  @Test
  void lightAnnouncementsAreNotKept() {
    FakePeer peer = world.peer().with(HEAVY);
    world.connect(peer);
    HeaderForge forge =
        new HeaderForge(FIXTURE.parameters(), chain.header(HEAVY.get(5).hash()).orElseThrow(), 1);
    peer.say(new HeaderAnnouncement(forge.next(10, 10)));
    BlockHeader light = forge.next(10);
    world.time().runFor(1_000);
    assertThat(chain.headersHeld()).isEqualTo(1 + HEAVY.size());
    assertThat(peer.charges).isEmpty();
    assertThat(world.sync().isWorthKeeping(light)).isFalse();
    HeaderForge top = new HeaderForge(FIXTURE.parameters(), chain.tip().header(), 1);
    assertThat(world.sync().isWorthKeeping(top.next(10))).isTrue();
  }
}
