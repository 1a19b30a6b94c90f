/**
 * What miners make: headers, blocks, and the Merkle tree that ties a body to its header. The
 * formats are here; the rules are in {@code dev.cairn.core.validation}. Read {@link
 * dev.cairn.core.block.BlockHeader} first.
 */
@NullMarked
package dev.cairn.core.block;

import org.jspecify.annotations.NullMarked;
