package dev.cairn.core.reference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A transaction and what section 8.1 of docs/consensus.md says of it alone. */
final class ReferenceTransaction {

  static final int SIGNATURE_BYTES = 64;
  static final long TRANSFER = 1;
  static final long RECORD = 2;

  private static final byte[] DOMAIN = "cairn/transaction/1".getBytes(StandardCharsets.US_ASCII);
  private static final Map<String, Boolean> SIGNATURES = remembering(100_000);

  final byte[] bytes;
  final byte[] sender;
  final long sequence;
  final long fee;
  final long type;
  final byte[] payload;
  final byte[] signature;

  ReferenceTransaction(ReferenceReader in, byte[] whole) {
    int start = in.position();
    int version = in.u8();
    ReferenceRefusal.when(version == 0, "COINBASE_NOT_FIRST");
    ReferenceRefusal.when(version != 1, "TRANSACTION_VERSION_UNKNOWN");
    sender = in.bytes(32);
    sequence = in.u64();
    fee = in.u64();
    type = in.varint();
    payload = in.bytes(in.varint());
    signature = in.bytes(SIGNATURE_BYTES);
    bytes = Arrays.copyOfRange(whole, start, in.position());
  }

  /** The message that a sender signs, given all bytes of the transaction before the signature. */
  static byte[] signedMessage(byte[] networkId, byte[] unsigned) {
    return new ReferenceWriter().bytes(DOMAIN).bytes(networkId).bytes(unsigned).toArray();
  }

  void checkInIsolation(ReferenceParameters parameters) {
    ReferenceRefusal.when(!parameters.payloadTypes.contains(type), "PAYLOAD_TYPE_UNKNOWN");
    if (type == TRANSFER) {
      ReferenceRefusal.when(payload.length != 40, "TRANSFER_LENGTH_WRONG");
      // Read as a signed number, an amount of 2^63 or more is negative.
      ReferenceRefusal.when(transferAmount() <= 0, "TRANSFER_AMOUNT_OUT_OF_RANGE");
    } else if (type == RECORD) {
      ReferenceRefusal.when(
          payload.length == 0 || payload[0] < 0 || payload[0] > 1, "RECORD_FORM_UNKNOWN");
      ReferenceRefusal.when(payload[0] == 1 && payload.length != 33, "RECORD_DIGEST_LENGTH_WRONG");
      ReferenceRefusal.when(
          payload[0] == 0 && payload.length - 1 > parameters.recordBytes, "RECORD_TOO_LARGE");
    } else if (type == NameClaims.TYPE) {
      NameClaims.check(payload);
    }
    ReferenceRefusal.when(!isSigned(parameters.networkId()), "SIGNATURE_INVALID");
  }

  String transferRecipient() {
    return ReferenceHash.hex(Arrays.copyOf(payload, 32));
  }

  long transferAmount() {
    return ReferenceHash.littleEndian(Arrays.copyOfRange(payload, 32, 40)).longValue();
  }

  private boolean isSigned(byte[] networkId) {
    byte[] unsigned = Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES);
    byte[] message = signedMessage(networkId, unsigned);
    // The key and the signature have fixed lengths, so that this digest stands for all three.
    String inputs = ReferenceHash.hex(ReferenceHash.sha256(sender, signature, message));
    Boolean known = SIGNATURES.get(inputs);
    if (known != null) {
      return known;
    }
    boolean valid = ReferenceEd25519.verify(sender, signature, message);
    SIGNATURES.put(inputs, valid);
    return valid;
  }

  private static Map<String, Boolean> remembering(int atMost) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > atMost;
          }
        });
  }
}
