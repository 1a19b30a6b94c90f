/**
 * Which network a node is in: network files, and finding, founding and changing over. Read {@link
 * dev.cairn.node.network.NetworkFile} first.
 */
@NullMarked
package dev.cairn.node.network;

import org.jspecify.annotations.NullMarked;
