package dev.cairn.core.reference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the bytes of transactions, right ones and wrong ones, and remembers signatures. */
final class TransactionForge {

  private final byte[] networkId;
  private final Map<String, byte[]> signatures = Collections.synchronizedMap(new LinkedHashMap<>());

  TransactionForge(byte[] networkId) {
    this.networkId = networkId.clone();
  }

  byte[] signed(ReferenceSigner sender, long sequence, long fee, long type, byte[] payload) {
    return sign(sender, unsigned(sender.publicKey(), sequence, fee, type, payload));
  }

  static byte[] unsigned(byte[] sender, long sequence, long fee, long type, byte[] payload) {
    byte[] typeBytes = new ReferenceWriter().varint(type).toArray();
    byte[] lengthBytes = new ReferenceWriter().varint(payload.length).toArray();
    return unsigned(sender, sequence, fee, typeBytes, lengthBytes, payload);
  }

  /** With any bytes in the places of the two varints. */
  static byte[] unsigned(
      byte[] sender, long sequence, long fee, byte[] type, byte[] length, byte[] payload) {
    return new ReferenceWriter()
        .u8(1)
        .bytes(sender)
        .u64(sequence)
        .u64(fee)
        .bytes(type)
        .bytes(length)
        .bytes(payload)
        .toArray();
  }

  static byte[] join(byte[] unsigned, byte[] signature) {
    return new ReferenceWriter().bytes(unsigned).bytes(signature).toArray();
  }

  static byte[] transfer(byte[] recipient, long amount) {
    return new ReferenceWriter().bytes(recipient).u64(amount).toArray();
  }

  static byte[] record(int form, byte[] bytes) {
    return new ReferenceWriter().u8(form).bytes(bytes).toArray();
  }

  byte[] message(byte[] unsigned) {
    return ReferenceTransaction.signedMessage(networkId, unsigned);
  }

  /** Every fourth signature has a small part in R, which the rule allows. */
  private byte[] sign(ReferenceSigner sender, byte[] unsigned) {
    byte[] message = message(unsigned);
    byte[] digest = ReferenceHash.sha256(message);
    byte[] signature =
        signatures.computeIfAbsent(
            ReferenceHash.hex(digest),
            absent ->
                (digest[0] & 3) == 0 ? sender.signWithTorsion(message) : sender.sign(message));
    return join(unsigned, signature);
  }
}
