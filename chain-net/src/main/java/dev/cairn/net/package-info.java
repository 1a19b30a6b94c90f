/**
 * Everything of a peer put together, for programs of one's own: see {@link dev.cairn.net.PeerNode}.
 * What each part does is said in its package.
 */
@NullMarked
package dev.cairn.net;

import org.jspecify.annotations.NullMarked;
