package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final Transaction SMALL =
      Transaction.sign(
          TestKeys.FIRST, DEV.id(), 0, new Amount(1), new Payload(2, Bytes.of(new byte[1])));
  private static final Block EMPTY = TestBlock.onGenesis(DEV).seal();

  /** 251, 252 and 253 transactions with the coinbase; the count takes 3 bytes from 253 on. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "252, 1", "253, 3", "254, 3"})
  void countsItsTransactionsInAVarint(int count, int bytesOfCount) {
    Block block = block(count - 1);

    assertThat(ByteWriter.varintSize(count)).isEqualTo(bytesOfCount);
    assertThat(block.size())
        .isEqualTo(80 + bytesOfCount + 98 + (count - 1) * SMALL.size())
        .isEqualTo(block.encode().length());
    assertThat(Block.decode(block.encode()).value()).isEqualTo(block);
  }

  @Test
  void isReadFromAPartOfAnArrayToItsEnd() {
    Block block = block(2);
    ByteWriter writer = new ByteWriter().u8(7);
    block.writeTo(writer);
    byte[] around = writer.u8(9).toArray();

    assertThat(Block.decode(new ByteReader(around, 1, block.size())).value()).isEqualTo(block);
    assertReason(Block.decode(new ByteReader(around, 1, block.size() + 1)), Rule.TRAILING_BYTES);
    assertReason(Block.decode(new ByteReader(around, 1, block.size() - 1)), Rule.TRUNCATED);
  }

  @Test
  void countsManyTransactionsInFiveBytes() {
    assertThat(ByteWriter.varintSize(0xffff)).isEqualTo(3);
    assertThat(ByteWriter.varintSize(0x10000)).isEqualTo(5);
    assertThat(ByteWriter.varintSize(Integer.MAX_VALUE)).isEqualTo(5);
  }

  @Test
  void refusesToBeWithoutTransactions() {
    String header = Bytes.of(EMPTY.header().toArray()).toHex();

    assertReason(Block.decode(Bytes.ofHex(header + "00")), Rule.TRANSACTION_COUNT_ZERO);
    assertReason(
        Block.decode(Bytes.ofHex(header + "00" + EMPTY.coinbase().encode().toHex())),
        Rule.TRANSACTION_COUNT_ZERO);
    assertReason(Block.decode(Bytes.ofHex(header)), Rule.TRUNCATED);
  }

  /** No memory could hold as many as these counts say. */
  @ParameterizedTest
  @ValueSource(strings = {"feffffff7f", "feffffffff", "ff0000000000000040", "ffffffffffffffff7f"})
  void refusesACountOfTransactionsThatAreNotThere(String count) {
    String header = Bytes.of(EMPTY.header().toArray()).toHex();
    String coinbase = EMPTY.coinbase().encode().toHex();

    assertReason(Block.decode(Bytes.ofHex(header + count)), Rule.TRUNCATED);
    assertReason(Block.decode(Bytes.ofHex(header + count + coinbase)), Rule.TRUNCATED);
    assertReason(
        Block.decode(Bytes.ofHex(header + count + coinbase + SMALL.encode().toHex())),
        Rule.TRUNCATED);
  }

  /** Attack V9. */
  @Test
  void hasOneCoinbaseAndHasItFirst() {
    String header = Bytes.of(EMPTY.header().toArray()).toHex();
    String coinbase = EMPTY.coinbase().encode().toHex();
    String transaction = SMALL.encode().toHex();

    assertReason(
        Block.decode(Bytes.ofHex(header + "02" + coinbase + coinbase)), Rule.COINBASE_NOT_FIRST);
    assertReason(
        Block.decode(Bytes.ofHex(header + "02" + transaction + coinbase)), Rule.COINBASE_MISSING);
    assertReason(Block.decode(Bytes.ofHex(header + "01" + transaction)), Rule.COINBASE_MISSING);
  }

  @Test
  void refusesFewerOrMoreTransactionsThanItCounts() {
    String header = Bytes.of(EMPTY.header().toArray()).toHex();
    String body = EMPTY.coinbase().encode().toHex() + SMALL.encode().toHex();

    assertReason(Block.decode(Bytes.ofHex(header + "01" + body)), Rule.TRAILING_BYTES);
    assertThat(Block.decode(Bytes.ofHex(header + "02" + body)).isPassed()).isTrue();
    assertReason(Block.decode(Bytes.ofHex(header + "03" + body)), Rule.TRUNCATED);
  }

  @Test
  void doesNotJudgeItsHeader() {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.version = 0;
    draft.height = 77;
    draft.worksTooLittle = true;
    Block block = draft.seal();

    assertThat(Block.decode(block.encode()).value()).isEqualTo(block);
  }

  @Test
  void provesEachOfItsTransactions() {
    TestBlock draft = TestBlock.onGenesis(DEV);
    for (int sequence = 0; sequence < 4; sequence++) {
      draft.with(
          Transaction.sign(TestKeys.FIRST, DEV.id(), sequence, Amount.ZERO, SMALL.payload()));
    }
    Block block = draft.seal();
    assertThat(block.proof(0).check(block.coinbase().encode(), block.header().merkleRoot()))
        .isEmpty();
    for (int position = 1; position <= 4; position++) {
      Bytes bytes = block.transactions().get(position - 1).encode();
      assertThat(block.proof(position).check(bytes, block.header().merkleRoot())).isEmpty();
    }
  }

  @Test
  void cannotBeChangedThroughItsTransactions() {
    List<Transaction> transactions = new ArrayList<>(List.of(SMALL));
    Block block = new Block(EMPTY.header(), EMPTY.coinbase(), transactions);
    transactions.clear();

    assertThat(block.transactions()).containsExactly(SMALL);
  }

  private static Block block(int transactions) {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.transactions.addAll(Collections.nCopies(transactions, SMALL));
    return draft.seal();
  }

  private static void assertReason(Checked<Block> checked, Rule reason) {
    assertThat(checked.rejection().map(Rejection::code)).hasValue(reason.name());
  }
}
