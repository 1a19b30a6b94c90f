package dev.cairn.core.mempool;

import dev.cairn.core.transaction.Transaction;

/**
 * A transaction that came into the pool and is still there.
 *
 * @param number higher than that of all that came before
 */
public record Arrival(long number, Transaction transaction) {}
