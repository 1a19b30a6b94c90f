package dev.cairn.mining;

import java.util.Arrays;

/** SHA-256 (FIPS 180-4) word by word, for what is computed once and not in every lane. */
final class Sha256Words {

  /** The state before the first block. */
  static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  };

  /** The constants of the rounds. */
  static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  };

  private Sha256Words() {}

  /** The state after a block of 16 words. */
  static int[] compress(int[] state, int[] block) {
    int[] w = extend(block);
    int[] after = state.clone();
    for (int t = 0; t < w.length; t++) {
      round(after, K[t] + w[t]);
    }
    for (int i = 0; i < after.length; i++) {
      after[i] += state[i];
    }
    return after;
  }

  /** The message schedule of a block of 16 words. */
  static int[] extend(int[] block) {
    int[] w = Arrays.copyOf(block, K.length);
    for (int t = 16; t < w.length; t++) {
      w[t] = w[t - 16] + sigma0(w[t - 15]) + w[t - 7] + sigma1(w[t - 2]);
    }
    return w;
  }

  /** Function σ0 of the standard. */
  static int sigma0(int x) {
    return Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ (x >>> 3);
  }

  /** Function σ1 of the standard. */
  static int sigma1(int x) {
    return Integer.rotateRight(x, 17) ^ Integer.rotateRight(x, 19) ^ (x >>> 10);
  }

  /** One round. The word is that of the message and that of the round together. */
  static void round(int[] state, int word) {
    int a = state[0];
    int e = state[4];
    int sum1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
    int choice = state[6] ^ (e & (state[5] ^ state[6]));
    int sum0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
    int majority = (a & state[1]) | (state[2] & (a | state[1]));
    int first = state[7] + sum1 + choice + word;
    System.arraycopy(state, 0, state, 1, 7);
    state[4] += first;
    state[0] = first + sum0 + majority;
  }
}
