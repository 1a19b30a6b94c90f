package dev.cairn.net.netty;

import dev.cairn.core.block.Block;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.net.message.FullBlock;

/** A message of any size from some 400 bytes on. */
final class LargeMessage {

  private static final int PAYLOAD_TYPE = 1024;

  private LargeMessage() {}

  /** A block whose one transaction has a payload of so many bytes; all else is zero. */
  static FullBlock of(int payloadBytes) {
    ByteWriter bytes = new ByteWriter().bytes(new byte[80]).varint(2);
    bytes.bytes(new byte[Coinbase.BYTES_MIN]);
    bytes.u8(1).bytes(new byte[32]).u64(0).u64(0);
    bytes.varint(PAYLOAD_TYPE).varint(payloadBytes).bytes(new byte[payloadBytes]);
    bytes.bytes(new byte[64]);
    return new FullBlock(Block.decode(bytes.toBytes()).value());
  }
}
