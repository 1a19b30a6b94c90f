/**
 * Hashing at the machine's limit: kernels that search nonces and hash Merkle levels in the lanes of
 * the CPU's vectors. Read {@link dev.cairn.mining.MiningKernels} first. The classes whose names
 * begin with Vector need the module {@code jdk.incubator.vector}; nothing touches them without it.
 */
@NullMarked
package dev.cairn.mining;

import org.jspecify.annotations.NullMarked;
