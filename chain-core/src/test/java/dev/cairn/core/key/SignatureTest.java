package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  private static final byte[] BYTES = counting(64);

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void refusesOtherThan64Bytes(int length) {
    assertThatIllegalArgumentException().isThrownBy(() -> Signature.of(new byte[length]));
  }

  @Test
  void isReadFromThePartOfAnArray() {
    assertThat(Signature.of(counting(70), 3))
        .isEqualTo(Signature.of(Arrays.copyOfRange(counting(70), 3, 67)));
    assertThat(Signature.of(counting(70), 6).toArray()[63]).isEqualTo((byte) 69);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Signature.of(counting(70), 7));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Signature.of(counting(70), -1));
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] source = BYTES.clone();
    Signature signature = Signature.of(source);
    source[0] = 99;
    signature.toArray()[1] = 99;
    assertThat(signature.toArray()).isEqualTo(BYTES);
  }

  @Test
  void isWrittenWhereItIsWanted() {
    byte[] target = new byte[66];
    Signature.of(BYTES).copyTo(target, 1);
    assertThat(Arrays.copyOfRange(target, 1, 65)).isEqualTo(BYTES);
    assertThat(target[0]).isZero();
    assertThat(target[65]).isZero();
  }

  @Test
  void showsItsBytesInHexadecimal() {
    assertThat(Signature.of(BYTES).toHex()).hasSize(128).startsWith("000102").endsWith("3e3f");
    assertThat(Signature.of(BYTES)).hasToString(Signature.of(BYTES).toHex());
  }

  @Test
  void isEqualWhenAllBytesAre() {
    assertThat(Signature.of(BYTES)).isEqualTo(Signature.of(BYTES.clone()));
    assertThat(Signature.of(BYTES)).hasSameHashCodeAs(Signature.of(BYTES.clone()));
    for (int i = 0; i < 64; i++) {
      byte[] other = BYTES.clone();
      other[i] ^= 1;
      assertThat(Signature.of(BYTES)).isNotEqualTo(Signature.of(other));
    }
    assertThat(Signature.of(BYTES)).isNotEqualTo(null).isNotEqualTo("00");
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
