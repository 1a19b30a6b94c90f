/**
 * A node as a member of one network, from the store to the miner, replaced as a whole when the node
 * changes networks. Read {@link dev.cairn.node.member.Member} first.
 */
@NullMarked
package dev.cairn.node.member;

import org.jspecify.annotations.NullMarked;
