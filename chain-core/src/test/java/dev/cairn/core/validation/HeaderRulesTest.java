package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.TestBlock;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final Timestamp START = DEV.genesisTime();
  private static final HeaderRules RULES = new HeaderRules(DEV);

  /** Its bits may be easier than the genesis', up to 0x2010ffff. */
  private static final NetworkParameters ADJUSTING =
      new NetworkParameters.Builder("adjusting", Bytes.of(new byte[16]), START)
          .bits(new CompactBits(0x2010ffff))
          .genesisBits(new CompactBits(0x200fffff))
          .build();

  @ParameterizedTest
  @ValueSource(ints = {0x20000000, 0x3fffe000, 0x20002000, 0x30000000, 0x20ffe000})
  void leavesBits13To28OfTheVersionFree(int version) {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.version = version;

    assertThat(RULES.checkInIsolation(draft.seal().header())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x20000001,
        0,
        0x40000000,
        0x60000000,
        0xa0000000,
        0x1fffffff,
        0x20001000,
        0x3fffffff,
        1,
        -1,
        4,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE
      })
  void refusesVersionsWithOtherBits(int version) {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.version = version;

    assertReason(Rule.HEADER_VERSION_INVALID, RULES.checkInIsolation(draft.seal().header()));
  }

  @Test
  void judgesHostileVersionsByTheirFixedBitsAlone() {
    Random random = Seeds.random("judgesHostileVersionsByTheirFixedBitsAlone");
    BlockHeader header = TestBlock.onGenesis(DEV).seal().header();
    for (int round = 0; round < Seeds.rounds(5000, 500_000); round++) {
      int version = random.nextInt();
      if (random.nextBoolean()) {
        version = 0x20000000 | version & 0x1fffe000;
      }
      BlockHeader hostile =
          new BlockHeader(
              version, header.previous(), header.merkleRoot(), header.time(), header.bits(), 0);
      boolean refused =
          RULES
              .checkInIsolation(hostile)
              .filter(why -> why.reason() == Rule.HEADER_VERSION_INVALID)
              .isPresent();
      assertThat(refused).as("%08x", version).isEqualTo((version & 0xe0001fff) != 0x20000000);
    }
  }

  /** Attack V1. */
  @ParameterizedTest
  @CsvSource({
    "04923456, BITS_NEGATIVE",
    "ff923456, BITS_NEGATIVE", // and beyond 256 bits as well
    "ff123456, BITS_OVERFLOW",
    "22000100, BITS_OVERFLOW",
    "23000001, BITS_OVERFLOW",
    "01003456, BITS_ZERO",
    "00923456, BITS_ZERO", // nothing is left to be negative
    "ff000000, BITS_ZERO",
    "ff800000, BITS_ZERO",
    "22000001, none", // 1 << 248
    "207fffff, none",
    "20800000, BITS_ZERO",
    "21008000, TARGET_ABOVE_LIMIT" // one more than 207fffff
  })
  void refusesBitsThatMeanNoTargetOrOneAboveTheLimit(String bits, String reason) {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.bits = Optional.of(CompactBits.parse(bits).value());

    assertThat(RULES.checkInIsolation(draft.seal().header()).map(Rejection::code).orElse("none"))
        .isEqualTo(reason);
  }

  /** The limit counts, not what is due: that is for the next stage. */
  @ParameterizedTest
  @CsvSource({"200fffff, none", "2010ffff, none", "20110000, TARGET_ABOVE_LIMIT"})
  void comparesTheTargetWithTheLimitOfTheNetwork(String bits, String reason) {
    TestBlock draft = TestBlock.onGenesis(ADJUSTING);
    draft.bits = Optional.of(CompactBits.parse(bits).value());
    Optional<Rejection> refusal =
        new HeaderRules(ADJUSTING).checkInIsolation(draft.seal().header());

    assertThat(refusal.map(Rejection::code).orElse("none")).isEqualTo(reason);
  }

  @Test
  void refusesAHashAboveTheTarget() {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.worksTooLittle = true;
    BlockHeader header = draft.seal().header();

    assertReason(Rule.WORK_BELOW_TARGET, RULES.checkInIsolation(header));
  }

  @Test
  void placesAHeaderAfterItsParent() {
    ChainedHeader genesis = ChainedHeader.genesis(DEV);
    BlockHeader header = TestBlock.onGenesis(DEV).seal().header();
    ChainedHeader placed = RULES.checkInContext(header, genesis).value();

    assertThat(placed.header()).isEqualTo(header);
    assertThat(placed.height()).isEqualTo(new Height(1));
    assertThat(placed.work()).isEqualTo(Work.of(BigInteger.TWO));
    assertThat(placed.nominal()).isEqualTo(DEV.genesisBits());
    assertThat(placed.nominalOfChild()).isEqualTo(DEV.genesisBits());
    assertThat(genesis.work()).isEqualTo(Work.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"-1, TIME_BEFORE_PARENT", "0, none", "1, none"})
  void letsTimeStandStillButNotGoBack(int seconds, String reason) {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.time = START.plusSeconds(seconds);

    assertThat(inContext(draft)).isEqualTo(reason);
  }

  @Test
  void endsTheChainAtTheLastHeight() {
    ChainedHeader genesis = ChainedHeader.genesis(DEV);
    BlockHeader header = TestBlock.onGenesis(DEV).seal().header();

    assertThat(RULES.checkInContext(header, at(Height.MAX.value() - 1, genesis)).value().height())
        .isEqualTo(Height.MAX);
    assertReason(
        Rule.HEIGHT_OUT_OF_RANGE,
        RULES.checkInContext(header, at(Height.MAX.value(), genesis)).rejection());
  }

  private static ChainedHeader at(long height, ChainedHeader like) {
    return new ChainedHeader(
        like.header(), new Height(height), like.work(), like.nominal(), like.nominalOfChild());
  }

  @Test
  void judgesHeightThenTimeThenBits() {
    TestBlock draft = TestBlock.onGenesis(DEV);
    draft.time = START.plusSeconds(-1);
    draft.bits = Optional.of(new CompactBits(0x20400000));
    BlockHeader header = draft.seal().header();
    ChainedHeader genesis = ChainedHeader.genesis(DEV);

    assertReason(
        Rule.HEIGHT_OUT_OF_RANGE,
        RULES.checkInContext(header, at(Height.MAX.value(), genesis)).rejection());
    assertReason(Rule.TIME_BEFORE_PARENT, RULES.checkInContext(header, genesis).rejection());
  }

  @Test
  void asksForExactlyTheBitsThatAreDue() {
    for (int bits : new int[] {0x207ffffe, 0x20400000, 0x1f7fffff}) {
      TestBlock draft = TestBlock.onGenesis(DEV);
      draft.bits = Optional.of(new CompactBits(bits));
      assertThat(inContext(draft)).isEqualTo("BITS_MISMATCH");
    }
  }

  @Test
  void refusesAnEqualTargetInAnotherForm() {
    NetworkParameters network = DEV.toBuilder().bits(new CompactBits(0x207fff00)).build();
    TestBlock draft = TestBlock.onGenesis(network);
    CompactBits otherForm = new CompactBits(0x21007fff);
    draft.bits = Optional.of(otherForm);
    BlockHeader header = draft.seal().header();
    HeaderRules rules = new HeaderRules(network);

    assertThat(otherForm.target()).isEqualTo(network.limitBits().target());
    assertThat(rules.checkInIsolation(header)).isEmpty();
    assertReason(
        Rule.BITS_MISMATCH,
        rules.checkInContext(header, ChainedHeader.genesis(network)).rejection());
  }

  /** Half-life 600 s: the bits double at 3600 s, up to the limit, a little above double. */
  @ParameterizedTest
  @CsvSource({"3599, 200fffff", "3600, 2010ffff", "90000, 2010ffff"})
  void easesTheBitsAfterLongSilence(long seconds, String bits) {
    TestBlock draft = TestBlock.onGenesis(ADJUSTING);
    draft.time = START.plusSeconds(seconds);
    CompactBits due = CompactBits.parse(bits).value();
    draft.bits = Optional.of(due);
    Checked<ChainedHeader> placed =
        new HeaderRules(ADJUSTING)
            .checkInContext(draft.seal().header(), ChainedHeader.genesis(ADJUSTING));

    assertThat(placed.value().header().bits()).isEqualTo(due);
    assertThat(placed.value().work()).isEqualTo(due.target().work());
    assertThat(placed.value().nominal()).isEqualTo(ADJUSTING.genesisBits());
  }

  /** The clock, the header's time, and until when it is too early; -1: it may come. */
  @ParameterizedTest
  @CsvSource({
    "1000, 1300, -1", "1000, 1301, 1001", "1000, 999, -1", "1000, 4294967295, 4294966995",
    "0, 0, -1", "0, 300, -1", "0, 301, 1", "4294967295, 4294967295, -1",
    "4294966994, 4294967295, 4294966995", "4294966995, 4294967295, -1"
  })
  void findsAHeaderTooEarlyBeyond300SecondsOfTheClock(long now, long time, long until) {
    BlockHeader genesis = DEV.genesis();
    BlockHeader header =
        new BlockHeader(
            genesis.version(),
            genesis.previous(),
            genesis.merkleRoot(),
            new Timestamp(time),
            genesis.bits(),
            0);

    assertThat(RULES.tooEarlyUntil(header, new Timestamp(now)))
        .isEqualTo(until < 0 ? Optional.empty() : Optional.of(new Timestamp(until)));
  }

  private static String inContext(TestBlock draft) {
    BlockHeader header = draft.seal().header();
    assertThat(RULES.checkInIsolation(header)).isEmpty();
    return RULES
        .checkInContext(header, ChainedHeader.genesis(DEV))
        .rejection()
        .map(Rejection::code)
        .orElse("none");
  }

  private static void assertReason(Rule reason, Optional<Rejection> refusal) {
    assertThat(refusal.map(Rejection::reason)).hasValue(reason);
  }
}
