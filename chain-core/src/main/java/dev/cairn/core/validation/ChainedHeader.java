package dev.cairn.core.validation;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import dev.cairn.core.work.DifficultyRule;
import java.math.BigInteger;

/**
 * A header in its place in the chain, with all that judging its children needs of what lies below.
 *
 * @param work the sum of the works from height 1 to this header
 * @param nominal the nominal target of this header (docs/consensus.md, section 6)
 * @param nominalOfChild the nominal target of every child
 */
public record ChainedHeader(
    BlockHeader header, Height height, Work work, CompactBits nominal, CompactBits nominalOfChild) {

  /** The start of a network's chain. */
  public static ChainedHeader genesis(NetworkParameters network) {
    return new ChainedHeader(
        network.genesis(), Height.GENESIS, Work.ZERO, network.genesisBits(), network.genesisBits());
  }

  /** A child, which must have passed the rules for headers. */
  ChainedHeader child(BlockHeader child, DifficultyRule difficulty) {
    return new ChainedHeader(
        child,
        height.next(),
        work.plus(child.bits().target().work()),
        nominalOfChild,
        difficulty.nominalAfter(nominalOfChild, child.time(), header.time()));
  }

  public BlockHash hash() {
    return header.hash();
  }

  public Timestamp time() {
    return header.time();
  }

  /**
   * Bytes for a store of one's own; no part of consensus.
   *
   * <pre>
   * header 80 | height u32 | work length u8, big-endian | nominal u32 | nominal of children u32
   * </pre>
   */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter();
    writeTo(writer);
    return writer.toBytes();
  }

  public void writeTo(ByteWriter writer) {
    header.writeTo(writer);
    byte[] hashes = work.toBigInteger().toByteArray();
    writer
        .u32(height.value())
        .u8(hashes.length)
        .bytes(hashes)
        .u32(Integer.toUnsignedLong(nominal.value()))
        .u32(Integer.toUnsignedLong(nominalOfChild.value()));
  }

  /** Reads what {@link #encode} wrote; refuses what a damaged store gives. */
  public static Checked<ChainedHeader> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    ChainedHeader header = read(reader);
    return reader.finish(() -> header);
  }

  /** Reads one of them; what it gives means nothing when the reader failed. */
  public static ChainedHeader read(ByteReader reader) {
    return new ChainedHeader(
        BlockHeader.read(reader),
        new Height(reader.u32()),
        readWork(reader),
        new CompactBits((int) reader.u32()),
        new CompactBits((int) reader.u32()));
  }

  private static Work readWork(ByteReader reader) {
    byte[] bytes = reader.array(reader.u8());
    BigInteger hashes = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
    if (hashes.signum() < 0 || bytes.length != hashes.toByteArray().length) {
      reader.refuse(
          Rule.VALUE_OUT_OF_RANGE, bytes.length + " bytes of work", "a number, no longer than due");
    }
    return reader.failed() ? Work.ZERO : Work.of(hashes);
  }
}
