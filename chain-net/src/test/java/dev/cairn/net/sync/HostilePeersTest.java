package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Peers that lie, stall and vanish: they lose their share, and nobody else does. */
class HostilePeersTest {

  private static final BlockHash NOWHERE = BlockHash.of(new byte[32]);

  private final SyncWorld world = new SyncWorld(FIXTURE.chain());

  private FakePeer honest(int length) {
    return length == 3000
        ? world.peer().with(Blocks.SERVED)
        : world.peer().with(Blocks.main(length));
  }

  private void assertSynced(int length, long withinMillis) {
    assertThat(world.runUntilTip(last(Blocks.main(length)).hash(), withinMillis)).isTrue();
  }

  private void assertNoDuplicatesEach(FakePeer... peers) {
    for (FakePeer peer : peers) {
      assertThat(peer.bodiesAsked).doesNotHaveDuplicates();
    }
  }

  /** S1. */
  @Test
  void replacesPeersThatClaimALotAndAnswerNothing() {
    List<FakePeer> liars = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      FakePeer liar = world.peer().claiming(NOWHERE, BigInteger.TWO.pow(250), 4_000_000_000L);
      liar.answers = message -> false;
      world.connect(liar);
      liars.add(liar);
    }
    FakePeer honest = honest(1000);
    world.connect(honest);
    assertSynced(1000, 5 * 2_100 + 3_000);
    assertThat(honest.charges).isEmpty();
    world.time().runFor(60_000);
    for (FakePeer liar : liars) {
      assertThat(liar.headersAsked).hasSizeLessThanOrEqualTo(1);
      assertThat(liar.bodiesAsked).hasSizeLessThanOrEqualTo(16);
    }
    assertThat(world.sync().isNearTip()).isTrue();
  }

  /** S1 as well: the headers are right, the bodies never come. */
  @Test
  void goesOnWithoutPeersThatShowHeadersAndNoBodies() {
    FakePeer liar = honest(1000);
    liar.answers = message -> message instanceof GetHeaders;
    FakePeer honest = honest(1000);
    world.connect(liar, honest);
    assertSynced(1000, 10_000);
    assertThat(liar.bodiesAsked).hasSize(16);
    assertNoDuplicatesEach(liar, honest);
    assertThat(honest.bodiesSent).isEqualTo(1000);
    assertThat(liar.charges).isEmpty();
    world.time().runFor(70_000);
    assertThat(liar.charges).containsExactly(Misbehaviour.NOT_DELIVERED);
  }

  @Test
  void followsTheHonestChainWhileABetterOneIsWithheld() {
    FakePeer liar = world.peer().withHeaders(Blocks.headers(Blocks.fork(0, 900)));
    world.connect(liar);
    world.time().runFor(500);
    FakePeer honest = honest(800);
    world.connect(honest);
    assertSynced(800, 20_000);
    assertThat(honest.charges).isEmpty();
    assertThat(liar.charges).contains(Misbehaviour.NOT_DELIVERED);
    world.time().runFor(10_000);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.BODIES_NOT_DELIVERED);
  }

  /** S3. */
  @Test
  void chargesOnlyTheSenderOfWrongBodies() {
    FakePeer liar = honest(600);
    liar.lie = block -> new Block(block.header(), last(Blocks.MAIN).coinbase(), List.of());
    FakePeer honest = honest(600);
    FakePeer another = honest(600);
    world.connect(liar, honest, another);
    assertSynced(600, 20_000);
    assertThat(liar.charges).isNotEmpty().containsOnly(Misbehaviour.WRONG_BODY);
    assertThat(honest.charges).isEmpty();
    assertThat(another.charges).isEmpty();
    assertNoDuplicatesEach(liar, honest, another);
  }

  /** S4. */
  @Test
  void asksOthersForWhatAPeerOwedThatWentAwayAThousandTimes() {
    FakePeer steady = honest(3000);
    steady.bodyMillis = 40;
    world.connect(steady);
    int left = 0;
    for (int i = 0; i < 1000; i++) {
      FakePeer fickle = honest(3000);
      world.connect(fickle);
      world.time().runFor(12 + i % 9);
      fickle.vanish();
      left += world.sync().progress().bodyHeight().value() < 3000 ? 1 : 0;
      assertThat(fickle.bodiesAsked).doesNotHaveDuplicates();
    }
    assertThat(left).isGreaterThan(100);
    assertSynced(3000, 200_000);
    assertNoDuplicatesEach(steady);
    assertThat(steady.charges).isEmpty();
    assertThat(steady.inFlightMost).isLessThanOrEqualTo(16);
  }

  @Test
  void goesOnWhenTheLeaderLeavesBetweenHeaders() {
    FakePeer leader = honest(3000);
    FakePeer next = honest(3000);
    world.connect(leader);
    world.time().runUntil(() -> leader.headersAsked.size() == 2, 5_000);
    world.connect(next);
    leader.vanish();
    assertSynced(3000, 20_000);
    assertThat(next.headersAsked).isNotEmpty().hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void takesALateAnswerAndChargesNothing() {
    FakePeer slow = honest(1000);
    slow.bodyMillis = 3_000;
    FakePeer fast = honest(1000);
    world.connect(slow, fast);
    assertSynced(1000, 20_000);
    world.time().runFor(60_000);
    assertThat(slow.charges).isEmpty();
    assertThat(slow.bodiesSent).isEqualTo(slow.bodiesAsked.size());
    assertThat(world.bodiesJudged).isEqualTo(1000);
  }

  @Test
  void replacesWhoeverDripsBodiesAtTheFrontOfTheWindow() {
    FakePeer dripper = honest(3000);
    dripper.bodyMillis = 1_900;
    FakePeer fast = honest(3000);
    FakePeer another = honest(3000);
    world.connect(dripper, fast, another);
    assertSynced(3000, 30_000);
    assertThat(dripper.charges).isEmpty();
    int dripped = dripper.bodiesAsked.size();
    assertThat(dripped).isLessThan(64);
  }

  @Test
  void isPatientWithAPeerFarAway() {
    FakePeer far = honest(200);
    far.latencyMillis = 1_500;
    world.connect(far);
    assertSynced(200, 200_000);
    assertNoDuplicatesEach(far);
    assertThat(far.headersAsked).hasSize(1);
  }

  @Test
  void staysWithASlowPeerWhenThereIsNoOther() {
    FakePeer slow = honest(30);
    slow.bodyMillis = 7_000;
    world.connect(slow);
    assertSynced(30, 300_000);
    assertNoDuplicatesEach(slow);
  }

  @Test
  void keepsBodiesWithinTheWindow() {
    Block first = Blocks.MAIN.get(0);
    SyncWorld narrow = new SyncWorld(FIXTURE.chain(), Limits.with("downloadWindow", 100));
    FakePeer one = narrow.peer().with(Blocks.SERVED);
    one.has = hash -> !hash.equals(first.hash());
    FakePeer two = narrow.peer().with(Blocks.SERVED);
    two.has = one.has;
    narrow.connect(one, two);
    narrow.time().runFor(60_000);
    assertThat(narrow.timesAsked(List.of(one, two))).hasSize(100);
    assertThat(one.charges).containsOnly(Misbehaviour.NOT_DELIVERED);
    FakePeer whole = narrow.peer().with(Blocks.MAIN);
    narrow.connect(whole);
    assertThat(narrow.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
  }

  @Test
  void doesNotChargeForALackOfWhatWasNeverShown() {
    FakePeer honest = honest(3000);
    FakePeer behind =
        world
            .peer()
            .with(Blocks.main(100))
            .claiming(NOWHERE, BigInteger.valueOf(1_000_000), 500_000);
    world.connect(honest, behind);
    assertSynced(3000, 60_000);
    world.time().runFor(10_000);
    assertThat(behind.charges).isEmpty();
    assertThat(behind.bodiesAsked).hasSizeLessThan(300);
  }

  @Test
  void boundsTheBodiesThatWaitForAVerdict() {
    world.judgeMillis = 500;
    FakePeer fast = honest(1000);
    FakePeer another = honest(1000);
    world.connect(fast, another);
    assertSynced(1000, 60_000);
    assertThat(world.bodiesWaitingMost).isBetween(32, 2 * NetLimits.DEFAULT.jobsPerPeer());
    assertThat(world.timesAsked(List.of(fast, another)).values()).containsOnly(1);
  }

  @Test
  void chargesWhatNobodyAskedFor() {
    FakePeer peer = honest(5);
    world.connect(peer);
    assertSynced(5, 5_000);
    peer.say(new Headers(12345, List.of()));
    peer.say(new FullBlock(Blocks.MAIN.get(7)));
    peer.say(new FullBlock(Blocks.MAIN.get(2)));
    peer.say(new BlocksNotFound(List.of(Blocks.MAIN.get(2).hash())));
    world.time().runFor(100);
    assertThat(peer.charges).hasSize(4).containsOnly(Misbehaviour.UNREQUESTED);
  }

  @Test
  void chargesHeadersThatDoNotFollowOneAnother() {
    FakePeer announcing = honest(5);
    FakePeer answering = honest(5);
    answering.answers = message -> !(message instanceof GetHeaders);
    world.connect(announcing);
    assertSynced(5, 5_000);
    announcing.say(
        new HeaderAnnouncement(List.of(Blocks.MAIN.get(6).header(), Blocks.MAIN.get(8).header())));
    world.time().runFor(100);
    assertThat(announcing.charges).containsExactly(Misbehaviour.DISCONNECTED_HEADERS);
    answering.claiming(NOWHERE, BigInteger.TEN.pow(9), 9);
    world.connect(answering);
    world.time().runFor(100);
    long request = answering.headersAsked.get(0).request();
    answering.say(new Headers(request, Blocks.headers(Blocks.MAIN.subList(100, 110))));
    world.time().runFor(100);
    assertThat(answering.charges).containsExactly(Misbehaviour.DISCONNECTED_HEADERS);
  }

  @Test
  void keepsNothingOfAnAnswerWithAWrongHeader() {
    List<BlockHeader> headers = new ArrayList<>(Blocks.headers(Blocks.main(100)));
    BlockHeader good = headers.get(50);
    BlockHeader bad =
        new BlockHeader(
            good.version(),
            good.previous(),
            MerkleRoot.of(new byte[32]),
            good.time(),
            good.bits(),
            0);
    while (bad.bits().target().isMetBy(bad.hash())) {
      bad = bad.withNonce(bad.nonce() + 1);
    }
    headers = new ArrayList<>(headers.subList(0, 50));
    headers.add(bad);
    FakePeer liar = world.peer().withHeaders(headers);
    world.connect(liar);
    world.time().runFor(1_000);
    assertThat(liar.charges).containsExactly(Misbehaviour.INVALID_HEADER);
    assertThat(world.chain().headersHeld()).isEqualTo(1);
  }

  @Test
  void leavesABranchWhoseBlockIsInvalidAndGoesOnWithAnother() {
    Block wrong =
        FIXTURE
            .on(Blocks.MAIN.get(99).hash())
            .withCoinbase(
                coinbase ->
                    new dev.cairn.core.transaction.Coinbase(
                        coinbase.height(),
                        coinbase.extraNonce(),
                        coinbase.recipient(),
                        coinbase.reward().plus(new dev.cairn.core.value.Amount(1)),
                        coinbase.stateRoot(),
                        coinbase.message()))
            .mine();
    List<Block> invalid = new ArrayList<>(Blocks.main(100));
    invalid.add(wrong);
    invalid.addAll(FIXTURE.mineBranch(wrong.hash(), 300));
    FakePeer liar = world.peer().with(invalid);
    FakePeer honest = honest(300);
    world.connect(liar);
    world.time().runFor(200);
    world.connect(honest);
    assertSynced(300, 20_000);
    assertThat(liar.charges).contains(Misbehaviour.INVALID_BLOCK);
    assertThat(honest.charges).isEmpty();
    world.time().runFor(10_000);
    assertThat(world.sync().progress().obstacle()).isEmpty();
  }

  @Test
  void asksAboutUnknownAnnouncementsOnlyNowAndThen() {
    FakePeer noisy = honest(10);
    world.connect(noisy);
    assertSynced(10, 5_000);
    int before = noisy.headersAsked.size();
    for (int i = 0; i < 200; i++) {
      Block unknown = Blocks.MAIN.get(100 + i);
      noisy.say(new HeaderAnnouncement(List.of(unknown.header())));
      world.time().runFor(20);
    }
    assertThat(noisy.headersAsked.size() - before).isLessThanOrEqualTo(5);
  }

  @Test
  void oneStallLosesTheShareAndItIsWonBack() {
    FakePeer moody = honest(3000);
    FakePeer steady = honest(3000);
    moody.bodyMillis = 2;
    steady.bodyMillis = 10;
    boolean[] sulks = {false};
    moody.answers = message -> !(sulks[0] && message instanceof GetBlocks);
    world.connect(moody, steady);
    world.time().runFor(1_000);
    sulks[0] = true;
    world.time().runFor(4_000);
    Map<Boolean, Long> stalled =
        world.sync().progress().shares().stream()
            .collect(
                java.util.stream.Collectors.partitioningBy(
                    SyncProgress.Share::stalled, java.util.stream.Collectors.counting()));
    assertThat(stalled.get(true)).isOne();
    assertSynced(3000, 60_000);
    assertThat(steady.charges).isEmpty();
  }
}
