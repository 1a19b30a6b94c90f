package dev.cairn.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.TestKeys;
import dev.cairn.core.key.Signature;
import dev.cairn.core.key.SignatureRule;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {

  private static final NetworkId NETWORK = NetworkParameters.dev().id();
  private static final String SENDER = TestKeys.FIRST.publicKey().toHex();
  private static final String SIGNATURE = "55".repeat(64);

  @Test
  void keepsWhatItWasMadeOf() {
    Payload payload = new Payload(1024, Bytes.ofHex("0102"));
    Transaction signed = Transaction.sign(TestKeys.FIRST, NETWORK, 7, new Amount(9), payload);

    assertThat(signed.sender()).isEqualTo(TestKeys.FIRST.publicKey());
    assertThat(signed.sequence()).isEqualTo(7);
    assertThat(signed.fee()).isEqualTo(new Amount(9));
    assertThat(signed.payload()).isEqualTo(payload);
    assertThat(signed.size()).isEqualTo(signed.encode().length()).isEqualTo(51 + 2 + 2 + 64);
    assertThat(Transaction.decode(signed.encode()).value()).isEqualTo(signed);
  }

  @Test
  void isSignedForOneNetworkAlone() {
    Transaction signed = signed(0);
    byte[] here = signed.signedMessage(NETWORK);
    byte[] elsewhere = signed.signedMessage(NetworkId.of(new byte[32]));

    assertThat(SignatureRule.verify(signed.sender(), signed.signature(), here)).isTrue();
    assertThat(SignatureRule.verify(signed.sender(), signed.signature(), elsewhere)).isFalse();
  }

  @Test
  void holdsTheGreatestNumbers() {
    Payload payload = new Payload(Long.MAX_VALUE, Bytes.EMPTY);
    Transaction signed =
        Transaction.sign(TestKeys.FIRST, NETWORK, Long.MAX_VALUE, Amount.MAX, payload);
    Transaction decoded = Transaction.decode(signed.encode()).value();

    assertThat(decoded.sequence()).isEqualTo(Long.MAX_VALUE);
    assertThat(decoded.fee()).isEqualTo(Amount.MAX);
    assertThat(decoded.payload()).isEqualTo(payload);
  }

  @Test
  void isEqualWhenAllBytesAreEqual() {
    byte[] bytes = signed(0).encode().toArray();
    bytes[bytes.length - 1] ^= 1;
    Transaction otherSignature = Transaction.decode(Bytes.of(bytes)).value();

    assertThat(signed(0)).isEqualTo(signed(0)).hasSameHashCodeAs(signed(0));
    assertThat(signed(0)).isNotEqualTo(signed(1)).isNotEqualTo(otherSignature);
    assertThat(otherSignature.id()).isNotEqualTo(signed(0).id());
  }

  /** Attack V6: 64 bytes are what an inner node of the Merkle tree hashes. */
  @Test
  void hasAtLeast115Bytes() {
    Payload empty = new Payload(0, Bytes.EMPTY);
    Transaction shortest = Transaction.sign(TestKeys.FIRST, NETWORK, 0, Amount.ZERO, empty);

    assertThat(shortest.size()).isEqualTo(Transaction.BYTES_MIN).isEqualTo(115);
    byte[] bytes = shortest.encode().toArray();
    for (int length = 0; length < 115; length++) {
      assertReason(Transaction.decode(Bytes.of(bytes, 0, length)), Rule.TRUNCATED);
    }
    assertThat(Transaction.decode(Bytes.of(bytes)).value()).isEqualTo(shortest);
  }

  @Test
  void isTruncatedAtEveryLength() {
    Bytes bytes = signed(3).encode();
    for (int length = 0; length < bytes.length(); length++) {
      assertReason(Transaction.decode(bytes.slice(0, length)), Rule.TRUNCATED);
    }
  }

  /** Attack V11: there is no room for a 65th byte of a signature. */
  @Test
  void refusesWhatFollowsItsEnd() {
    String hex = signed(3).encode().toHex();
    assertReason(Transaction.decode(Bytes.ofHex(hex + "00")), Rule.TRAILING_BYTES);
    assertReason(Transaction.decode(Bytes.ofHex(hex + hex)), Rule.TRAILING_BYTES);
    assertThatIllegalArgumentException().isThrownBy(() -> Signature.of(new byte[65]));
  }

  @ParameterizedTest
  @CsvSource({
    "00, COINBASE_NOT_FIRST",
    "02, TRANSACTION_VERSION_UNKNOWN",
    "7f, TRANSACTION_VERSION_UNKNOWN",
    "ff, TRANSACTION_VERSION_UNKNOWN"
  })
  void judgesItsVersionBeforeAnythingElse(String version, Rule reason) {
    assertReason(Transaction.decode(Bytes.ofHex(version)), reason);
    String rest = signed(0).encode().toHex().substring(2);
    assertReason(Transaction.decode(Bytes.ofHex(version + rest)), reason);
  }

  /** The parts between sender and payload: sequence, fee, type, length. */
  @ParameterizedTest
  @CsvSource({
    "ffffffffffffff7f, ffffffffffffff7f, ffffffffffffffff7f, 00,",
    "0000000000000080, 0000000000000000, 01, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000080, 01, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, ffffffffffffffff, 01, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000000, ff0000000000000080, 00, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000000, 01, ff0000000000000080, VALUE_OUT_OF_RANGE",
    "0000000000000000, 0000000000000000, fd0100, 00, VARINT_NOT_SHORTEST",
    "0000000000000000, 0000000000000000, fdfc00, 00, VARINT_NOT_SHORTEST",
    "0000000000000000, 0000000000000000, fdfd00, 00,",
    "0000000000000000, 0000000000000000, feffff0000, 00, VARINT_NOT_SHORTEST",
    "0000000000000000, 0000000000000000, fe00000100, 00,",
    "0000000000000000, 0000000000000000, 01, fd0000, VARINT_NOT_SHORTEST",
    "0000000000000000, 0000000000000000, 01, 01, TRUNCATED"
  })
  void judgesEachNumberWhereItIsRead(
      String sequence, String fee, String type, String length, @Nullable Rule reason) {
    String hex = "01" + SENDER + sequence + fee + type + length + SIGNATURE;
    Checked<Transaction> decoded = Transaction.decode(Bytes.ofHex(hex));

    if (reason == null) {
      assertThat(decoded.value().encode().toHex()).isEqualTo(hex);
    } else {
      assertReason(decoded, reason);
    }
  }

  /** None of these lengths could be allocated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "feffffff7f", // 2^31 - 1
        "fe00000080",
        "ff0000000001000000",
        "ff0000000000000040", // 2^62
        "ffffffffffffffff7f"
      })
  void refusesAPayloadLengthThatIsNotThere(String length) {
    String hex = "01" + SENDER + "00".repeat(16) + "01" + length + SIGNATURE;
    Checked<Transaction> decoded = Transaction.decode(Bytes.ofHex(hex));

    assertReason(decoded, Rule.TRUNCATED);
    assertThat(decoded.rejection().orElseThrow().got()).contains("64 bytes at position");
  }

  @Test
  void reportsTheFirstFaultInReadingOrder() {
    List<String> right = List.of("01", SENDER, "00".repeat(8), "00".repeat(8), "01", "00");
    List<String> wrong =
        List.of("02", SENDER, "00".repeat(7) + "80", "00".repeat(7) + "80", "fd0100", "05");
    List<Rule> reasons =
        List.of(
            Rule.TRANSACTION_VERSION_UNKNOWN,
            Rule.TRUNCATED,
            Rule.VALUE_OUT_OF_RANGE,
            Rule.VALUE_OUT_OF_RANGE,
            Rule.VARINT_NOT_SHORTEST,
            Rule.TRUNCATED);
    for (int first = 0; first < wrong.size(); first++) {
      if (first == 1) {
        continue; // any 32 bytes are a sender
      }
      for (int second = first + 1; second < wrong.size(); second++) {
        List<String> parts = new ArrayList<>(right);
        parts.set(first, wrong.get(first));
        parts.set(second, wrong.get(second));
        Checked<Transaction> decoded = Transaction.decode(Bytes.ofHex(String.join("", parts)));
        assertReason(decoded, reasons.get(first));
        if (first == 2 || first == 3) {
          assertThat(decoded.rejection().orElseThrow().got())
              .endsWith("position " + (33 + 8 * (first - 2)));
        }
      }
    }
  }

  private static Transaction signed(long sequence) {
    Payload payload = new Transfer(TestKeys.SECOND.publicKey(), new Amount(5)).payload();
    return Transaction.sign(TestKeys.FIRST, NETWORK, sequence, new Amount(2), payload);
  }

  private static void assertReason(Checked<?> checked, Rule reason) {
    assertThat(checked.rejection().map(Rejection::code)).hasValue(reason.name());
  }
}
