/** Mines on the tip with threads of its own. Read {@link dev.cairn.node.mining.Miner} first. */
@NullMarked
package dev.cairn.node.mining;

import org.jspecify.annotations.NullMarked;
