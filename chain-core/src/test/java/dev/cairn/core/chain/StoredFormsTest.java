package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The bytes in which a store keeps headers and condemnations. */
class StoredFormsTest {

  private enum OwnReason implements Reason {
    /** Has the code of a rule, but not its hint. */
    REWARD_MISMATCH;

    @Override
    public String hint() {
      return "ask the shop";
    }
  }

  private static final ChainedHeader GENESIS = StoredBlock.GENESIS;

  @Test
  void readsHeadersAsTheyWereWritten() {
    Random random = Seeds.random("readsHeadersAsTheyWereWritten");
    for (int i = 0; i < Seeds.rounds(500, 50_000); i++) {
      ChainedHeader chained = drawHeader(random);
      assertThat(ChainedHeader.decode(chained.encode()).value()).isEqualTo(chained);

      StoredHeader stored = new StoredHeader(chained, drawNumber(random), drawNumber(random));
      assertThat(StoredHeader.decode(stored.encode()).value()).isEqualTo(stored);
    }
  }

  private static ChainedHeader drawHeader(Random random) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    BlockHeader header =
        new BlockHeader(
            random.nextInt(),
            BlockHash.of(bytes, 0),
            MerkleRoot.of(bytes, 32),
            new Timestamp(random.nextLong(1L << 32)),
            new CompactBits(random.nextInt()),
            random.nextInt());
    return new ChainedHeader(
        header,
        new Height(random.nextLong(1L << 32)),
        Work.of(new BigInteger(random.nextInt(289), random)),
        new CompactBits(random.nextInt()),
        new CompactBits(random.nextInt()));
  }

  private static long drawNumber(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> StoredHeader.NONE;
      case 1 -> 0;
      case 2 -> Long.MAX_VALUE;
      default -> random.nextLong(1L << 40);
    };
  }

  @Test
  void readsHeadersAtTheLimitsOfTheirFields() {
    for (Work work :
        List.of(
            Work.ZERO,
            Work.of(BigInteger.valueOf(127)),
            Work.of(BigInteger.valueOf(128)),
            Work.of(BigInteger.ONE.shiftLeft(288).subtract(BigInteger.ONE)))) {
      ChainedHeader chained =
          new ChainedHeader(
              GENESIS.header(), Height.MAX, work, new CompactBits(-1), new CompactBits(0));
      assertThat(ChainedHeader.decode(chained.encode()).value()).isEqualTo(chained);
    }
  }

  @Test
  void refusesHeadersThatAreCutOffOrGoOn() {
    StoredHeader stored = new StoredHeader(GENESIS, 7, 8);
    assertRefusesEveryOtherLength(stored.encode(), StoredHeader::decode);
    assertRefusesEveryOtherLength(GENESIS.encode(), ChainedHeader::decode);
  }

  @Test
  void refusesFlagsThatNobodyWrites() {
    byte[] bytes = new StoredHeader(GENESIS, 7, 8).encode().toArray();
    bytes[0] = 4;

    assertRefused(StoredHeader.decode(Bytes.of(bytes)), Rule.VALUE_OUT_OF_RANGE);
  }

  @Test
  void refusesWorkThatIsNegativeOrLongerThanDue() {
    byte[] bytes = GENESIS.encode().toArray();
    int at = 84; // the length of the work, which is 1: the work is 0
    assertThat(bytes[at]).isEqualTo((byte) 1);

    bytes[at + 1] = -1;
    assertRefused(ChainedHeader.decode(Bytes.of(bytes)), Rule.VALUE_OUT_OF_RANGE);

    byte[] longer = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, longer, 0, at + 1);
    longer[at] = 2;
    System.arraycopy(bytes, at + 2, longer, at + 3, bytes.length - at - 2);
    assertRefused(ChainedHeader.decode(Bytes.of(longer)), Rule.VALUE_OUT_OF_RANGE);

    byte[] none = new byte[bytes.length - 1];
    System.arraycopy(bytes, 0, none, 0, at);
    System.arraycopy(bytes, at + 2, none, at + 1, bytes.length - at - 2);
    assertRefused(ChainedHeader.decode(Bytes.of(none)), Rule.VALUE_OUT_OF_RANGE);
  }

  @Test
  void doesNotWriteNumbersThatNoBlockGets() {
    assertThatThrownBy(() -> new StoredHeader(GENESIS, -2, 0).encode())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheRuleOfACondemnation() {
    for (Rule rule : Rule.values()) {
      Condemnation condemnation =
          condemnation(new Rejection(rule, "a\u0000\u4e2d\ud83e\udea8", ""));
      assertThat(Condemnation.decode(condemnation.encode()).value()).isEqualTo(condemnation);
    }
  }

  @Test
  void showsCodeAndHintOfAReasonThatIsNoRule() {
    Condemnation written = condemnation(Rejection.of(OwnReason.REWARD_MISMATCH, "1", "2"));

    Rejection read = Condemnation.decode(written.encode()).value().why();

    assertThat(read.code()).isEqualTo("REWARD_MISMATCH");
    assertThat(read.reason().hint()).isEqualTo("ask the shop");
    assertThat(read.reason()).isNotInstanceOf(Rule.class);
    assertThat(read).hasToString(written.why().toString());
  }

  @Test
  void keepsATextThatWasCutOffAsItIs() {
    String text = "x".repeat(2 * Rejection.TEXT_LENGTH_MAX);
    Condemnation condemnation = condemnation(new Rejection(Rule.TRUNCATED, text, text));

    assertThat(Condemnation.decode(condemnation.encode()).value()).isEqualTo(condemnation);
  }

  @Test
  void refusesCondemnationsThatAreCutOffOrGoOn() {
    assertRefusesEveryOtherLength(
        condemnation(new Rejection(Rule.TRUNCATED, "a", "b")).encode(), Condemnation::decode);
  }

  @Test
  void refusesATextThatIsNoUtf8() {
    byte[] bytes = condemnation(new Rejection(Rule.TRUNCATED, "a", "b")).encode().toArray();
    bytes[bytes.length - 1] = (byte) 0xff;

    assertRefused(Condemnation.decode(Bytes.of(bytes)), Rule.VALUE_OUT_OF_RANGE);
  }

  private static Condemnation condemnation(Rejection why) {
    return new Condemnation(GENESIS.hash(), why);
  }

  private static <T> void assertRefusesEveryOtherLength(
      Bytes bytes, Function<Bytes, Checked<T>> decoder) {
    for (int length = 0; length < bytes.length(); length++) {
      assertRefused(decoder.apply(bytes.slice(0, length)), Rule.TRUNCATED);
    }
    byte[] longer = Arrays.copyOf(bytes.toArray(), bytes.length() + 1);
    assertRefused(decoder.apply(Bytes.of(longer)), Rule.TRAILING_BYTES);
  }

  private static void assertRefused(Checked<?> result, Rule rule) {
    assertThat(result.rejection().map(Rejection::reason)).contains(rule);
  }
}
