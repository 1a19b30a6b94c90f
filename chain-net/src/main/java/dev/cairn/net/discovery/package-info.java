/**
 * Which peers there are and which of them are dialled: the peer book, the dialler, what peers tell
 * one another of addresses, and which network a node without one finds or founds. Nothing here does
 * I/O; what hears of peers on the LAN is in {@code mdns}. Read {@link
 * dev.cairn.net.discovery.Dialer} first.
 */
@NullMarked
package dev.cairn.net.discovery;

import org.jspecify.annotations.NullMarked;
