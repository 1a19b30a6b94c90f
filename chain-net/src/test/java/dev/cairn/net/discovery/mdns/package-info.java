/** Tests of the discovery on the LAN. */
@NullMarked
package dev.cairn.net.discovery.mdns;

import org.jspecify.annotations.NullMarked;
