package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.core.work.DifficultyRule;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table of numbers in docs/consensus.md holds for this code. */
class ConsensusDocumentNumbersTest {

  private static final DifficultyRule LAN =
      new DifficultyRule(new CompactBits(0x1e0fffff), new CompactBits(0x1e0fffff), 10, 600);

  private static final Timestamp EARLIER = new Timestamp(1_767_225_600L);

  static List<List<String>> varints() {
    return ConsensusDocument.table("value", "varint");
  }

  @ParameterizedTest
  @MethodSource("varints")
  void writesAndReadsTheVarints(List<String> row) {
    long value =
        row.get(0).equals("2^63 - 1")
            ? Long.MAX_VALUE
            : Long.parseLong(row.get(0).replace(",", ""));

    assertThat(new ByteWriter().varint(value).toBytes().toHex()).isEqualTo(row.get(1));
    assertThat(new ByteReader(Bytes.ofHex(row.get(1))).varint()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "fdfc00, VARINT_NOT_SHORTEST",
    "feffff0000, VARINT_NOT_SHORTEST",
    "ffffffffff00000000, VARINT_NOT_SHORTEST",
    "ff0000000000000080, VALUE_OUT_OF_RANGE"
  })
  void refusesTheVarintsThatThePageRefuses(String hex, Rule reason) {
    ByteReader reader = new ByteReader(Bytes.ofHex(hex));
    reader.varint();

    assertThat(reader.rejection().map(Rejection::reason)).isEqualTo(Optional.<Reason>of(reason));
    assertThat(ConsensusDocument.text()).contains("`" + hex + "`");
  }

  @Test
  void writesIntegersWithTheirLeastByteFirst() {
    assertThat(new ByteWriter().u64(1000).toBytes().toHex()).isEqualTo("e803000000000000");
    assertThat(new ByteWriter().u32(0x20000000).toBytes().toHex()).isEqualTo("00000020");
    assertThat(ConsensusDocument.text())
        .contains("`u64(1000)` is `e803000000000000`", "`u32(0x20000000)` is `00000020`");
  }

  static List<List<String>> compactBits() {
    return ConsensusDocument.table("bits", "target");
  }

  @ParameterizedTest
  @MethodSource("compactBits")
  void meansTheTargetsOfTheTable(List<String> row) {
    Checked<Target> target = bits(row.get(0)).toTarget();

    if (row.get(1).startsWith("BITS_")) {
      String reason = row.get(1).split(" ", -1)[0];
      assertThat(target.rejection().map(Rejection::code)).hasValue(reason);
    } else {
      assertThat(target.value().toBigInteger()).isEqualTo(number(row.get(1)));
    }
  }

  @Test
  void countsTheWorkOfThePage() {
    Matcher work =
        Pattern.compile(
                "\\*\\*Work\\*\\* .*? 0x207fffff: ([0-9,]+); 0x1e0fffff: ([0-9,]+);"
                    + " 0x1d00ffff: ([0-9,]+)\\.")
            .matcher(ConsensusDocument.text());

    assertThat(work.find()).isTrue();
    assertThat(List.of(work.group(1), work.group(2), work.group(3)))
        .map(digits -> digits.replace(",", ""))
        .containsExactly(work("0x207fffff"), work("0x1e0fffff"), work("0x1d00ffff"));
  }

  static List<List<String>> nominalTargets() {
    return ConsensusDocument.table("nominal(n)", "time(n) - time(n-1)", "nominal(n+1)");
  }

  @ParameterizedTest
  @MethodSource("nominalTargets")
  void derivesTheNominalTargetsOfTheTable(List<String> row) {
    Timestamp later = EARLIER.plusSeconds(Long.parseLong(row.get(1)));

    assertThat(LAN.nominalAfter(bits(row.get(0)), later, EARLIER)).isEqualTo(bits(row.get(2)));
  }

  static List<List<String>> easedTargets() {
    return ConsensusDocument.table("nominal(n)", "time(n) - time(n-1)", "steps", "bits(n)");
  }

  @ParameterizedTest
  @MethodSource("easedTargets")
  void easesTheTargetsAsInTheTable(List<String> row) {
    Timestamp later = EARLIER.plusSeconds(Long.parseLong(row.get(1)));

    assertThat(LAN.bits(bits(row.get(0)), EARLIER, later)).isEqualTo(bits(row.get(3)));
  }

  @Test
  void findsAllTables() {
    assertThat(varints()).hasSize(8);
    assertThat(compactBits()).hasSize(14);
    assertThat(nominalTargets()).hasSize(33);
    assertThat(easedTargets()).hasSize(20);
  }

  private static String work(String bits) {
    return bits(bits).target().work().toString();
  }

  private static CompactBits bits(String text) {
    return CompactBits.parse(text.substring(2)).value();
  }

  /** A number such as {@code 0x7fffff << 232}. */
  private static BigInteger number(String text) {
    String[] parts = text.split(" << ", -1);
    BigInteger word =
        parts[0].startsWith("0x")
            ? new BigInteger(parts[0].substring(2), 16)
            : new BigInteger(parts[0]);
    return parts.length == 1 ? word : word.shiftLeft(Integer.parseInt(parts[1]));
  }
}
