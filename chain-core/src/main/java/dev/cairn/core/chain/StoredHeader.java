package dev.cairn.core.chain;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;

/**
 * What a store keeps of one block beside its body.
 *
 * @param arrival the number that the body got when it came, from 1 (0 for the genesis); {@link
 *     #NONE} when the header is only kept because a descendant's body is
 * @param order the number that the block got when it became complete, 0 for the genesis; {@link
 *     #NONE} while it is not (docs/consensus.md, section 10.1)
 */
public record StoredHeader(ChainedHeader chained, long arrival, long order) {

  public static final long NONE = -1;

  private static final int HAS_ARRIVAL = 1;
  private static final int HAS_ORDER = 2;

  /**
   * Bytes for a store of one's own; no part of consensus.
   *
   * <pre>
   * flags u8 (1 arrival, 2 order) | [arrival u64] | [order u64] | chained header
   * </pre>
   */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(160);
    writer.u8((arrival == NONE ? 0 : HAS_ARRIVAL) | (order == NONE ? 0 : HAS_ORDER));
    if (arrival != NONE) {
      writer.u64(arrival);
    }
    if (order != NONE) {
      writer.u64(order);
    }
    chained.writeTo(writer);
    return writer.toBytes();
  }

  /** Reads what {@link #encode} wrote; refuses what a damaged store gives. */
  public static Checked<StoredHeader> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    int flags = reader.u8();
    if (flags > (HAS_ARRIVAL | HAS_ORDER)) {
      reader.refuse(Rule.VALUE_OUT_OF_RANGE, "flags " + flags, "0 to 3");
    }
    long arrival = (flags & HAS_ARRIVAL) == 0 ? NONE : reader.u64();
    long order = (flags & HAS_ORDER) == 0 ? NONE : reader.u64();
    ChainedHeader chained = ChainedHeader.read(reader);
    return reader.finish(() -> new StoredHeader(chained, arrival, order));
  }
}
