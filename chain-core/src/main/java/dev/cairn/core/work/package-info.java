/**
 * How hard the next block is to find: difficulty as a plain function of the header's ancestors and
 * its time. Targets, compact bits and work themselves are values in {@code dev.cairn.core.value};
 * searching for a nonce is in {@code dev.cairn.core.mining}. Read {@link
 * dev.cairn.core.work.DifficultyRule} first.
 */
@NullMarked
package dev.cairn.core.work;

import org.jspecify.annotations.NullMarked;
