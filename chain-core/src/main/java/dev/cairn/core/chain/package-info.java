/**
 * The chain itself: the tree of headers, the choice of the tip, reorganisation, and what waits.
 * Read {@link dev.cairn.core.chain.Chain} first, then {@link dev.cairn.core.chain.ChainStore}, the
 * port that a database implements.
 */
@NullMarked
package dev.cairn.core.chain;

import org.jspecify.annotations.NullMarked;
