/**
 * Who a peer is, where, and what it may do: identity, address, limits, reasons; depends on nothing
 * of the others. Read {@link dev.cairn.net.peer.NetLimits} first.
 */
@NullMarked
package dev.cairn.net.peer;

import org.jspecify.annotations.NullMarked;
