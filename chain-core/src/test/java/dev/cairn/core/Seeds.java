package dev.cairn.core;

import java.util.Random;

/**
 * Where random tests get their randomness: a seed that is printed, so that a failure can be run
 * again with {@code -Dcairn.seed=}.
 */
public final class Seeds {

  private static final long DEFAULT_SEED = 20_260_101L;

  private Seeds() {}

  /** The seed of this run: {@code cairn.seed} when it is set, else always the same. */
  public static long seed() {
    String chosen = System.getProperty("cairn.seed", "");
    return chosen.isEmpty() ? DEFAULT_SEED : Long.parseLong(chosen);
  }

  /** A generator for one test; tests with other names draw other numbers from the same seed. */
  public static Random random(String testName) {
    System.out.println(testName + ": -Dcairn.seed=" + seed());
    return new Random(seed() * 31 + testName.hashCode());
  }

  /** How often a random test repeats itself: more with {@code -Dcairn.long=true}. */
  public static int rounds(int usually, int inTheLongForm) {
    return Boolean.getBoolean("cairn.long") ? inTheLongForm : usually;
  }
}
