/**
 * The program around the benchmarks: its command line, what it says of the machine, and the chains
 * and transfers that the benchmarks are fed with. Each benchmark itself is in the package of the
 * class that it measures. Read {@link dev.cairn.benchmarks.Benchmarks} first.
 */
@NullMarked
package dev.cairn.benchmarks;

import org.jspecify.annotations.NullMarked;
