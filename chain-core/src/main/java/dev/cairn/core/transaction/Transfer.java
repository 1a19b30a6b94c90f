package dev.cairn.core.transaction;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;

/**
 * Payload 1: an amount from the sender's account to the recipient's (docs/consensus.md, section
 * 5.2).
 *
 * @param amount at least 1
 */
public record Transfer(PublicKey recipient, Amount amount) {

  public static final long TYPE = 1;

  /** The length of the payload in bytes: recipient 32, amount u64. */
  static final int PAYLOAD_BYTES = 40;

  public Transfer {
    if (amount.units() == 0) {
      throw new IllegalArgumentException("a transfer moves at least 1");
    }
  }

  public Payload payload() {
    return new Payload(TYPE, new ByteWriter().bytes(recipient).u64(amount.units()).toBytes());
  }

  /** Reads the payload of a transfer. */
  public static Checked<Transfer> decode(Bytes payload) {
    if (payload.length() != PAYLOAD_BYTES) {
      return Checked.refused(
          Rule.TRANSFER_LENGTH_WRONG, payload.length() + " bytes", PAYLOAD_BYTES + " bytes");
    }
    ByteReader reader = new ByteReader(payload);
    PublicKey recipient = reader.bytes32(PublicKey::of);
    long units = reader.u64();
    if (reader.failed() || units == 0) {
      return Checked.refused(
          Rule.TRANSFER_AMOUNT_OUT_OF_RANGE,
          units == 0 && !reader.failed() ? "0" : "2^63 or more",
          "1 to 2^63 - 1");
    }
    return Checked.passed(new Transfer(recipient, new Amount(units)));
  }
}
