package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.CompactBlock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The short ids of one compact block: the low 48 bits of SipHash-2-4 of the id. The key depends on
 * the header and a salt, so that nobody can prepare transactions whose short ids are the same
 * everywhere (the idea of BIP 152).
 */
final class ShortIds {

  private static final long MASK = (1L << 48) - 1;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final SipHash hash;

  /** The key is the first two little-endian words of SHA-256(header, salt little-endian). */
  ShortIds(BlockHeader header, long salt) {
    byte[] saltBytes = new byte[Long.BYTES];
    LITTLE_ENDIAN.set(saltBytes, 0, salt);
    byte[] digest = Sha256.hash(header.toArray(), saltBytes);
    hash = new SipHash((long) LITTLE_ENDIAN.get(digest, 0), (long) LITTLE_ENDIAN.get(digest, 8));
  }

  /** Between 0 and 2^48 - 1. */
  long of(TransactionId id) {
    return hash.hash(id) & MASK;
  }

  /** What is announced of a block. */
  static CompactBlock announcement(Block block, long salt) {
    ShortIds ids = new ShortIds(block.header(), salt);
    ByteWriter writer = new ByteWriter();
    for (Transaction transaction : block.transactions()) {
      long id = ids.of(transaction.id());
      writer.u32(id & 0xffff_ffffL).u8((int) (id >>> 32) & 0xff).u8((int) (id >>> 40));
    }
    return new CompactBlock(block.header(), salt, block.coinbase(), writer.toBytes());
  }

  /** The short ids of all transactions but the coinbase; what is no whole id at the end is lost. */
  static long[] decode(Bytes shortIds) {
    ByteReader reader = new ByteReader(shortIds);
    long[] ids = new long[shortIds.length() / CompactBlock.SHORT_ID_BYTES];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = reader.u32() | (long) reader.u8() << 32 | (long) reader.u8() << 40;
    }
    return ids;
  }
}
