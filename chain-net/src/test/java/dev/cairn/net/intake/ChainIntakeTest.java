package dev.cairn.net.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.ManualScheduler;
import dev.cairn.net.runtime.ManualWorkers;
import dev.cairn.net.session.FakePeer;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainIntakeTest {

  private final ChainFixture fixture = new ChainFixture();
  private final Chain chain = fixture.chain();
  private final Mempool mempool =
      new Mempool(
          chain.network(),
          chain.transactionRules(),
          MempoolLimits.DEFAULT,
          chain.tip(),
          ChainFixture.LATER);
  private final ManualScheduler scheduler = new ManualScheduler(ChainFixture.LATER);
  private final ManualWorkers workers = new ManualWorkers(scheduler);
  private final List<Peer> useful = new ArrayList<>();
  private final ChainIntake intake =
      new ChainIntake(chain, mempool, workers, scheduler, NetLimits.DEFAULT, useful::add);
  private final FakePeer peer = new FakePeer(1);
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Checked<TransactionId>> results = new ArrayList<>();

  ChainIntakeTest() {
    chain.addListener(mempool);
  }

  @Test
  void judgesAHeaderAtOnce() {
    Block block = fixture.mine(fixture.genesis());

    assertThat(intake.header(block.header(), Optional.of(peer)))
        .isEqualTo(Verdict.accepted(Verdict.Placement.HEADER_ONLY));
    assertThat(peer.charges()).isEmpty();
  }

  @Test
  void chargesForAWrongHeader() {
    BlockHeader header = withoutWork(fixture.mine(fixture.genesis()).header());

    assertThat(code(intake.header(header, Optional.of(peer)))).isEqualTo("WORK_BELOW_TARGET");
    assertThat(peer.charges()).containsExactly(Misbehaviour.INVALID_HEADER);
  }

  @Test
  void chargesNothingForAHeaderWithoutParentOrTooEarly() {
    Block block = fixture.mine(fixture.genesis());
    Block child = fixture.mine(block.hash());
    Block early = fixture.on(fixture.genesis()).at(ChainFixture.LATER.plusSeconds(301)).mine();

    assertThat(intake.header(child.header(), Optional.of(peer)))
        .isEqualTo(Verdict.deferred(new Verdict.MissingParent(block.hash())));
    assertThat(intake.header(early.header(), Optional.of(peer)))
        .isInstanceOf(Verdict.Deferred.class);
    submit(child);
    submit(early);

    assertThat(verdicts).hasSize(2).allMatch(verdict -> verdict instanceof Verdict.Deferred);
    assertThat(peer.charges()).isEmpty();
  }

  @Test
  void takesABlockAndSaysWhoWasUseful() {
    submit(fixture.mine(fixture.genesis()));

    assertThat(verdicts).containsExactly(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(useful).containsExactly(peer);
  }

  @Test
  void aKnownBlockIsNotCheckedAgainAndNotUseful() {
    Block block = fixture.mine(fixture.genesis());
    submit(block);
    useful.clear();
    workers.hold();

    submit(block);

    assertThat(verdicts).last().isEqualTo(Verdict.accepted(Verdict.Placement.KNOWN));
    assertThat(useful).isEmpty();
  }

  @Test
  void chargesForABlockThatBreaksARule() {
    Transaction unfunded = fixture.transfer(7, 0, ChainFixture.BALANCE, 0, 1);
    Block inContext = fixture.on(fixture.genesis()).withUnchecked(unfunded).mine();
    Block alone = fixture.on(fixture.genesis()).withUnchecked(foreign()).mine();

    submit(inContext);
    submit(alone);

    assertThat(verdicts)
        .extracting(ChainIntakeTest::code)
        .containsExactly("BALANCE_TOO_LOW", "SIGNATURE_INVALID");
    assertThat(peer.charges())
        .containsExactly(Misbehaviour.INVALID_BLOCK, Misbehaviour.INVALID_BLOCK);
    assertThat(chain.condemnation(alone.hash())).isPresent();
  }

  @Test
  void chargesLessForABodyThatIsNotTheHeadersAndKeepsTheHeader() {
    Block right = fixture.mine(fixture.genesis());
    Block other = fixture.on(fixture.genesis()).with(transfer(0)).mine();
    Block mixed = new Block(right.header(), other.coinbase(), other.transactions());

    submit(mixed);

    assertThat(code(verdicts.get(0))).isEqualTo("MERKLE_ROOT_MISMATCH");
    assertThat(peer.charges()).containsExactly(Misbehaviour.WRONG_BODY);
    submit(right);
    assertThat(verdicts).last().isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @Test
  void aBlockWithoutWorkCostsNoSignatureCheck() {
    workers.hold();
    Block block = fixture.on(fixture.genesis()).with(transfer(0)).mine();

    submit(new Block(withoutWork(block.header()), block.coinbase(), block.transactions()));

    assertThat(workers.held()).isZero();
    assertThat(peer.charges()).containsExactly(Misbehaviour.INVALID_BLOCK);
  }

  @Test
  void blocksAreJudgedInTheOrderOfSubmissionWhateverEndsFirst() {
    workers.hold();
    List<Block> blocks = fixture.mineBranch(fixture.genesis(), 8);
    blocks.forEach(this::submit);
    assertThat(workers.held()).isEqualTo(8);

    workers.finishAllBackwards();

    assertThat(verdicts)
        .hasSize(8)
        .allMatch(verdict -> verdict.equals(Verdict.accepted(Verdict.Placement.ACTIVE)));
    assertThat(chain.tip().hash()).isEqualTo(blocks.get(7).hash());
  }

  @Test
  void transactionsAreJudgedInTheOrderOfSubmission() {
    workers.hold();
    for (int sequence = 0; sequence < 8; sequence++) {
      submit(transfer(sequence));
    }

    workers.finishAllBackwards();

    assertThat(results).hasSize(8).allMatch(Checked::isPassed);
    assertThat(mempool.transactions()).extracting(Transaction::sequence).isSorted();
  }

  @Test
  void aBlockThatIsNeverJudgedHoldsUpNoTransaction() { // R12
    workers.hold();
    submit(fixture.mine(fixture.genesis()));
    submit(transfer(0));
    scheduler.runFor(30_000);

    workers.finish(1);

    assertThat(results).containsExactly(Checked.passed(transfer(0).id()));
    assertThat(verdicts).isEmpty();
    assertThat(intake.oldestJobMillis()).isEqualTo(30_000);
    assertThat(intake.jobs()).isEqualTo(1);
  }

  @Test
  void aPeerWithManyJobsIsNotReadUntilHalfAreDone() {
    workers.hold();
    int most = NetLimits.DEFAULT.jobsPerPeer();
    FakePeer other = new FakePeer(2);
    intake.transaction(transfer(0), Optional.of(other), results::add);
    for (int i = 1; i < most; i++) {
      submit(transfer(i));
    }
    assertThat(peer.isReading()).isTrue();

    submit(transfer(most));
    assertThat(peer.isReading()).isFalse();
    assertThat(other.isReading()).isTrue();

    while (results.size() < 1 + most / 2 - 1) {
      workers.finish(0);
    }
    assertThat(peer.isReading()).isFalse();
    workers.finish(0);
    assertThat(peer.isReading()).isTrue();
  }

  @Test
  void aPeerWithManyBytesIsNotReadEither() {
    workers.hold();
    NetLimits limits = NetLimits.DEFAULT;
    PeerLoads loads = new PeerLoads(limits);

    loads.add(peer, limits.jobBytesPerPeer() - 1);
    assertThat(peer.isReading()).isTrue();
    loads.add(peer, 1);
    assertThat(peer.isReading()).isFalse();
    loads.remove(peer, limits.jobBytesPerPeer() - 1);
    assertThat(peer.isReading()).isTrue();
  }

  @Test
  void whatDoesNotReachTheWorkersCountsForThePeerToo() {
    workers.hold();
    submit(fixture.mine(fixture.genesis())); // never ends
    Block orphan = fixture.mine(fixture.mine(fixture.mine(fixture.genesis()).hash()).hash());
    for (int i = 0; i < NetLimits.DEFAULT.jobsPerPeer(); i++) {
      intake.block(orphan, Optional.of(peer), verdicts::add);
    }
    scheduler.runDue();

    assertThat(peer.isReading()).isFalse();
    workers.finish(0);
    assertThat(peer.isReading()).isTrue();
    assertThat(verdicts).hasSize(1 + NetLimits.DEFAULT.jobsPerPeer());
  }

  @Test
  void chargesForATransactionThatIsWrongByItself() {
    submit(foreign());

    assertThat(code(results.get(0))).isEqualTo("SIGNATURE_INVALID");
    assertThat(peer.charges()).containsExactly(Misbehaviour.INVALID_TRANSACTION);
  }

  @Test
  void chargesNothingForATransactionThatTheMempoolDoesNotWant() {
    submit(fixture.transfer(0, 1, 5, 0, 0)); // below the minimum fee
    submit(fixture.transfer(0, 1, ChainFixture.BALANCE, 0, 1)); // more than there is
    for (long sequence = 1; sequence < 19; sequence++) { // beyond a gap
      submit(transfer(sequence));
    }

    assertThat(results.stream().flatMap(result -> result.rejection().stream()))
        .extracting(Rejection::reason)
        .contains(Rule.FEE_BELOW_MINIMUM, Rule.BALANCE_TOO_LOW, MempoolRule.SEQUENCE_GAP_TOO_WIDE);
    assertThat(peer.charges()).isEmpty();
  }

  @Test
  void aSecondCopyOfATransactionIsNotUseful() {
    submit(transfer(0));
    submit(transfer(0));

    assertThat(results).containsOnly(Checked.passed(transfer(0).id()));
    assertThat(useful).containsExactly(peer);
  }

  @Test
  void aResultCountsWhenItsPeerIsGone() {
    workers.hold();
    Block block = fixture.mine(fixture.genesis());
    submit(block);
    peer.disconnect(DisconnectReason.CONNECTION_LOST, "");

    workers.finish(0);

    assertThat(chain.tip().hash()).isEqualTo(block.hash());
  }

  private void submit(Block block) {
    intake.block(block, Optional.of(peer), verdicts::add);
    scheduler.runDue();
  }

  private void submit(Transaction transaction) {
    intake.transaction(transaction, Optional.of(peer), results::add);
    scheduler.runDue();
  }

  private Transaction transfer(long sequence) {
    return fixture.transfer(0, 1, 5, sequence, 1);
  }

  /** A transaction that was signed for another network. */
  private static Transaction foreign() {
    return Transaction.sign(
        ChainFixture.keyPair(0),
        NetworkId.of(TestNodes.nonce(1).toArray()),
        0,
        new Amount(1),
        new Transfer(ChainFixture.key(1), new Amount(1)).payload());
  }

  private static BlockHeader withoutWork(BlockHeader header) {
    BlockHeader attempt = header;
    while (attempt.bits().target().isMetBy(attempt.hash())) {
      attempt = attempt.withNonce(attempt.nonce() + 1);
    }
    return attempt;
  }

  private static String code(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected
        ? rejected.why().code()
        : verdict.toString();
  }

  private static String code(Checked<?> result) {
    return result.rejection().map(Rejection::code).orElse("passed");
  }
}
