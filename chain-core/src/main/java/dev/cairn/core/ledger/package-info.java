/**
 * What a chain is about: the state as an ordered map, and the applications that read and write it.
 * The first class to read is {@link dev.cairn.core.ledger.Application}, then {@link
 * dev.cairn.core.ledger.StateOverlay}.
 */
@NullMarked
package dev.cairn.core.ledger;

import org.jspecify.annotations.NullMarked;
