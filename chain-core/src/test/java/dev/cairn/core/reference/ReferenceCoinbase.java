package dev.cairn.core.reference;

import java.util.Arrays;

/** The first transaction of a block: docs/consensus.md, section 5.3. */
final class ReferenceCoinbase {

  final byte[] bytes;
  final long height;
  final String recipient;
  final long reward;
  final byte[] stateRoot;

  ReferenceCoinbase(ReferenceReader in, byte[] whole) {
    int start = in.position();
    ReferenceRefusal.when(in.u8() != 0, "COINBASE_MISSING");
    height = in.u64();
    in.bytes(16);
    recipient = ReferenceHash.hex(in.bytes(32));
    reward = in.u64();
    stateRoot = in.bytes(32);
    long messageLength = in.varint();
    ReferenceRefusal.when(messageLength > 64, "COINBASE_MESSAGE_TOO_LONG");
    in.bytes(messageLength);
    bytes = Arrays.copyOfRange(whole, start, in.position());
  }
}
