package dev.cairn.node.storage;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.verdict.Checked;

/**
 * What is known of the whole active chain.
 *
 * @param digest of the state after the tip
 * @param carried how many transactions the chain has besides the coinbases
 */
record TipRecord(BlockHash hash, StateDigest digest, long carried) {

  byte[] encode() {
    return new ByteWriter().bytes(hash).bytes(digest).u64(carried).toArray();
  }

  static Checked<TipRecord> decode(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    BlockHash hash = reader.bytes32(BlockHash::of);
    StateDigest digest = reader.bytes32(StateDigest::of);
    long carried = reader.u64();
    return reader.finish(() -> new TipRecord(hash, digest, carried));
  }
}
