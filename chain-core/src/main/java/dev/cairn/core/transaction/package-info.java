/**
 * What users sign: transactions, their payloads, and the coinbase that pays a miner. The formats
 * are here; whether one is right in its place is judged in {@code dev.cairn.core.validation}. Read
 * {@link dev.cairn.core.transaction.Transaction} first.
 */
@NullMarked
package dev.cairn.core.transaction;

import org.jspecify.annotations.NullMarked;
