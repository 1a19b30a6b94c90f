package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void staysTheSameWhenItsSourceChanges() {
    byte[] source = {1, 2, 3};
    Bytes whole = Bytes.of(source);
    Bytes part = Bytes.of(source, 1, 2);
    source[1] = 99;
    assertThat(whole).isEqualTo(Bytes.ofHex("010203"));
    assertThat(part).isEqualTo(Bytes.ofHex("0203"));
  }

  @Test
  void staysTheSameWhenItsResultChanges() {
    Bytes bytes = Bytes.ofHex("010203");
    bytes.toArray()[0] = 99;
    byte[] copy = new byte[5];
    bytes.copyTo(copy, 1);
    assertThat(copy).containsExactly(0, 1, 2, 3, 0);
    copy[1] = 99;
    assertThat(bytes).isEqualTo(Bytes.ofHex("010203"));
  }

  @Test
  void takesOnlyPartsThatAreInside() {
    byte[] source = {1, 2, 3};
    assertThat(Bytes.of(source, 3, 0)).isEqualTo(Bytes.EMPTY);
    assertThat(Bytes.of(source, 0, 3)).isEqualTo(Bytes.of(source));
    int[][] outside = {{-1, 1}, {0, 4}, {1, 3}, {4, 0}, {0, -1}, {1, Integer.MAX_VALUE}};
    for (int[] part : outside) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> Bytes.of(source, part[0], part[1]).length());
    }
  }

  @Test
  void givesItsParts() {
    Bytes bytes = Bytes.ofHex("00ff7f80");
    assertThat(bytes.length()).isEqualTo(4);
    assertThat(bytes.at(1)).isEqualTo((byte) 0xff);
    assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.ofHex("ff7f"));
    assertThat(bytes.slice(4, 4)).isEqualTo(Bytes.EMPTY);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> bytes.slice(3, 2).length());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> bytes.slice(0, 5).length());
  }

  @Test
  void ordersAsUnsignedBytesFromTheFront() {
    List<Bytes> ascending =
        List.of(
            Bytes.EMPTY,
            Bytes.ofHex("00"),
            Bytes.ofHex("0000"),
            Bytes.ofHex("00ff"),
            Bytes.ofHex("01"),
            Bytes.ofHex("7f"),
            Bytes.ofHex("80"),
            Bytes.ofHex("ff"));
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(j))))
            .isEqualTo(Integer.compare(i, j));
        assertThat(ascending.get(i).equals(ascending.get(j))).isEqualTo(i == j);
      }
    }
    assertThat(Bytes.ofHex("0102")).hasSameHashCodeAs(Bytes.of(new byte[] {1, 2}));
  }

  @Test
  void readsHexadecimalTextOfEitherCase() {
    assertThat(Bytes.parseHex("00fFA1")).isEqualTo(Checked.passed(Bytes.ofHex("00ffa1")));
    assertThat(Bytes.parseHex("")).isEqualTo(Checked.passed(Bytes.EMPTY));
    assertThat(Bytes.ofHex("00ffa1").toHex()).isEqualTo("00ffa1");
    assertThat(Bytes.parseHex("123").rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_LENGTH_WRONG);
    assertThat(Bytes.parseHex("0x12").rejection())
        .contains(Rejection.of(TextFault.HEX_INVALID, "'x' as character 2", "hexadecimal digits"));
    assertThat(Bytes.parseHex("1\u0661").rejection())
        .contains(
            Rejection.of(TextFault.HEX_INVALID, "U+0661 as character 2", "hexadecimal digits"));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.ofHex("xy"));
  }

  @Test
  void showsOnlyTheBeginningPast64Bytes() {
    assertThat(Bytes.of(new byte[64])).hasToString("00".repeat(64));
    assertThat(Bytes.of(new byte[65])).hasToString("00".repeat(32) + "... (65 bytes)");
  }
}
