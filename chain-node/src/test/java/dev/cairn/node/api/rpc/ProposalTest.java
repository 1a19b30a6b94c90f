package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ProposalTest {

  private final Chain chain = Chain.inMemory(NetworkParameters.dev(), Applications.standard());

  /** What is said of a block that has no proof of work, and that a test has changed. */
  private Optional<String> said(Consumer<TestBlock> change) {
    TestBlock block = TestBlock.onTip(chain);
    block.worksTooLittle = true;
    change.accept(block);
    Timestamp now = block.parent.time().plusSeconds(1_000);
    return new Proposal(chain.headerRules(), chain.rules(), chain.tip()).check(block.seal(), now);
  }

  private static Transaction transfer(long sequence) {
    Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), Amount.of(1));
    return Transaction.sign(
        TestKeys.FIRST, NetworkParameters.dev().id(), sequence, Amount.of(10), transfer.payload());
  }

  @Test
  void takesABlockThatLacksItsWorkOnly() {
    assertThat(said(block -> block.with(transfer(0), transfer(1)))).isEmpty();
    assertThat(said(block -> block.worksTooLittle = false)).isEmpty();
    assertThat(chain.tip().height().value()).isZero();
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(said(block -> block.version = 1)).contains("bad-version");
    assertThat(said(block -> block.bits = Optional.of(new CompactBits(0x1f00ffff))))
        .contains("bad-diffbits");
    assertThat(said(block -> block.time = Timestamp.of(block.parent.time().seconds() - 1)))
        .contains("time-too-old");
    assertThat(said(block -> block.time = block.parent.time().plusSeconds(1_301)))
        .contains("time-too-new");
    assertThat(said(block -> block.merkleRoot = Optional.of(MerkleRoot.ZERO)))
        .contains("bad-txnmrklroot");
    assertThat(said(block -> block.height = 7)).contains("bad-cb-height");
    assertThat(said(block -> block.reward = Optional.of(Amount.of(1)))).contains("bad-cb-amount");
    assertThat(said(block -> block.with(transfer(1)))).contains("bad-txns");
    assertThat(said(block -> block.with(TestBlock.withBrokenSignature(transfer(0)))))
        .contains("bad-txns");
  }

  @Test
  void wantsABlockOnTheTip() {
    TestBlock old = TestBlock.onTip(chain);
    chain.submitBlock(TestBlock.onTip(chain).seal(), Timestamp.MAX);
    assertThat(
            new Proposal(chain.headerRules(), chain.rules(), chain.tip())
                .check(old.seal(), Timestamp.MAX))
        .contains("inconclusive-not-best-prevblk");
  }
}
