/**
 * Second implementations, written from the specification alone, to compare the real ones with.
 * Simple rather than fast. Read {@link dev.cairn.core.reference.ReferenceEd25519} first.
 */
@NullMarked
package dev.cairn.core.reference;

import org.jspecify.annotations.NullMarked;
