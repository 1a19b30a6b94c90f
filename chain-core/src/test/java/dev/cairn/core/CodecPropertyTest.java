package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for every decoder of consensus structures and all bytes: it never throws, and what
 * decodes encodes again to the same bytes.
 */
class CodecPropertyTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();

  /** A structure: how it is read, how written, and right bytes to begin with. */
  enum Structure {
    HEADER(
        bytes -> BlockHeader.decode(bytes).map(header -> Bytes.of(header.toArray())),
        () -> List.of(Bytes.of(block().header().toArray()))),
    TRANSACTION(
        bytes -> Transaction.decode(bytes).map(CodecPropertyTest::measured),
        () -> block().transactions().stream().map(Transaction::encode).toList()),
    COINBASE(
        bytes -> Coinbase.decode(bytes).map(CodecPropertyTest::measured),
        () -> List.of(block().coinbase().encode(), worded().coinbase().encode())),
    BLOCK(
        bytes -> Block.decode(bytes).map(CodecPropertyTest::measured),
        () -> List.of(block().encode(), worded().encode())),
    NETWORK(
        bytes -> NetworkParameters.decode(bytes).map(NetworkParameters::encode),
        () -> List.of(DEV.encode()));

    private final Function<Bytes, Checked<Bytes>> again;
    private final List<Bytes> right;

    Structure(Function<Bytes, Checked<Bytes>> again, Supplier<List<Bytes>> right) {
      this.again = again;
      this.right = right.get();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsRightBytesAsTheyWereWritten(Structure structure) {
    for (Bytes bytes : structure.right) {
      assertThat(structure.again.apply(bytes)).isEqualTo(Checked.passed(bytes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTruncatedAtEveryLength(Structure structure) {
    for (Bytes bytes : structure.right) {
      for (int length = 0; length < bytes.length(); length++) {
        assertThat(structure.again.apply(bytes.slice(0, length)).rejection().map(Rejection::reason))
            .as("%d of %d bytes", length, bytes.length())
            .hasValue(Rule.TRUNCATED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryExtension(Structure structure) {
    for (Bytes bytes : structure.right) {
      for (String more : List.of("00", "01", "ff", "00".repeat(200))) {
        Bytes longer = Bytes.ofHex(bytes.toHex() + more);
        assertThat(structure.again.apply(longer).rejection().map(Rejection::reason))
            .hasValue(Rule.TRAILING_BYTES);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryFlippedBitAsItStandsOrRefusesIt(Structure structure) {
    for (Bytes bytes : structure.right) {
      for (int bit = 0; bit < 8 * bytes.length(); bit++) {
        byte[] flipped = bytes.toArray();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertReadsAsItStandsOrRefuses(structure, Bytes.of(flipped));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsMutatedBytesAsTheyStandOrRefusesThem(Structure structure) {
    Random random = Seeds.random("readsMutatedBytesAsTheyStandOrRefusesThem " + structure);
    int passed = 0;
    for (int round = 0; round < Seeds.rounds(4000, 1_000_000); round++) {
      Bytes right = structure.right.get(random.nextInt(structure.right.size()));
      Bytes bytes = Bytes.of(MutatedBytes.of(right.toArray(), random));
      passed += assertReadsAsItStandsOrRefuses(structure, bytes) ? 1 : 0;
    }
    assertThat(passed).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void readsRandomBytesAsTheyStandOrRefusesThem(Structure structure) {
    Random random = Seeds.random("readsRandomBytesAsTheyStandOrRefusesThem " + structure);
    for (int round = 0; round < Seeds.rounds(2000, 500_000); round++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      assertReadsAsItStandsOrRefuses(structure, Bytes.of(bytes));
    }
  }

  private static boolean assertReadsAsItStandsOrRefuses(Structure structure, Bytes bytes) {
    Checked<Bytes> again;
    try {
      again = structure.again.apply(bytes);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(structure + " threw at " + bytes.toHex(), e);
    }
    if (again.isPassed() && !again.value().equals(bytes)) {
      throw new AssertionError(structure + " turns " + bytes.toHex() + "\ninto " + again);
    }
    return again.isPassed();
  }

  private static Bytes measured(Transaction transaction) {
    assertThat(transaction.size()).isEqualTo(transaction.encode().length()).isGreaterThan(64);
    assertThat(transaction.signature().toHex())
        .isEqualTo(transaction.encode().slice(transaction.size() - 64, transaction.size()).toHex());
    return transaction.encode();
  }

  private static Bytes measured(Coinbase coinbase) {
    assertThat(coinbase.size()).isEqualTo(coinbase.encode().length()).isGreaterThan(64);
    return coinbase.encode();
  }

  private static Bytes measured(Block block) {
    assertThat(block.size()).isEqualTo(block.encode().length());
    return block.encode();
  }

  private static Block block() {
    List<Transaction> transactions = new ArrayList<>();
    Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), new Amount(1000));
    DocumentRecord document = DocumentRecord.ofDocument(Bytes.of(new byte[300]));
    for (var payload : List.of(transfer.payload(), document.payload())) {
      transactions.add(
          Transaction.sign(TestKeys.FIRST, DEV.id(), transactions.size(), new Amount(5), payload));
    }
    return TestBlock.onGenesis(DEV).with(transactions.toArray(Transaction[]::new)).seal();
  }

  private static Block worded() {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.message = Bytes.of(new byte[64]);
    return draft.seal();
  }
}
