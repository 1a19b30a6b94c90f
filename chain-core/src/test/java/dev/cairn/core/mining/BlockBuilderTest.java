package dev.cairn.core.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockBuilderTest {

  private static final PublicKey MINER = TestKeys.key(3).publicKey();
  private static final Payload RECORD = new Payload(2, Bytes.of(new byte[1]));

  private final NetworkParameters network = NetworkParameters.dev();
  private final Timestamp now = network.genesisTime().plusSeconds(60);
  private final Chain chain = Chain.inMemory(network, Applications.standard());

  @Test
  void buildsABlockThatTheChainAccepts() {
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    assertThat(builder.add(signed(TestKeys.FIRST, 0, 5, transfer(40)))).isEmpty();
    assertThat(builder.add(signed(TestKeys.SECOND, 0, 7, RECORD))).isEmpty();
    Block block = mined(builder.build(MINER));

    assertThat(chain.submitBlock(block, now)).isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(chain.tip().account(MINER).balance()).isEqualTo(new Amount(50_000_012));
    assertThat(chain.tip().account(TestKeys.SECOND.publicKey()).balance())
        .isEqualTo(new Amount(33));
  }

  @Test
  void buildsOneBlockAfterAnother() {
    for (int height = 1; height <= 5; height++) {
      BlockBuilder builder = BlockBuilder.onTip(chain, now.plusSeconds(height));
      assertThat(builder.add(signed(TestKeys.FIRST, height - 1, 1, RECORD))).isEmpty();
      chain.submitBlock(mined(builder.build(MINER)), now.plusSeconds(height));
      assertThat(chain.tip().height().value()).isEqualTo(height);
    }
  }

  @Test
  void keepsTheOrderInWhichTransactionsCame() {
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    Transaction first = signed(TestKeys.FIRST, 0, 1, transfer(100));
    Transaction second = signed(TestKeys.SECOND, 0, 90, RECORD);
    Transaction third = signed(TestKeys.FIRST, 1, 50, RECORD);
    for (Transaction transaction : new Transaction[] {first, second, third}) {
      assertThat(builder.add(transaction)).isEmpty();
    }

    assertThat(builder.build(MINER).block().transactions()).containsExactly(first, second, third);
  }

  @Test
  void judgesATransactionAsItWouldBeInTheBlock() {
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    Transaction signed = signed(TestKeys.FIRST, 0, 1, transfer(10));

    assertCode("SEQUENCE_MISMATCH", builder.add(signed(TestKeys.FIRST, 1, 1, RECORD)));
    assertCode("FEE_BELOW_MINIMUM", builder.add(signed(TestKeys.FIRST, 0, 0, RECORD)));
    assertCode("BALANCE_TOO_LOW", builder.add(signed(TestKeys.SECOND, 0, 1, RECORD)));
    assertCode("SIGNATURE_INVALID", builder.add(TestBlock.withBrokenSignature(signed)));
    assertCode(
        "PAYLOAD_TYPE_UNKNOWN",
        builder.add(signed(TestKeys.FIRST, 0, 1, new Payload(1024, Bytes.EMPTY))));
    assertThat(builder.add(signed)).isEmpty();
    assertCode("SEQUENCE_MISMATCH", builder.add(signed));
  }

  /** The fee is paid before the amount turns out to be too much; nothing of that may stay. */
  @Test
  void leavesNothingOfARefusedTransaction() {
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    BlockBuilder undisturbed = BlockBuilder.onTip(chain, now);
    long all = 1_000_000_000_000L;

    assertCode("BALANCE_TOO_LOW", builder.add(signed(TestKeys.FIRST, 0, 9, transfer(all - 8))));
    assertCode("BALANCE_TOO_LOW", builder.add(signed(TestKeys.SECOND, 0, 1, RECORD)));
    Transaction everything = signed(TestKeys.FIRST, 0, 9, transfer(all - 9));
    assertThat(builder.add(everything)).isEmpty();
    assertThat(undisturbed.add(everything)).isEmpty();

    assertThat(builder.build(MINER)).isEqualTo(undisturbed.build(MINER));
  }

  /** One more byte than fits, and exactly as many; 64 bytes are kept for the message. */
  @ParameterizedTest
  @CsvSource({"0, none", "1, BLOCK_FULL"})
  void isFullAtExactlyTheGreatestSize(int more, String code) {
    NetworkParameters small = network.toBuilder().sizes(1000, 1000).build();
    Chain smallChain = Chain.inMemory(small, Applications.standard());
    BlockBuilder builder = BlockBuilder.onTip(smallChain, now);
    assertThat(builder.add(signedOn(small, 0, RECORD))).isEmpty();
    int room = 1000 - 80 - 1 - 98 - 64 - signedOn(small, 0, RECORD).size();
    Payload fitting = new Payload(2, Bytes.of(new byte[room - 117 + more]));
    Transaction last = signedOn(small, 1, fitting);
    assertThat(last.size()).isEqualTo(room + more);

    assertThat(builder.add(last).map(Rejection::code).orElse("none")).isEqualTo(code);
    Bytes message = Bytes.of(new byte[64]);
    Block block = mined(builder.build(MINER, Bytes.of(new byte[16]), message));
    assertThat(block.size() == 1000).isEqualTo(more == 0);
    assertThat(smallChain.submitBlock(block, now))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @ParameterizedTest
  @CsvSource({"0, BLOCK_FULL", "1, none", "9999999999, none"})
  void canBeKeptSmallerThanTheNetworkAllows(long more, String code) {
    Transaction transaction = signed(TestKeys.FIRST, 0, 1, RECORD);
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    // A header, the coinbase with the longest message, and the count.
    long others = BlockHeader.BYTES + Coinbase.BYTES_MIN + Coinbase.MESSAGE_BYTES_MAX + 1;
    builder.limitTo(others + transaction.size() - 1 + more);

    assertThat(builder.add(transaction).map(Rejection::code).orElse("none")).isEqualTo(code);
  }

  @Test
  void takesASmallerTransactionAfterOneThatDidNotFit() {
    NetworkParameters small = network.toBuilder().sizes(500, 1000).build();
    Chain smallChain = Chain.inMemory(small, Applications.standard());
    BlockBuilder builder = BlockBuilder.onTip(smallChain, now);

    assertCode(
        "BLOCK_FULL", builder.add(signedOn(small, 0, new Payload(2, Bytes.of(new byte[200])))));
    assertThat(builder.add(signedOn(small, 0, RECORD))).isEmpty();
  }

  /**
   * With the coinbase 252 transactions take one byte for their count, 253 take three: two bytes
   * less room, in which the last one fits or does not.
   */
  @ParameterizedTest
  @CsvSource({"0, 252", "1, 252", "2, 253"})
  void countsTheBytesOfTheCount(int spare, int transactionsWithCoinbase) {
    int size = signed(TestKeys.FIRST, 0, 1, RECORD).size();
    int bytes = 80 + 1 + 98 + 64 + 252 * size + spare;
    NetworkParameters sized = network.toBuilder().sizes(bytes, 1000).build();
    Chain sizedChain = Chain.inMemory(sized, Applications.standard());
    BlockBuilder builder = BlockBuilder.onTip(sizedChain, now);
    for (int sequence = 0; sequence < 251; sequence++) {
      assertThat(builder.add(signedOn(sized, sequence, RECORD))).isEmpty();
    }
    Optional<Rejection> last = builder.add(signedOn(sized, 251, RECORD));
    assertThat(last.isEmpty()).isEqualTo(transactionsWithCoinbase == 253);

    Block block = mined(builder.build(MINER, Bytes.of(new byte[16]), Bytes.of(new byte[64])));
    assertThat(block.transactions()).hasSize(transactionsWithCoinbase - 1);
    assertThat(sizedChain.submitBlock(block, now))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @ParameterizedTest
  @ValueSource(longs = {-100, -1, 0, 1, 100})
  void takesTheLaterOfClockAndTip(long seconds) {
    Timestamp clock = network.genesisTime().plusSeconds(seconds);
    Block block = mined(BlockBuilder.onTip(chain, clock).build(MINER));

    assertThat(block.header().time())
        .isEqualTo(network.genesisTime().plusSeconds(Math.max(0, seconds)));
    assertThat(chain.submitBlock(block, clock))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  /** Half-life 600 s: after 3600 s of silence the bits are eased by one step. */
  @ParameterizedTest
  @CsvSource({"3599, 2007ffff", "3600, 200ffffe", "4200, 201ffffc", "1000000, 207fffff"})
  void easesTheBitsAfterLongSilence(long seconds, String bits) {
    NetworkParameters adjusting =
        network.toBuilder()
            .difficulty(10, 600, 300)
            .genesisBits(new CompactBits(0x2007ffff))
            .build();
    Chain adjustingChain = Chain.inMemory(adjusting, Applications.standard());
    Timestamp clock = network.genesisTime().plusSeconds(seconds);
    Block block = mined(BlockBuilder.onTip(adjustingChain, clock).build(MINER));

    assertThat(block.header().bits()).hasToString(bits);
    assertThat(adjustingChain.submitBlock(block, clock))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
  }

  @Test
  void worksOnTheTipThatItWasMadeFor() {
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    Block other = mined(BlockBuilder.onTip(chain, now).build(TestKeys.SECOND.publicKey()));
    chain.submitBlock(other, now);
    Block block = mined(builder.build(MINER));

    assertThat(block.header().previous()).isEqualTo(network.genesis().hash());
    assertThat(chain.submitBlock(block, now))
        .isEqualTo(Verdict.accepted(Verdict.Placement.SIDE_BRANCH));
  }

  private static Block mined(BlockTemplate template) {
    return template.mine(new DigestKernel(), () -> false).orElseThrow();
  }

  private static Payload transfer(long amount) {
    return new Transfer(TestKeys.SECOND.publicKey(), new Amount(amount)).payload();
  }

  private Transaction signed(KeyPair sender, long sequence, long fee, Payload payload) {
    return Transaction.sign(sender, network.id(), sequence, new Amount(fee), payload);
  }

  private static Transaction signedOn(NetworkParameters network, long sequence, Payload payload) {
    return Transaction.sign(TestKeys.FIRST, network.id(), sequence, new Amount(1), payload);
  }

  private static void assertCode(String code, Optional<Rejection> refusal) {
    assertThat(refusal.map(Rejection::code)).hasValue(code);
    assertThat(refusal.orElseThrow().reason().hint()).isNotBlank();
  }
}
