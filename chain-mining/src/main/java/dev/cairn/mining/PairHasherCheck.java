package dev.cairn.mining;

import dev.cairn.core.block.PairHasher;
import java.util.Arrays;
import java.util.Random;

/** Whether two hashers give the same parents. */
final class PairHasherCheck {

  private static final int NODE_BYTES = 32;
  private static final int PAIRS = 100;

  private PairHasherCheck() {}

  static boolean agree(PairHasher one, PairHasher other) {
    byte[] nodes = new byte[PAIRS * 2 * NODE_BYTES];
    new Random(1).nextBytes(nodes);
    byte[] same = nodes.clone();
    one.hashPairs(nodes, PAIRS);
    other.hashPairs(same, PAIRS);
    return Arrays.equals(nodes, 0, PAIRS * NODE_BYTES, same, 0, PAIRS * NODE_BYTES);
  }
}
