package dev.cairn.benchmarks;

import dev.cairn.core.codec.Sha256;
import dev.cairn.node.bench.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Whether a machine is calm enough to measure on it.
 *
 * @param loadAverage of the last minute, over all cores; negative where the system does not tell
 * @param cores that the load is shared among
 * @param lost by how much the rounds of a calibration loop, run on every core at once, took longer
 *     on average than the quickest one: 0.25 when a quarter more
 */
public record Calm(double loadAverage, int cores, double lost) {

  /** More than this, per core, is too much. */
  public static final double LOAD_PER_CORE_MAX = 0.35;

  /** More than this is too much. */
  public static final double LOST_MAX = 0.10;

  private static final int ROUNDS = 150;
  private static final int ROUNDS_TO_WARM_UP = 50;
  private static final int BYTES_PER_ROUND = 4 << 20;

  /** Looks at the load, and then works on all cores for about a second. */
  public static Calm measure() {
    double load = Machine.loadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    return new Calm(load, cores, lostOnAllCores(cores));
  }

  /** Why not to measure; empty when it is calm. */
  public List<String> objections() {
    List<String> objections = new ArrayList<>();
    if (loadAverage / cores > LOAD_PER_CORE_MAX) {
      objections.add(
          "the load of the last minute is %.2f per core, more than %.2f"
              .formatted(loadAverage / cores, LOAD_PER_CORE_MAX));
    }
    if (lost > LOST_MAX) {
      objections.add(
          "a calibration loop took %.0f %% longer on average than at its best, more than %.0f %%"
              .formatted(100 * lost, 100 * LOST_MAX));
    }
    return objections;
  }

  private static double lostOnAllCores(int cores) {
    ExecutorService executor = Executors.newFixedThreadPool(cores);
    try {
      List<Future<long[]>> rounds = new ArrayList<>();
      for (int i = 0; i < cores; i++) {
        rounds.add(executor.submit(Calm::nanosOfRounds));
      }
      double lost = 0;
      for (Future<long[]> ofOneCore : rounds) {
        lost = Math.max(lost, lost(ofOneCore.get()));
      }
      return lost;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while calibrating", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the calibration failed", e);
    } finally {
      executor.shutdown();
    }
  }

  private static long[] nanosOfRounds() {
    byte[] source = new byte[BYTES_PER_ROUND];
    long[] nanos = new long[ROUNDS];
    for (int i = -ROUNDS_TO_WARM_UP; i < ROUNDS; i++) {
      long start = System.nanoTime();
      source[0] ^= Sha256.hash(source)[0]; // so that it cannot be left out
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    return nanos;
  }

  static double lost(long[] nanosOfRounds) {
    double average = Arrays.stream(nanosOfRounds).average().orElseThrow();
    return average / Arrays.stream(nanosOfRounds).min().orElseThrow() - 1;
  }
}
