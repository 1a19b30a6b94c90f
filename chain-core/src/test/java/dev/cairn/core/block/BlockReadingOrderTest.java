package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two faults in one block, the one that is read first is the reason, whatever it is. */
class BlockReadingOrderTest {

  /** A right block, cut where faults can be put. */
  private static final List<String> PARTS =
      List.of(
          "00".repeat(80), // 0 header
          "03", // 1 count
          "00", // 2 coinbase: version
          "00".repeat(8), // 3 height
          "00".repeat(48), // 4 extra nonce and recipient
          "00".repeat(8), // 5 reward
          "00".repeat(32), // 6 state root
          "00", // 7 message length
          "01", // 8 transaction 1: version
          "00".repeat(32), // 9 sender
          "00".repeat(8), // 10 sequence
          "00".repeat(8), // 11 fee
          "01", // 12 payload type
          "00", // 13 payload length
          "00".repeat(64), // 14 signature
          "01", // 15 transaction 2: version
          "00".repeat(32), // 16 sender
          "00".repeat(8), // 17 sequence
          "00".repeat(8), // 18 fee
          "01", // 19 payload type
          "00", // 20 payload length
          "00".repeat(64), // 21 signature
          ""); // 22 what follows

  private record Fault(int part, String bytes, Rule reason) {}

  private static final List<Fault> FAULTS = faults();

  private static List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault(1, "00", Rule.TRANSACTION_COUNT_ZERO));
    addVarintFaults(1, faults);
    faults.add(new Fault(2, "01", Rule.COINBASE_MISSING));
    addRangeFault(3, faults);
    addRangeFault(5, faults);
    faults.add(new Fault(7, "41", Rule.COINBASE_MESSAGE_TOO_LONG));
    addVarintFaults(7, faults);
    for (int transaction : new int[] {8, 15}) {
      faults.add(new Fault(transaction, "00", Rule.COINBASE_NOT_FIRST));
      faults.add(new Fault(transaction, "02", Rule.TRANSACTION_VERSION_UNKNOWN));
      addRangeFault(transaction + 2, faults);
      addRangeFault(transaction + 3, faults);
      addVarintFaults(transaction + 4, faults);
      faults.add(new Fault(transaction + 5, "ff0000000000000040", Rule.TRUNCATED));
      addVarintFaults(transaction + 5, faults);
    }
    faults.add(new Fault(22, "00", Rule.TRAILING_BYTES));
    return faults;
  }

  private static void addRangeFault(int part, List<Fault> faults) {
    faults.add(new Fault(part, "00".repeat(7) + "80", Rule.VALUE_OUT_OF_RANGE));
  }

  private static void addVarintFaults(int part, List<Fault> faults) {
    faults.add(new Fault(part, "fd0300", Rule.VARINT_NOT_SHORTEST));
    faults.add(new Fault(part, "ff0000000000000080", Rule.VALUE_OUT_OF_RANGE));
  }

  @Test
  void beginsWithARightBlock() {
    assertThat(Block.decode(Bytes.ofHex(String.join("", PARTS))).isPassed()).isTrue();
  }

  @Test
  void findsEachFaultAlone() {
    Set<Rule> found = EnumSet.noneOf(Rule.class);
    for (Fault fault : FAULTS) {
      assertReason(fault, List.of(fault));
      found.add(fault.reason());
    }
    assertThat(found).isEqualTo(EnumSet.range(Rule.TRUNCATED, Rule.TRAILING_BYTES));
  }

  @Test
  void reportsTheFaultThatIsReadFirst() {
    int pairs = 0;
    for (Fault first : FAULTS) {
      for (Fault second : FAULTS) {
        if (first.part() < second.part()) {
          assertReason(first, List.of(first, second));
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThan(300);
  }

  /** The block ends before its second fault: what was wrong before that still counts. */
  @Test
  void reportsAFaultBeforeTheEndOfTruncatedBytes() {
    for (Fault fault : FAULTS) {
      if (fault.part() < 22 && fault.reason() != Rule.TRUNCATED) {
        List<String> parts = new ArrayList<>(PARTS.subList(0, fault.part()));
        parts.add(fault.bytes());
        assertThat(reasonOf(parts)).as("%s", fault).isEqualTo(fault.reason().name());
        parts.set(fault.part(), fault.bytes().substring(0, fault.bytes().length() - 2));
        assertThat(reasonOf(parts)).as("cut %s", fault).isEqualTo("TRUNCATED");
      }
    }
  }

  private static void assertReason(Fault expected, List<Fault> faults) {
    List<String> parts = new ArrayList<>(PARTS);
    faults.forEach(fault -> parts.set(fault.part(), fault.bytes()));
    assertThat(reasonOf(parts)).as("%s", faults).isEqualTo(expected.reason().name());
  }

  private static String reasonOf(List<String> parts) {
    return Block.decode(Bytes.ofHex(String.join("", parts)))
        .rejection()
        .map(Rejection::code)
        .orElse("none");
  }
}
