/**
 * How fast this machine mines, in a few seconds. Read {@link dev.cairn.node.bench.MiningBench}
 * first.
 */
@NullMarked
package dev.cairn.node.bench;

import org.jspecify.annotations.NullMarked;
