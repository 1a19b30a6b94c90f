package dev.cairn.node.storage;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.TransactionId;

/**
 * Where a transaction stands in the active chain.
 *
 * @param index its position in the block; 0 is the coinbase
 */
public record TransactionPlace(TransactionId id, BlockHash block, Height height, int index) {}
