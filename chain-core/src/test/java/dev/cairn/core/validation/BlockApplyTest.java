package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages 5 and 6, docs/consensus.md, sections 8.2 and 8.3. */
class BlockApplyTest {

  /** The first key has 100, the fee is at least 5, a block brings 50. */
  private static final NetworkParameters NETWORK =
      NetworkParameters.dev().toBuilder()
          .balance(TestKeys.FIRST.publicKey(), new Amount(100))
          .minimumFee(new Amount(5))
          .subsidy(new Amount(50), 0)
          .build();

  private static final Transactions TRANSACTIONS = new Transactions(NETWORK);

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 3, Long.MAX_VALUE})
  void refusesAnotherHeightInTheCoinbase(long height) {
    TestBlock draft = draft();
    draft.reward = Optional.of(new Amount(50));
    draft.height = height;

    assertThat(verdict(draft)).isEqualTo("COINBASE_HEIGHT_MISMATCH");
  }

  @ParameterizedTest
  @CsvSource({"0, ACCEPTED", "1, SEQUENCE_MISMATCH", "9223372036854775807, SEQUENCE_MISMATCH"})
  void asksForTheFirstSequence(long sequence, String code) {
    assertThat(verdict(draft(TRANSACTIONS.of(TestKeys.FIRST, sequence, 5, Transactions.RECORD))))
        .startsWith(code);
  }

  @ParameterizedTest
  @CsvSource({"0, SEQUENCE_MISMATCH", "1, ACCEPTED", "2, SEQUENCE_MISMATCH"})
  void asksForTheNextSequence(long second, String code) {
    Transaction first = TRANSACTIONS.of(TestKeys.FIRST, 0, 5, Transactions.RECORD);
    Transaction next = TRANSACTIONS.of(TestKeys.FIRST, second, 6, Transactions.RECORD);

    assertThat(verdict(draft(first, next)))
        .isEqualTo(code.equals(Judgement.ACCEPTED) ? code : code + " transaction 2");
  }

  @ParameterizedTest
  @CsvSource({"0, FEE_BELOW_MINIMUM", "4, FEE_BELOW_MINIMUM", "5, ACCEPTED", "6, ACCEPTED"})
  void asksForTheMinimumFee(long fee, String code) {
    assertThat(verdict(draft(TRANSACTIONS.of(TestKeys.FIRST, 0, fee, Transactions.RECORD))))
        .startsWith(code);
  }

  @ParameterizedTest
  @CsvSource({
    "99, ACCEPTED",
    "100, ACCEPTED",
    "101, BALANCE_TOO_LOW",
    "9223372036854775807, BALANCE_TOO_LOW"
  })
  void letsARecordPayNoMoreThanTheBalance(long fee, String code) {
    assertThat(verdict(draft(TRANSACTIONS.of(TestKeys.FIRST, 0, fee, Transactions.RECORD))))
        .startsWith(code);
  }

  /** Attack V8: amount and fee are added as unbounded numbers. */
  @ParameterizedTest
  @CsvSource({
    "5, 94, ACCEPTED",
    "5, 95, ACCEPTED",
    "5, 96, BALANCE_TOO_LOW",
    "99, 1, ACCEPTED",
    "100, 1, BALANCE_TOO_LOW",
    "5, 9223372036854775807, BALANCE_TOO_LOW",
    "9223372036854775807, 1, BALANCE_TOO_LOW",
    "9223372036854775807, 9223372036854775807, BALANCE_TOO_LOW",
    "100, 9223372036854775708, BALANCE_TOO_LOW" // together 2^63
  })
  void letsATransferSpendNoMoreThanTheBalance(long fee, long amount, String code) {
    assertThat(verdict(draft(TRANSACTIONS.transfer(TestKeys.FIRST, 0, fee, amount))))
        .startsWith(code);
  }

  @Test
  void movesTheAmountAndPaysTheMiner() {
    TestBlock draft = draft(TRANSACTIONS.transfer(TestKeys.FIRST, 0, 5, 30));
    draft.recipient = TestKeys.key(3).publicKey();
    Chain chain = Judgement.chain(NETWORK);

    assertThat(Judgement.of(chain, draft.seal().encode())).isEqualTo(Judgement.ACCEPTED);
    assertThat(chain.tip().account(TestKeys.FIRST.publicKey())).isEqualTo(account(65, 1));
    assertThat(chain.tip().account(TestKeys.SECOND.publicKey())).isEqualTo(account(30, 0));
    assertThat(chain.tip().account(TestKeys.key(3).publicKey())).isEqualTo(account(55, 0));
  }

  private static Account account(long balance, long sequence) {
    return new Account(new Amount(balance), sequence);
  }

  /** Attack V7: what only a later transaction brings cannot be spent before. */
  @Test
  void spendsWhatAnEarlierTransactionBroughtButNotALater() {
    Transaction brings = TRANSACTIONS.transfer(TestKeys.FIRST, 0, 5, 40);
    Transaction spends = TRANSACTIONS.transfer(TestKeys.SECOND, 0, 5, 35);
    TestBlock right = draft(brings, spends);
    right.recipient = TestKeys.key(3).publicKey();
    TestBlock wrong = draft(spends, brings);
    wrong.recipient = TestKeys.key(3).publicKey();

    assertThat(verdict(right)).isEqualTo(Judgement.ACCEPTED);
    assertThat(verdict(wrong)).isEqualTo("BALANCE_TOO_LOW transaction 1");
  }

  /** Attack V7: with an odd number of leaves in front the same one twice is no mutated tree. */
  @Test
  void refusesTheSameTransactionTwice() {
    Transaction record = TRANSACTIONS.of(TestKeys.FIRST, 0, 5, Transactions.RECORD);
    Transaction between = TRANSACTIONS.of(TestKeys.FIRST, 1, 5, Transactions.RECORD);

    assertThat(verdict(draft(record, record))).isEqualTo("SEQUENCE_MISMATCH transaction 2");
    assertThat(verdict(draft(record, between, record)))
        .isEqualTo("SEQUENCE_MISMATCH transaction 3");
    assertThat(verdict(draft(record, between, between))).isEqualTo("MERKLE_TREE_MUTATED");
  }

  @Test
  void refusesTheSameTransactionInALaterBlock() {
    Transaction record = TRANSACTIONS.of(TestKeys.FIRST, 0, 5, Transactions.RECORD);
    Chain chain = Judgement.chain(NETWORK);
    Judgement.of(chain, draft(record).seal().encode());

    assertThat(Judgement.of(chain, TestBlock.onTip(chain).with(record).seal().encode()))
        .isEqualTo("SEQUENCE_MISMATCH transaction 1");
  }

  /** Attack V9: subsidy 50 and a fee of 7. */
  @ParameterizedTest
  @CsvSource({
    "57, ACCEPTED",
    "56, REWARD_MISMATCH",
    "58, REWARD_MISMATCH",
    "0, REWARD_MISMATCH",
    "50, REWARD_MISMATCH",
    "9223372036854775807, REWARD_MISMATCH"
  })
  void asksForExactlyTheReward(long reward, String verdict) {
    TestBlock draft = draft(TRANSACTIONS.of(TestKeys.FIRST, 0, 7, Transactions.RECORD));
    draft.reward = Optional.of(new Amount(reward));

    assertThat(verdict(draft)).isEqualTo(verdict);
  }

  /** Attack V9: the reward is there from the next block on. */
  @Test
  void spendsARewardInTheNextBlockOnly() {
    Transaction spends = TRANSACTIONS.transfer(TestKeys.SECOND, 0, 5, 45);
    Chain chain = Judgement.chain(NETWORK);

    assertThat(Judgement.of(chain, draft(spends).seal().encode()))
        .isEqualTo("BALANCE_TOO_LOW transaction 1");
    assertThat(Judgement.of(chain, draft().seal().encode())).isEqualTo(Judgement.ACCEPTED);
    assertThat(Judgement.of(chain, TestBlock.onTip(chain).with(spends).seal().encode()))
        .isEqualTo(Judgement.ACCEPTED);
  }

  @Test
  void halvesTheRewardAtTheNetworksInterval() {
    NetworkParameters halving = NETWORK.toBuilder().subsidy(new Amount(51), 2).build();
    Chain chain = Judgement.chain(halving);
    for (long reward : new long[] {51, 25, 25, 12, 12, 6}) {
      TestBlock draft = TestBlock.onTip(chain);
      draft.reward = Optional.of(new Amount(reward));
      Block block = draft.seal();

      assertThat(Judgement.of(chain, block.encode())).isEqualTo(Judgement.ACCEPTED);
    }
  }

  @Test
  void leavesNothingOfARefusedBlock() {
    Chain chain = Judgement.chain(NETWORK);
    var digest = chain.tip().state().digest();
    TestBlock draft =
        draft(
            TRANSACTIONS.transfer(TestKeys.FIRST, 0, 5, 10),
            TRANSACTIONS.transfer(TestKeys.FIRST, 1, 5, 81));

    assertThat(Judgement.of(chain, draft.seal().encode()))
        .isEqualTo("BALANCE_TOO_LOW transaction 2");
    assertThat(chain.tip().state().digest()).isEqualTo(digest);
    assertThat(chain.tip().height().isGenesis()).isTrue();
  }

  @Test
  void takesTheStateRootForARuleOfAnEarlierStage() {
    TestBlock draft = draft();
    draft.height = 9;
    draft.stateRoot = Sha256Digest.of(Bytes.ofHex("01".repeat(32)).toArray());

    assertThat(verdict(draft)).isEqualTo("STATE_ROOT_NOT_ZERO");
  }

  private static TestBlock draft(Transaction... transactions) {
    return TestBlock.onGenesis(NETWORK).with(transactions);
  }

  private static String verdict(TestBlock draft) {
    return Judgement.of(NETWORK, draft.seal());
  }
}
