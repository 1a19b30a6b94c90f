package dev.cairn.node.stratum;

import dev.cairn.core.value.Timestamp;

/**
 * The time, as logic is told it.
 *
 * @param millis of a clock that never goes back
 * @param time of the day, as headers carry it
 */
record Moment(long millis, Timestamp time) {}
