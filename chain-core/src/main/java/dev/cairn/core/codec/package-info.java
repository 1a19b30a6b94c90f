/**
 * The canonical bytes (docs/consensus.md, sections 1 and 3): what is hashed, signed and stored.
 * Here are the primitives; each structure's layout stands beside the structure. Read {@link
 * dev.cairn.core.codec.ByteReader} first.
 */
@NullMarked
package dev.cairn.core.codec;

import org.jspecify.annotations.NullMarked;
