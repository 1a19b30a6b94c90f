package dev.cairn.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters as a stranger may send them, judged as docs/consensus.md, section 9.2, says. */
class ParameterRulesTest {

  private static final String NONE = "none";

  /** Parameters in the order of their bytes, right as they begin. */
  private static final class Draft {
    int genesisBits = 0x1e0fffff;
    int limitBits = 0x1e0fffff;
    long spacing = 10;
    long halfLife = 600;
    long maxFuture = 300;
    long subsidy = 50;
    long interval;
    long blockBytes = 262_144;
    List<Long> applications = List.of(1L, 2L);
    List<String> keys = List.of("01", "02");
    List<Long> amounts = List.of(1L, 1L);

    Bytes encode() {
      ByteWriter writer = new ByteWriter().bytes(new byte[16]).varint(1).u8('n').u32(0);
      writer.u32(Integer.toUnsignedLong(genesisBits)).u32(Integer.toUnsignedLong(limitBits));
      writer.u32(spacing).u32(halfLife).u32(maxFuture).u64(subsidy).u32(interval);
      writer.u32(blockBytes).u32(65_536).u64(1).varint(applications.size());
      applications.forEach(type -> writer.varint(type).varint(0).u32(1));
      writer.varint(keys.size());
      for (int i = 0; i < keys.size(); i++) {
        writer.bytes(Bytes.ofHex(keys.get(i) + "00".repeat(31))).u64(amounts.get(i));
      }
      return writer.toBytes();
    }

    String reason() {
      return NetworkParameters.decode(encode()).rejection().map(Rejection::code).orElse(NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // limit, genesis
    "1e0fffff, 1e0fffff, none",
    "1e0fffff, 1e0ffffe, none",
    "1e0fffff, 1e100000, GENESIS_BITS_INVALID",
    "1e0ffffe, 1e0fffff, GENESIS_BITS_INVALID",
    "2100ffff, 01010000, none",
    "01010000, 01010000, none",
    "1e000000, 1e0fffff, LIMIT_BITS_INVALID", // zero
    "00000000, 1e0fffff, LIMIT_BITS_INVALID",
    "1e8fffff, 1e0fffff, LIMIT_BITS_INVALID", // negative
    "ff123456, 1e0fffff, LIMIT_BITS_INVALID", // overflow
    "1f00ff00, 1d00ffff, none",
    "200000ff, 1d00ffff, LIMIT_BITS_INVALID", // not canonical: 1f00ff00
    "0101ffff, 01010000, LIMIT_BITS_INVALID",
    "1e0fffff, 1e000000, GENESIS_BITS_INVALID",
    "1e0fffff, 1e8fffff, GENESIS_BITS_INVALID",
    "1e0fffff, ff123456, GENESIS_BITS_INVALID",
    "1e0fffff, 1d0000ff, GENESIS_BITS_INVALID",
    "1e0fffff, 04001234, GENESIS_BITS_INVALID"
  })
  void judgesBits(String limit, String genesis, String reason) {
    Draft draft = new Draft();
    draft.limitBits = CompactBits.parse(limit).value().value();
    draft.genesisBits = CompactBits.parse(genesis).value().value();

    assertThat(draft.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    // spacing, half-life, greatest future
    "0, 0, 0, SPACING_ZERO",
    "0, 600, 0, SPACING_ZERO",
    "1, 0, 4294967295, none",
    "10, 79, 0, HALF_LIFE_OUT_OF_RANGE",
    "10, 80, 0, none",
    "10, 10240, 0, none",
    "10, 10241, 0, HALF_LIFE_OUT_OF_RANGE",
    "10, 1, 0, HALF_LIFE_OUT_OF_RANGE",
    "1, 7, 0, HALF_LIFE_OUT_OF_RANGE",
    "1, 8, 4, none",
    "1, 1024, 512, none",
    "1, 1025, 0, HALF_LIFE_OUT_OF_RANGE",
    "536870911, 4294967288, 2147483644, none",
    "536870911, 4294967287, 0, HALF_LIFE_OUT_OF_RANGE",
    "4294967295, 4294967295, 0, HALF_LIFE_OUT_OF_RANGE",
    "10, 600, 300, none",
    "10, 600, 301, MAX_FUTURE_TOO_LONG",
    "10, 601, 300, none",
    "10, 601, 301, MAX_FUTURE_TOO_LONG",
    "10, 600, 4294967295, MAX_FUTURE_TOO_LONG"
  })
  void judgesTimes(long spacing, long halfLife, long maxFuture, String reason) {
    Draft draft = new Draft();
    draft.spacing = spacing;
    draft.halfLife = halfLife;
    draft.maxFuture = maxFuture;

    assertThat(draft.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "0, BLOCK_BYTES_OUT_OF_RANGE",
    "242, BLOCK_BYTES_OUT_OF_RANGE",
    "243, none",
    "8323072, none",
    "8323073, BLOCK_BYTES_OUT_OF_RANGE",
    "4294967295, BLOCK_BYTES_OUT_OF_RANGE"
  })
  void judgesTheSizeOfBlocks(long blockBytes, String reason) {
    Draft draft = new Draft();
    draft.blockBytes = blockBytes;

    assertThat(draft.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "'', none",
    "1, none",
    "2, none",
    "1 1024, none",
    "9223372036854775807, none",
    "1 2 1024 1025, none",
    "0, APPLICATION_TYPE_RESERVED",
    "3, APPLICATION_TYPE_RESERVED",
    "1 2 3, APPLICATION_TYPE_RESERVED",
    "1023, APPLICATION_TYPE_RESERVED",
    "2 1, APPLICATIONS_NOT_ASCENDING",
    "1 1, APPLICATIONS_NOT_ASCENDING",
    "1025 1024, APPLICATIONS_NOT_ASCENDING",
    "1 2 1024 1024, APPLICATIONS_NOT_ASCENDING",
    // A reserved type anywhere comes before the order.
    "2 1 3, APPLICATION_TYPE_RESERVED"
  })
  void judgesApplications(String types, String reason) {
    Draft draft = new Draft();
    draft.applications = new ArrayList<>();
    for (String type : types.split(" ", -1)) {
      if (!type.isEmpty()) {
        draft.applications.add(Long.parseLong(type));
      }
    }

    assertThat(draft.reason()).isEqualTo(reason);
  }

  /** The last byte of the second key is 1 as an unsigned byte, the first's is 80: 128. */
  @ParameterizedTest
  @CsvSource({
    "01 02, 1 1, none",
    "7f 80, 1 1, none",
    "00 ff, 1 1, none",
    "80 7f, 1 1, BALANCES_NOT_ASCENDING",
    "02 01, 1 1, BALANCES_NOT_ASCENDING",
    "01 01, 1 1, BALANCES_NOT_ASCENDING",
    "01 02, 0 1, BALANCE_ZERO",
    "01 02, 1 0, BALANCE_ZERO",
    // An order that is wrong anywhere comes before a balance of 0.
    "02 01, 0 1, BALANCES_NOT_ASCENDING",
    "01 01, 0 0, BALANCES_NOT_ASCENDING"
  })
  void judgesBalances(String keys, String amounts, String reason) {
    Draft draft = new Draft();
    draft.keys = List.of(keys.split(" ", -1));
    draft.amounts = List.of(amounts.split(" ", -1)).stream().map(Long::parseLong).toList();

    assertThat(draft.reason()).isEqualTo(reason);
  }

  private record Fault(ParameterFault reason, Consumer<Draft> mistake) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(ParameterFault.LIMIT_BITS_INVALID, draft -> draft.limitBits = 0),
          new Fault(ParameterFault.GENESIS_BITS_INVALID, draft -> draft.genesisBits = 0),
          new Fault(ParameterFault.SPACING_ZERO, draft -> draft.spacing = 0),
          new Fault(ParameterFault.HALF_LIFE_OUT_OF_RANGE, draft -> draft.halfLife = 1),
          new Fault(ParameterFault.MAX_FUTURE_TOO_LONG, draft -> draft.maxFuture = 9999),
          new Fault(ParameterFault.BLOCK_BYTES_OUT_OF_RANGE, draft -> draft.blockBytes = 1),
          new Fault(
              ParameterFault.APPLICATION_TYPE_RESERVED, draft -> draft.applications = List.of(3L)),
          new Fault(
              ParameterFault.APPLICATIONS_NOT_ASCENDING,
              draft -> draft.applications = List.of(2L, 1L)),
          new Fault(
              ParameterFault.BALANCES_NOT_ASCENDING, draft -> draft.keys = List.of("02", "01")),
          new Fault(ParameterFault.BALANCE_ZERO, draft -> draft.amounts = List.of(0L, 1L)),
          new Fault(ParameterFault.SUPPLY_TOO_LARGE, draft -> draft.subsidy = Long.MAX_VALUE));

  @Test
  void reportsTheFaultThatStandsFirstInTheTable() {
    Set<ParameterFault> alone = EnumSet.noneOf(ParameterFault.class);
    for (int first = 0; first < FAULTS.size(); first++) {
      alone.add(FAULTS.get(first).reason());
      for (int second = first; second < FAULTS.size(); second++) {
        Draft draft = new Draft();
        FAULTS.get(first).mistake().accept(draft);
        if (first != 6 || second != 7) { // both are about the same list
          FAULTS.get(second).mistake().accept(draft);
        }
        assertThat(draft.reason())
            .as("%s and %s", FAULTS.get(first).reason(), FAULTS.get(second).reason())
            .isEqualTo(FAULTS.get(first).reason().name());
      }
    }
    assertThat(alone)
        .isEqualTo(
            EnumSet.range(ParameterFault.LIMIT_BITS_INVALID, ParameterFault.SUPPLY_TOO_LARGE));
  }

  /** None of these lists could be allocated. */
  @ParameterizedTest
  @ValueSource(strings = {"feffffff7f", "ff0000000000000040", "ffffffffffffffff7f"})
  void refusesCountsOfWhatIsNotThere(String count) {
    Draft draft = new Draft();
    draft.applications = List.of();
    draft.keys = List.of();
    String bytes = draft.encode().toHex();
    String head = bytes.substring(0, bytes.length() - 4);

    assertThat(NetworkParameters.decode(Bytes.ofHex(bytes)).isPassed()).isTrue();
    for (String lists : List.of(count, count + "00", "00" + count, "00" + count + "00")) {
      assertThat(NetworkParameters.decode(Bytes.ofHex(head + lists)).rejection())
          .map(Rejection::reason)
          .hasValue(Rule.TRUNCATED);
    }
  }

  @Test
  void decodesBeforeItJudges() {
    Draft draft = new Draft();
    draft.limitBits = 0;
    Bytes longer = Bytes.ofHex(draft.encode().toHex() + "00");

    assertThat(NetworkParameters.decode(longer).rejection().map(Rejection::reason))
        .hasValue(Rule.TRAILING_BYTES);
  }

  @Test
  void throwsWhatABuilderBreaks() {
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder("n", Bytes.of(new byte[16]), new Timestamp(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.subsidy(Amount.MAX, 0).build())
        .withMessageContaining("SUPPLY_TOO_LARGE");
  }
}
