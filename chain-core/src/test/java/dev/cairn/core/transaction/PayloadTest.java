package dev.cairn.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.TestKeys;
import dev.cairn.core.codec.Sha256;
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

/** Payloads 1 and 2. */
class PayloadTest {

  private static final String RECIPIENT = TestKeys.SECOND.publicKey().toHex();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1000, Long.MAX_VALUE})
  void readsATransferAsItWasWritten(long units) {
    Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), new Amount(units));

    assertThat(transfer.payload().type()).isEqualTo(1);
    assertThat(Transfer.decode(transfer.payload().bytes()).value()).isEqualTo(transfer);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, TRANSFER_AMOUNT_OUT_OF_RANGE",
    "0000000000000080, TRANSFER_AMOUNT_OUT_OF_RANGE",
    "ffffffffffffffff, TRANSFER_AMOUNT_OUT_OF_RANGE",
    "00000000000000, TRANSFER_LENGTH_WRONG",
    "000000000000000000, TRANSFER_LENGTH_WRONG",
    "01000000000000, TRANSFER_LENGTH_WRONG",
    "010000000000000000, TRANSFER_LENGTH_WRONG"
  })
  void refusesATransferByItsAmountOrLength(String amount, Rule reason) {
    assertReason(Transfer.decode(Bytes.ofHex(RECIPIENT + amount)), reason);
  }

  @Test
  void refusesAnEmptyTransfer() {
    assertReason(Transfer.decode(Bytes.EMPTY), Rule.TRANSFER_LENGTH_WRONG);
  }

  @Test
  void sendsNoTransferOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transfer(TestKeys.SECOND.publicKey(), Amount.ZERO));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 99, 100})
  void readsADocumentAsItWasWritten(int length) {
    DocumentRecord record = DocumentRecord.ofDocument(Bytes.of(new byte[length]));

    assertThat(record.payload().type()).isEqualTo(2);
    assertThat(DocumentRecord.decode(record.payload().bytes(), 100).value()).isEqualTo(record);
    assertThat(record.digest()).isEqualTo(Sha256Digest.of(Sha256.hash(new byte[length])));
  }

  @Test
  void refusesADocumentOneByteTooLarge() {
    Bytes payload = DocumentRecord.ofDocument(Bytes.of(new byte[101])).payload().bytes();

    assertReason(DocumentRecord.decode(payload, 100), Rule.RECORD_TOO_LARGE);
    assertThat(DocumentRecord.decode(payload, 101).isPassed()).isTrue();
    assertReason(DocumentRecord.decode(Bytes.of(new byte[2]), 0), Rule.RECORD_TOO_LARGE);
    assertThat(DocumentRecord.decode(Bytes.of(new byte[1]), 0).isPassed()).isTrue();
  }

  /** A digest may be longer than the documents of the network. */
  @ParameterizedTest
  @ValueSource(longs = {0, 31, 65_536})
  void readsADigestWhateverTheLimitForDocuments(long documentBytesMax) {
    Sha256Digest digest = Sha256Digest.of(Sha256.hash(new byte[] {1}));
    DocumentRecord record = DocumentRecord.ofDigest(digest);

    assertThat(DocumentRecord.decode(record.payload().bytes(), documentBytesMax).value())
        .isEqualTo(record);
    assertThat(record.digest()).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 65_537})
  void refusesADigestOfAnotherLength(int length) {
    byte[] payload = new byte[1 + length];
    payload[0] = 1;

    assertReason(DocumentRecord.decode(Bytes.of(payload), 100), Rule.RECORD_DIGEST_LENGTH_WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "0200", "ff", "80"})
  void refusesAnUnknownForm(String payload) {
    assertReason(DocumentRecord.decode(Bytes.ofHex(payload), 100), Rule.RECORD_FORM_UNKNOWN);
  }

  @Test
  void writesNoDigestOfAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DocumentRecord(DocumentRecord.Form.DIGEST, Bytes.of(new byte[31])));
    assertThatIllegalArgumentException().isThrownBy(() -> new Payload(-1, Bytes.EMPTY));
  }

  private static void assertReason(Checked<?> checked, Rule reason) {
    assertThat(checked.rejection().map(Rejection::code)).hasValue(reason.name());
  }
}
