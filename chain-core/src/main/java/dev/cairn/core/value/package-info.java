/**
 * Small immutable values with a type of their own: hashes, keys, amounts, heights, times, targets,
 * and the texts in which people see them. Nothing here knows a rule of the chain. Read {@link
 * dev.cairn.core.value.BlockHash} first.
 */
@NullMarked
package dev.cairn.core.value;

import org.jspecify.annotations.NullMarked;
