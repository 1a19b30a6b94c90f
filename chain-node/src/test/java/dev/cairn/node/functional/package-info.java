/**
 * Whole nodes as processes of their own, as a user starts them. Read {@link
 * dev.cairn.node.functional.RunningNode} first.
 */
@NullMarked
package dev.cairn.node.functional;

import org.jspecify.annotations.NullMarked;
