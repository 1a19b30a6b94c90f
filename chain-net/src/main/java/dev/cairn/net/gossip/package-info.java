/**
 * How new blocks and transactions spread. Getting a chain that is far ahead is the sync's work.
 * Read {@link dev.cairn.net.gossip.BlockRelay} and {@link dev.cairn.net.gossip.TransactionRelay}
 * first.
 */
@NullMarked
package dev.cairn.net.gossip;

import org.jspecify.annotations.NullMarked;
