/**
 * Many nodes in one thread and in virtual time: the same protocol logic as under Netty, with time,
 * links, workers and randomness that a seed decides, so that whatever fails can be run again. Read
 * {@link dev.cairn.net.simulation.SimulatedWorld} first; below it, {@link
 * dev.cairn.net.simulation.VirtualTime} is the one queue of events and {@link
 * dev.cairn.net.simulation.SimulatedNetwork} the cables. Nothing here reads a clock, starts a
 * thread or opens a socket.
 */
@NullMarked
package dev.cairn.net.simulation;

import org.jspecify.annotations.NullMarked;
