/**
 * What miners of getblocktemplate and the node say to each other: JSON-RPC, BIP 22, BIP 23, as
 * functions of bytes and values. No HTTP, and nothing that waits. Read {@link
 * dev.cairn.node.api.rpc.MinerTemplate} first.
 */
@NullMarked
package dev.cairn.node.api.rpc;

import org.jspecify.annotations.NullMarked;
