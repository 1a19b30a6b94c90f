/**
 * Programs that measure whole nodes, started by {@code ./cairn}. Read {@link
 * dev.cairn.node.MeasuredNode} first.
 */
@NullMarked
package dev.cairn.node;

import org.jspecify.annotations.NullMarked;
