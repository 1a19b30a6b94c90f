/**
 * What makes a network: its parameters, from which the genesis and the network's identity follow.
 * Read {@link dev.cairn.core.network.NetworkParameters} first. Reading them from a file is not for
 * this module.
 */
@NullMarked
package dev.cairn.core.network;

import org.jspecify.annotations.NullMarked;
