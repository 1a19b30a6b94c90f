package dev.cairn.core.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Target;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BlockTemplateTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final PublicKey MINER = TestKeys.SECOND.publicKey();
  private static final Bytes OTHER = Bytes.ofHex("ff".repeat(16));

  private final Chain chain = Chain.inMemory(DEV, Applications.standard());
  private final BlockTemplate template = template(chain);

  private static BlockTemplate template(Chain chain) {
    BlockBuilder builder = BlockBuilder.onTip(chain, DEV.genesisTime().plusSeconds(1));
    Payload record = new Payload(2, Bytes.of(new byte[1]));
    builder.add(Transaction.sign(TestKeys.FIRST, chain.network().id(), 0, new Amount(1), record));
    return builder.build(MINER);
  }

  @Test
  void hasTheRootOfItsBody() {
    Block block = template.block();

    assertThat(block.header().merkleRoot()).isEqualTo(MerkleTree.of(block.transactionIds()).root());
    assertThat(block.header().nonce()).isZero();
    assertThat(block.transactions()).hasSize(1);
  }

  @Test
  void hasAnotherRootWithAnotherExtraNonce() {
    Block other = template.withExtraNonce(OTHER).block();

    assertThat(other.coinbase().extraNonce()).isEqualTo(OTHER);
    assertThat(other.header().merkleRoot())
        .isNotEqualTo(template.block().header().merkleRoot())
        .isEqualTo(MerkleTree.of(other.transactionIds()).root());
    assertThat(other.transactions()).isEqualTo(template.block().transactions());
    assertThat(other.header().time()).isEqualTo(template.block().header().time());
    assertThat(template.withExtraNonce(OTHER).withExtraNonce(Bytes.of(new byte[16])))
        .isEqualTo(template);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.withExtraNonce(Bytes.of(new byte[15])));
  }

  @Test
  void carriesTheNonceThatWasFound() {
    for (long nonce : new long[] {0, 1, 0x7fffffffL, 0x80000000L, 0xffffffffL}) {
      Block block = template.withNonce(nonce);

      assertThat(Integer.toUnsignedLong(block.header().nonce())).isEqualTo(nonce);
      assertThat(block.coinbase()).isEqualTo(template.block().coinbase());
      assertThat(block.header().merkleRoot()).isEqualTo(template.block().header().merkleRoot());
    }
  }

  @Test
  void carriesTheVersionThatWasChosen() {
    BlockTemplate other = template.withVersion(0x3fffe000);

    assertThat(other.block().header().version()).isEqualTo(0x3fffe000);
    assertThat(other.withVersion(template.block().header().version())).isEqualTo(template);
    assertThat(other.withExtraNonce(OTHER).withNonce(7).header().version()).isEqualTo(0x3fffe000);
    assertThat(
            chain.submitBlock(
                other.mine(new DigestKernel(), () -> false).orElseThrow(), DEV.genesisTime()))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @Test
  void findsProofOfWork() {
    Block block =
        template.withExtraNonce(OTHER).mine(new DigestKernel(), () -> false).orElseThrow();

    assertThat(block.header().bits().target().isMetBy(block.hash())).isTrue();
    assertThat(chain.submitBlock(block, DEV.genesisTime()))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @Test
  void findsTheLowestNonce() {
    Block block = template.mine(new DigestKernel(), () -> false).orElseThrow();

    for (long nonce = 0; nonce < Integer.toUnsignedLong(block.header().nonce()); nonce++) {
      Block lower = template.withNonce(nonce);
      assertThat(lower.header().bits().target().isMetBy(lower.hash())).isFalse();
    }
  }

  @Test
  void findsNothingWhenInterrupted() {
    NetworkParameters hard = DEV.toBuilder().bits(new CompactBits(0x01010000)).build();
    BlockTemplate endless = template(Chain.inMemory(hard, Applications.standard()));
    AtomicInteger questions = new AtomicInteger();

    assertThat(template.mine(new DigestKernel(), () -> true)).isEmpty();
    assertThat(endless.mine(new DigestKernel(), () -> questions.incrementAndGet() > 3)).isEmpty();
    assertThat(questions).hasValue(4);
  }

  @Test
  void findsNothingWhenNoNonceIsGood() {
    MiningKernel exhausted =
        new MiningKernel() {
          @Override
          public String name() {
            return "exhausted";
          }

          @Override
          public ScanResult scan(
              byte[] header,
              Target target,
              long firstNonce,
              long count,
              BooleanSupplier interrupted) {
            assertThat(firstNonce).isZero();
            assertThat(count).isEqualTo(1L << 32);
            assertThat(Bytes.of(header)).isEqualTo(Bytes.of(template.block().header().toArray()));
            return ScanResult.none(count);
          }
        };

    assertThat(template.mine(exhausted, () -> false)).isEmpty();
  }
}
