package dev.cairn.core.block;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import org.jspecify.annotations.Nullable;

/**
 * A block's 80 header bytes in Bitcoin's layout (docs/consensus.md, section 4.1).
 *
 * <pre>
 * version u32 | previous 32 | Merkle root 32 | time u32 | bits u32 | nonce u32
 * </pre>
 */
public final class BlockHeader {

  /** The length of the canonical bytes. */
  public static final int BYTES = 80;

  /** The version that Cairn's own blocks carry, with none of the free bits set. */
  public static final int VERSION = 0x20000000;

  /**
   * The bits of a version that mean nothing, for miners to set as they like (BIP 320;
   * docs/consensus.md, section 4.2).
   */
  public static final int FREE_VERSION_BITS = 0x1fffe000;

  private final int version;
  private final BlockHash previous;
  private final MerkleRoot merkleRoot;
  private final Timestamp time;
  private final CompactBits bits;
  private final int nonce;
  private final BlockHash hash;

  /**
   * @param version as a bit pattern, like {@code nonce}: both are unsigned
   */
  public BlockHeader(
      int version,
      BlockHash previous,
      MerkleRoot merkleRoot,
      Timestamp time,
      CompactBits bits,
      int nonce) {
    this.version = version;
    this.previous = previous;
    this.merkleRoot = merkleRoot;
    this.time = time;
    this.bits = bits;
    this.nonce = nonce;
    this.hash = BlockHash.of(Sha256.hash256(toArray()));
  }

  /** Reads one header that fills the input. */
  public static Checked<BlockHeader> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    BlockHeader header = read(reader);
    return reader.finish(() -> header);
  }

  /** Reads one header; what it gives means nothing when the reader failed. */
  public static BlockHeader read(ByteReader reader) {
    return new BlockHeader(
        (int) reader.u32(),
        reader.bytes32(BlockHash::of),
        reader.bytes32(MerkleRoot::of),
        new Timestamp(reader.u32()),
        new CompactBits((int) reader.u32()),
        (int) reader.u32());
  }

  /** The version as a bit pattern. */
  public int version() {
    return version;
  }

  /** The hash of the parent. */
  public BlockHash previous() {
    return previous;
  }

  public MerkleRoot merkleRoot() {
    return merkleRoot;
  }

  public Timestamp time() {
    return time;
  }

  public CompactBits bits() {
    return bits;
  }

  /** The nonce as a bit pattern. */
  public int nonce() {
    return nonce;
  }

  /** hash256 of the 80 bytes: the identity of the block. */
  public BlockHash hash() {
    return hash;
  }

  /** The same header with another version. */
  public BlockHeader withVersion(int another) {
    return new BlockHeader(another, previous, merkleRoot, time, bits, nonce);
  }

  /** The same header with another nonce. */
  public BlockHeader withNonce(int another) {
    return new BlockHeader(version, previous, merkleRoot, time, bits, another);
  }

  /** The 80 canonical bytes, in an array of the caller's own. */
  public byte[] toArray() {
    ByteWriter writer = new ByteWriter();
    writeTo(writer);
    return writer.toArray();
  }

  public void writeTo(ByteWriter writer) {
    writer
        .u32(Integer.toUnsignedLong(version))
        .bytes(previous)
        .bytes(merkleRoot)
        .u32(time.seconds())
        .u32(Integer.toUnsignedLong(bits.value()))
        .u32(Integer.toUnsignedLong(nonce));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockHeader that && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "header " + hash;
  }
}
