package dev.cairn.core.chain;

import dev.cairn.core.validation.ChainedHeader;

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
}
