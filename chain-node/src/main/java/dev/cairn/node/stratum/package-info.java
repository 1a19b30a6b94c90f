/**
 * Work for standard miners by Stratum v1: lines of JSON over TCP. The protocol is logic without
 * I/O; {@link dev.cairn.node.stratum.StratumServer} is its sockets. Read {@code Session} first.
 */
@NullMarked
package dev.cairn.node.stratum;

import org.jspecify.annotations.NullMarked;
