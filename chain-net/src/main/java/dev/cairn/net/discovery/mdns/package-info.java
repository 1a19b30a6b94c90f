/**
 * Finding other nodes on the LAN: DNS-SD (RFC 6763) over multicast DNS (RFC 6762), as far as one
 * service needs it. This is the one part of discovery with sockets and a thread of its own; its
 * parsing and its timing are plain classes. Read {@link dev.cairn.net.discovery.mdns.MdnsDiscovery}
 * first.
 */
@NullMarked
package dev.cairn.net.discovery.mdns;

import org.jspecify.annotations.NullMarked;
