package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the rules for bodies mean for a block that is submitted, one way to cheat after another. */
class SubmittedBlockTest {

  private static final long ALL = ChainFixture.BALANCE;

  private final ChainFixture fixture = new ChainFixture();
  private final Chain chain = fixture.chain();

  private DraftBlock draft() {
    return fixture.on(chain.tip().hash());
  }

  private void assertRejected(Block block, String code) {
    Tip before = chain.tip();
    Verdicts.assertRejected(submit(chain, block), code);
    assertThat(chain.tip()).isSameAs(before);
    assertThat(submit(chain, draft().mine())).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void sameTransactionTwice() {
    Transaction transfer = fixture.transfer(0, 1, 5, 0, 1);
    assertRejected(
        draft().withUnchecked(transfer, fixture.transfer(1, 2, 1, 0, 1), transfer).mine(),
        "SEQUENCE_MISMATCH");
  }

  @Test
  void sameTransactionInTwoBlocks() {
    Transaction transfer = fixture.transfer(0, 1, 5, 0, 1);
    submit(chain, draft().with(transfer).mine());
    assertRejected(draft().withUnchecked(transfer).mine(), "SEQUENCE_MISMATCH");
  }

  @Test
  void sameTransactionOnTwoBranchesIsRightOnBoth() {
    Transaction transfer = fixture.transfer(0, 1, 5, 0, 1);
    submit(chain, draft().with(transfer).mine());
    Block other = fixture.on(fixture.genesis()).with(transfer).mine();
    submit(chain, other, fixture.mine(other.hash()));
    assertThat(chain.tip().height().value()).isEqualTo(2);
    assertThat(chain.tip().account(ChainFixture.key(0)).sequence()).isEqualTo(1);
  }

  @Test
  void twoTransactionsOfOneSequence() {
    assertRejected(
        draft()
            .withUnchecked(fixture.transfer(0, 1, 5, 0, 1), fixture.transfer(0, 2, 6, 0, 1))
            .mine(),
        "SEQUENCE_MISMATCH");
  }

  @Test
  void incomeOfALaterTransactionCannotBeSpent() {
    Transaction spend = fixture.transfer(0, 2, ALL, 0, 1);
    Transaction income = fixture.transfer(1, 0, 10, 0, 1);
    assertRejected(draft().withUnchecked(spend, income).mine(), "BALANCE_TOO_LOW");
    assertThat(submit(chain, draft().withUnchecked(income, spend).mine()))
        .isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void balanceIsSpentToTheLastUnitAndNoFurther() {
    assertRejected(
        draft().withUnchecked(fixture.transfer(0, 1, ALL, 0, 1)).mine(), "BALANCE_TOO_LOW");
    submit(chain, draft().withUnchecked(fixture.transfer(0, 1, ALL - 1, 0, 1)).mine());
    assertThat(chain.tip().account(ChainFixture.key(0)).balance()).isEqualTo(Amount.ZERO);
    assertThat(chain.tip().account(ChainFixture.key(0)).sequence()).isEqualTo(1);
  }

  @Test
  void greatestAmountsDoNotWrap() {
    long most = Long.MAX_VALUE;
    assertRejected(
        draft().withUnchecked(fixture.transfer(0, 1, most, 0, 1)).mine(), "BALANCE_TOO_LOW");
    assertRejected(
        draft().withUnchecked(fixture.transfer(0, 0, most, 0, 1 << 20)).mine(), "BALANCE_TOO_LOW");
    assertRejected(
        draft().withUnchecked(fixture.transfer(0, 1, 1, 0, most >> 1)).mine(), "BALANCE_TOO_LOW");
  }

  @Test
  void rewardMustBeExact() {
    for (long difference : new long[] {-1, 1, -50_000_000, 1L << 61}) {
      assertRejected(draft().withCoinbase(reward(difference)).mine(), "REWARD_MISMATCH");
    }
    Transaction transfer = fixture.transfer(0, 1, 5, 0, 700);
    assertRejected(draft().with(transfer).withCoinbase(reward(-700)).mine(), "REWARD_MISMATCH");
  }

  private static UnaryOperator<Coinbase> reward(long difference) {
    return old -> coinbase(old, old.height(), old.reward().units() + difference);
  }

  private static Coinbase coinbase(Coinbase old, long height, long reward) {
    return new Coinbase(
        height,
        old.extraNonce(),
        old.recipient(),
        new Amount(reward),
        old.stateRoot(),
        old.message());
  }

  @Test
  void coinbaseMustCarryTheHeight() {
    for (long difference : new long[] {-1, 1}) {
      submit(chain, draft().mine());
      assertRejected(
          draft()
              .withCoinbase(old -> coinbase(old, old.height() + difference, old.reward().units()))
              .mine(),
          "COINBASE_HEIGHT_MISMATCH");
    }
  }

  @Test
  void rewardCanBeSpentFromTheNextBlockOn() {
    int miner = ChainFixture.KEYS;
    PublicKey recipient = ChainFixture.key(miner);
    Transaction spend = fixture.transfer(miner, 0, 100, 0, 1);
    assertRejected(draft().to(recipient).withUnchecked(spend).mine(), "BALANCE_TOO_LOW");
    submit(chain, draft().to(recipient).mine());
    assertThat(submit(chain, draft().with(spend).mine())).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void blockOfExactlyTheLimitIsValidAndOneByteMoreIsNot() {
    Block sample = new ChainFixture().on(fixture.genesis()).with(transfers(9)).mine();
    long limit = sample.size() + 10;
    ChainFixture small =
        new ChainFixture(ChainFixture.network().sizes(limit, 100).build(), Applications.standard());
    Transaction[] transfers = new Transaction[9];
    for (int i = 0; i < 9; i++) {
      transfers[i] = small.transfer(0, 1, 5, i, 1);
    }
    for (int bytes = 9; bytes <= 11; bytes++) {
      Bytes message = Bytes.of(new byte[bytes]);
      Block block =
          small
              .on(small.genesis())
              .withUnchecked(transfers)
              .withCoinbase(old -> withMessage(old, message))
              .mine();
      assertThat(block.size()).isEqualTo(limit - 10 + bytes);
      Verdict verdict = submit(small.chain(), block);
      if (bytes <= 10) {
        assertThat(verdict).isEqualTo(Verdicts.ACTIVE);
      } else {
        Verdicts.assertRejected(verdict, "BLOCK_TOO_LARGE");
      }
    }
  }

  private static Coinbase withMessage(Coinbase old, Bytes message) {
    return new Coinbase(
        old.height(), old.extraNonce(), old.recipient(), old.reward(), old.stateRoot(), message);
  }

  private Transaction[] transfers(int count) {
    Transaction[] transfers = new Transaction[count];
    for (int i = 0; i < count; i++) {
      transfers[i] = fixture.transfer(0, 1, 5, i, 1);
    }
    return transfers;
  }

  @Test
  void blockOfAnotherNetworkIsAnOrphan() {
    ChainFixture other =
        new ChainFixture(
            ChainFixture.network().minimumFee(new Amount(2)).build(), Applications.standard());
    Block foreign = other.mine(other.genesis());
    assertThat(submit(chain, foreign))
        .isEqualTo(Verdict.deferred(new Verdict.MissingParent(other.genesis())));
  }

  @Test
  void storeOfAnotherNetworkIsRefused() {
    InMemoryChainStore store = new InMemoryChainStore();
    submit(fixture.chain(store, ChainLimits.DEFAULT), List.of(draft().mine()));
    ChainFixture other =
        new ChainFixture(
            ChainFixture.network().minimumFee(new Amount(2)).build(), Applications.standard());
    assertThatThrownBy(() -> other.chain(store, ChainLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.parameters().toString());
  }
}
