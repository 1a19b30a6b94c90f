package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateChangesTest {

  private static final StateChange REPLACED =
      new StateChange(
          1024, Bytes.ofHex("aabb"), Optional.of(Bytes.ofHex("01")), Optional.of(Bytes.EMPTY));

  @Test
  void standsInBytesAsItsDescriptionSays() {
    StateChanges changes =
        new StateChanges(
            List.of(
                new StateChange(0, Bytes.ofHex("01"), Optional.empty(), Optional.of(hex("0203"))),
                REPLACED,
                new StateChange(
                    Long.MAX_VALUE, Bytes.EMPTY, Optional.of(hex("ff")), Optional.empty())));

    assertThat(changes.encode().toHex())
        .isEqualTo(
            "03"
                + "00"
                + "0101"
                + "02"
                + "020203"
                + "fd0004"
                + "02aabb"
                + "03"
                + "0101"
                + "00"
                + "ffffffffffffffff7f"
                + "00"
                + "01"
                + "01ff");
    assertThat(StateChanges.decode(changes.encode()).value()).isEqualTo(changes);
    assertThat(StateChanges.NONE.encode().toHex()).isEqualTo("00");
    assertThat(StateChanges.decode(hex("00")).value()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void takesItselfBackByItsInverse() {
    StateChanges changes = new StateChanges(List.of(REPLACED));

    assertThat(changes.inverse().changes())
        .containsExactly(
            new StateChange(1024, REPLACED.key(), REPLACED.after(), REPLACED.before()));
    assertThat(changes.inverse().inverse()).isEqualTo(changes);
  }

  @Test
  void keepsItsChangesWhenTheListChanges() {
    List<StateChange> list = new ArrayList<>(List.of(REPLACED));
    StateChanges changes = new StateChanges(list);

    list.clear();

    assertThat(changes.changes()).containsExactly(REPLACED);
  }

  @ParameterizedTest
  @CsvSource({
    "0100010104, VALUE_OUT_OF_RANGE", // flags 4
    "01000101ff, VALUE_OUT_OF_RANGE",
    "010001010100fe, TRAILING_BYTES",
    "0000, TRAILING_BYTES",
    "fd0000, VARINT_NOT_SHORTEST",
    "ff0000000000000080, VALUE_OUT_OF_RANGE",
    "ffffffffffffffff7f, TRUNCATED", // a count that no input can have
    "02000101010101, TRUNCATED", // one of two changes
    "0100ffffffffffffffff7f, TRUNCATED", // a key longer than the input
  })
  void refusesWhatADamagedStoreGives(String input, String reason) {
    assertThat(reasonOf(StateChanges.decode(hex(input)))).contains(Rule.valueOf(reason));
  }

  @Test
  void refusesEveryPartThatIsTooShort() {
    byte[] bytes = new StateChanges(List.of(REPLACED, REPLACED.inverse())).encode().toArray();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(reasonOf(StateChanges.decode(Bytes.of(bytes, 0, length))))
          .as("%s bytes", length)
          .contains(Rule.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void readsEveryKnownCombinationOfFlags(int flags) {
    String parts = (flags & 1) != 0 ? "0155" : "";
    parts += (flags & 2) != 0 ? "0166" : "";
    Bytes input = hex("01" + "07" + "0101" + "0" + flags + parts);

    StateChanges changes = StateChanges.decode(input).value();

    assertThat(changes.changes())
        .containsExactly(
            new StateChange(
                7,
                hex("01"),
                (flags & 1) != 0 ? Optional.of(hex("55")) : Optional.empty(),
                (flags & 2) != 0 ? Optional.of(hex("66")) : Optional.empty()));
    assertThat(changes.encode()).isEqualTo(input);
  }

  private static Bytes hex(String text) {
    return Bytes.ofHex(text);
  }

  private static Optional<Reason> reasonOf(Checked<?> checked) {
    return checked.rejection().map(Rejection::reason);
  }
}
