package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Bytes32Test {

  /** One kind of value: how it is made and read, and whether its text is reversed. */
  record Kind(
      Class<? extends Bytes32> type,
      Function<byte[], Bytes32> whole,
      At at,
      Function<String, ? extends Checked<? extends Bytes32>> parse,
      boolean reversed) {
    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  interface At {
    Bytes32 of(byte[] source, int offset);
  }

  static Stream<Kind> hashes() {
    return Stream.of(
        new Kind(BlockHash.class, BlockHash::of, BlockHash::of, BlockHash::parse, true),
        new Kind(
            TransactionId.class, TransactionId::of, TransactionId::of, TransactionId::parse, true),
        new Kind(MerkleRoot.class, MerkleRoot::of, MerkleRoot::of, MerkleRoot::parse, true),
        new Kind(NetworkId.class, NetworkId::of, NetworkId::of, NetworkId::parse, true),
        new Kind(StateDigest.class, StateDigest::of, StateDigest::of, StateDigest::parse, false),
        new Kind(
            Sha256Digest.class, Sha256Digest::of, Sha256Digest::of, Sha256Digest::parse, false));
  }

  static Stream<Kind> kinds() {
    return Stream.concat(
        hashes(),
        Stream.of(
            new Kind(
                PublicKey.class, PublicKey::of, PublicKey::of, PublicKey::parseAddress, false)));
  }

  private static byte[] counting() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x70 + i);
    }
    return bytes;
  }

  @Test
  void everyKindIsTestedHere() {
    assertThat(kinds().map(Kind::type).toList())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Bytes32.class.getPermittedSubclasses())
                .<Class<? extends Bytes32>>map(type -> type.asSubclass(Bytes32.class))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepsItsBytesWhateverHappensToArrays(Kind kind) {
    byte[] source = counting();
    Bytes32 value = kind.whole.apply(source);
    source[0] = 99;
    value.toArray()[0] = 99;
    assertThat(value.toArray()).isEqualTo(counting());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void takesExactly32Bytes(Kind kind) {
    for (int length : new int[] {0, 31, 33}) {
      assertThatIllegalArgumentException().isThrownBy(() -> kind.whole.apply(new byte[length]));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isReadAndWrittenAtAnyOffset(Kind kind) {
    byte[] source = new byte[41];
    for (int offset = 0; offset <= 9; offset++) {
      Arrays.fill(source, (byte) -1);
      System.arraycopy(counting(), 0, source, offset, 32);
      Bytes32 value = kind.at.of(source, offset);
      assertThat(value.toArray()).isEqualTo(counting());

      byte[] target = new byte[41];
      Arrays.fill(target, (byte) -1);
      value.copyTo(target, offset);
      assertThat(target).isEqualTo(source);
    }
    for (int offset : new int[] {-1, 10, 41, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kind.at.of(source, offset));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kind.whole.apply(counting()).copyTo(source, offset));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void equalsOnlyItsOwnKindWithTheSameBytes(Kind kind) {
    Bytes32 value = kind.whole.apply(counting());
    assertThat(value)
        .isEqualTo(kind.whole.apply(counting()))
        .hasSameHashCodeAs(kind.whole.apply(counting()))
        .isNotEqualTo(Bytes.of(counting()));
    kinds()
        .filter(other -> other.type != kind.type)
        .forEach(other -> assertThat(value).isNotEqualTo(other.whole.apply(counting())));
    for (int bit = 0; bit < 256; bit++) {
      byte[] changed = counting();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(value).as("bit %d", bit).isNotEqualTo(kind.whole.apply(changed));
    }
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void showsAndReadsItsText(Kind kind) {
    byte[] bytes = counting();
    Bytes32 value = kind.whole.apply(bytes);
    byte[] shown = bytes.clone();
    if (kind.reversed) {
      for (int i = 0; i < 32; i++) {
        shown[i] = bytes[31 - i];
      }
    }
    String text = HexFormat.of().formatHex(shown);
    assertThat(value).hasToString(text);
    assertThat(value.toHex()).isEqualTo(HexFormat.of().formatHex(bytes));
    assertThat(kind.parse.apply(text).value()).isEqualTo(value);
    assertThat(kind.parse.apply(text.toUpperCase(Locale.ROOT)).value()).isEqualTo(value);
    assertThat(kind.parse.apply(text.substring(1)).rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_LENGTH_WRONG);
    assertThat(kind.parse.apply(text + "00").rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_LENGTH_WRONG);
    assertThat(kind.parse.apply(text.substring(1) + "g").rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_INVALID);
  }

  @Test
  void ordersAsUnsignedBytesFromTheFront() {
    // For each byte: what differs there, by sign or not, decides over everything behind it.
    for (int i = 0; i < 32; i++) {
      byte[] smaller = new byte[32];
      byte[] greater = new byte[32];
      smaller[i] = 0x7f;
      greater[i] = (byte) 0x80;
      Arrays.fill(smaller, i + 1, 32, (byte) 0xff);
      assertThat(BlockHash.of(smaller)).isLessThan(BlockHash.of(greater));
      assertThat(BlockHash.of(greater)).isGreaterThan(BlockHash.of(smaller));
      assertThat(BlockHash.of(greater)).isEqualByComparingTo(BlockHash.of(greater));
    }
  }

  @Test
  void isZeroOnlyWithoutAnyBit() {
    assertThat(List.of(BlockHash.ZERO, TransactionId.ZERO, MerkleRoot.ZERO))
        .allMatch(Bytes32::isZero);
    for (int i = 0; i < 32; i++) {
      byte[] bytes = new byte[32];
      bytes[i] = (byte) 0x80;
      assertThat(BlockHash.of(bytes).isZero()).isFalse();
    }
  }
}
