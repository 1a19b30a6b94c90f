/**
 * Hosts of a LAN on one machine: network namespaces of Linux, joined by a bridge. Read {@link
 * dev.cairn.net.namespace.NetworkNamespaces} first.
 */
@NullMarked
package dev.cairn.net.namespace;

import org.jspecify.annotations.NullMarked;
