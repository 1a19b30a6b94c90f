/**
 * Making blocks: a builder that puts one together on the tip, and the interface of the kernels that
 * look for its nonce. Read {@link dev.cairn.core.mining.BlockBuilder} first.
 */
@NullMarked
package dev.cairn.core.mining;

import org.jspecify.annotations.NullMarked;
