/**
 * An immutable ordered map whose copies share all that they have in common. It knows nothing of
 * ledgers; the in-memory state and store are made of it. Not exported.
 */
@NullMarked
package dev.cairn.core.tree;

import org.jspecify.annotations.NullMarked;
