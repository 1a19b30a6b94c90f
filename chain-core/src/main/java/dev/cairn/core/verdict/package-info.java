/**
 * The vocabulary of refusals: a verdict is a returned value with a stable reason code, never an
 * exception. Read {@link dev.cairn.core.verdict.Rule} first.
 */
@NullMarked
package dev.cairn.core.verdict;

import org.jspecify.annotations.NullMarked;
