/**
 * Transactions that are on their way into a block: bounded, ordered by what they pay, and rid of
 * what the chain has made obsolete. Policy of a node, no rule of the chain. Read {@link
 * dev.cairn.core.mempool.Mempool} first.
 */
@NullMarked
package dev.cairn.core.mempool;

import org.jspecify.annotations.NullMarked;
