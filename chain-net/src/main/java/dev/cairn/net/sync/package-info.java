/**
 * How a node gets the chain of others and gives them its own: headers first, in two passes when
 * their work is in doubt, then bodies from all peers in parallel. Read {@link
 * dev.cairn.net.sync.ChainSync} first. Announcing new blocks is the business of gossip.
 */
@NullMarked
package dev.cairn.net.sync;

import org.jspecify.annotations.NullMarked;
