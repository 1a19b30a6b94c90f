/**
 * One link from its handshake to its end: secret, duplicates, liveness, points and bans. Read
 * {@link dev.cairn.net.session.Peer} first.
 */
@NullMarked
package dev.cairn.net.session;

import org.jspecify.annotations.NullMarked;
