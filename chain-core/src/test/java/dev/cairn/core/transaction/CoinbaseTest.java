package dev.cairn.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.TestKeys;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoinbaseTest {

  private static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64})
  void isReadAsItWasWritten(int messageBytes) {
    Coinbase coinbase = coinbase(messageBytes);

    assertThat(Coinbase.decode(coinbase.encode()).value()).isEqualTo(coinbase);
    assertThat(coinbase.encode().length()).isEqualTo(coinbase.size()).isEqualTo(98 + messageBytes);
  }

  @Test
  void holdsTheGreatestNumbersAndAnyStateRoot() {
    Coinbase coinbase =
        new Coinbase(
            Long.MAX_VALUE,
            NONCE,
            TestKeys.SECOND.publicKey(),
            Amount.MAX,
            Sha256Digest.of(Bytes.ofHex("ff".repeat(32)).toArray()),
            Bytes.EMPTY);

    assertThat(Coinbase.decode(coinbase.encode()).value()).isEqualTo(coinbase);
  }

  /** Attack V6: 64 bytes are what an inner node of the Merkle tree hashes. */
  @Test
  void hasAtLeast98Bytes() {
    Bytes bytes = coinbase(0).encode();

    assertThat(bytes.length()).isEqualTo(Coinbase.BYTES_MIN).isEqualTo(98);
    for (int length = 0; length < 98; length++) {
      assertReason(Coinbase.decode(bytes.slice(0, length)), Rule.TRUNCATED);
    }
  }

  @Test
  void isTruncatedWithinItsMessage() {
    Bytes bytes = coinbase(64).encode();
    for (int length = 0; length < bytes.length(); length++) {
      assertReason(Coinbase.decode(bytes.slice(0, length)), Rule.TRUNCATED);
    }
    assertReason(Coinbase.decode(Bytes.ofHex(bytes.toHex() + "00")), Rule.TRAILING_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "02", "ff"})
  void judgesItsVersionBeforeAnythingElse(String version) {
    assertReason(Coinbase.decode(Bytes.ofHex(version)), Rule.COINBASE_MISSING);
    String rest = coinbase(0).encode().toHex().substring(2);
    assertReason(Coinbase.decode(Bytes.ofHex(version + rest)), Rule.COINBASE_MISSING);
  }

  /** Height, reward, message length; no byte of the message follows. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000080, 0000000000000000, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000080, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000000, 40, TRUNCATED",
    "0000000000000000, 0000000000000000, 41, COINBASE_MESSAGE_TOO_LONG",
    "0000000000000000, 0000000000000000, fc, COINBASE_MESSAGE_TOO_LONG",
    "0000000000000000, 0000000000000000, fd4100, VARINT_NOT_SHORTEST",
    "0000000000000000, 0000000000000000, fdfd00, COINBASE_MESSAGE_TOO_LONG",
    "0000000000000000, 0000000000000000, feffffff7f, COINBASE_MESSAGE_TOO_LONG",
    "0000000000000000, 0000000000000000, ffffffffffffffff7f, COINBASE_MESSAGE_TOO_LONG",
    "0000000000000000, 0000000000000000, ff0000000000000080, VALUE_OUT_OF_RANGE",
    "0000000000000080, 0000000000000000, 41, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000080, 41, VALUE_OUT_OF_RANGE"
  })
  void judgesEachNumberWhereItIsRead(String height, String reward, String length, Rule reason) {
    String hex = "00" + height + "00".repeat(16 + 32) + reward + "00".repeat(32) + length;

    assertReason(Coinbase.decode(Bytes.ofHex(hex)), reason);
  }

  @Test
  void refusesAMessageThatIsTooLongEvenWhenItIsThere() {
    String hex = coinbase(0).encode().toHex();
    String longer = hex.substring(0, hex.length() - 2) + "41" + "00".repeat(65);

    assertReason(Coinbase.decode(Bytes.ofHex(longer)), Rule.COINBASE_MESSAGE_TOO_LONG);
  }

  @Test
  void carriesItsExtraNonceDirectlyAfterTheHeight() {
    Coinbase coinbase = coinbase(5);
    Bytes another = Bytes.ofHex("ff".repeat(16));
    Coinbase changed = coinbase.withExtraNonce(another);

    assertThat(coinbase.encode().slice(9, 25)).isEqualTo(NONCE);
    assertThat(changed.encode().slice(9, 25)).isEqualTo(another);
    assertThat(changed.id()).isNotEqualTo(coinbase.id());
    assertThat(changed.withExtraNonce(NONCE)).isEqualTo(coinbase);
  }

  @Test
  void throwsAtOurOwnNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> coinbase(65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coinbase(0).withExtraNonce(Bytes.of(new byte[15])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coinbase(0).withExtraNonce(Bytes.of(new byte[17])));
  }

  private static Coinbase coinbase(int messageBytes) {
    return new Coinbase(
        1,
        NONCE,
        TestKeys.SECOND.publicKey(),
        new Amount(50),
        Sha256Digest.ZERO,
        Bytes.of(new byte[messageBytes]));
  }

  private static void assertReason(Checked<?> checked, Rule reason) {
    assertThat(checked.rejection().map(Rejection::code)).hasValue(reason.name());
  }
}
