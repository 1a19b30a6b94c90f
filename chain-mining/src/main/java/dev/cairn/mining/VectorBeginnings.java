package dev.cairn.mining;

import static dev.cairn.mining.VectorSha256.LANES;
import static dev.cairn.mining.VectorSha256.SPECIES;
import static dev.cairn.mining.VectorSha256.WIDTH;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;

/**
 * The beginnings of the two message schedules of a nonce, and of the first rounds, with everything
 * left out that is the same for all nonces: most of the 16 words are. {@link VectorSha256#extend}
 * goes on where they end.
 *
 * <p>The schedules are for one vector each, for C2 would not inline all that two need.
 *
 * <p>Of the 16 other bytes of a header, words 0 to 2 are given, word 3 is the nonce, word 4 is the
 * padding's first bit and word 15 the length of 640 bits; the rest is 0. Of a hash, words 0 to 7
 * are the hash, word 8 is the padding's first bit and word 15 the length of 256 bits. What {@code
 * sigma0} and {@code sigma1} make of a 0 is 0.
 */
final class VectorBeginnings {

  /** The first word of a header's schedule that {@link #ofHeader} leaves to be extended. */
  static final int HEADER_END = 34;

  /** The first word of a hash's schedule that {@link #ofHash} leaves to be extended. */
  static final int HASH_END = 32;

  private static final int FIRST_BIT = 0x80000000;
  private static final int HEADER_BITS = 640;
  private static final int HASH_BITS = 256;

  private static final int SIGMA0_OF_FIRST_BIT = Sha256Words.sigma0(FIRST_BIT);
  private static final int SIGMA0_OF_HEADER_BITS = Sha256Words.sigma0(HEADER_BITS);
  private static final int SIGMA0_OF_HASH_BITS = Sha256Words.sigma0(HASH_BITS);
  private static final int SIGMA1_OF_HASH_BITS = Sha256Words.sigma1(HASH_BITS);

  private VectorBeginnings() {}

  /**
   * The words 3 and 18 to 33.
   *
   * @param nonce of the first lane; each other lane has the next one
   * @param offset 0 for the messages of the first vector, LANES for the second
   * @param fixed the message schedule of the same header with the nonce 0
   * @param w gets the words
   */
  static void ofHeader(int nonce, int offset, int[] fixed, int[] w) {
    int fixed18 = Sha256Words.sigma1(fixed[16]) + fixed[2];
    int fixed19 = Sha256Words.sigma1(fixed[17]) + SIGMA0_OF_FIRST_BIT;
    int fixed31 = Sha256Words.sigma0(fixed[16]) + HEADER_BITS;
    int fixed32 = Sha256Words.sigma0(fixed[17]) + fixed[16];
    IntVector nonces = IntVector.zero(SPECIES).addIndex(1).add(nonce);
    IntVector w3 =
        nonces
            .lanewise(ROR, 8)
            .lanewise(AND, 0xff00ff00)
            .lanewise(OR, nonces.lanewise(ROR, 24).lanewise(AND, 0x00ff00ff));
    w3.intoArray(w, 3 * WIDTH + offset);

    IntVector w18 =
        w3.lanewise(LSHR, 3)
            .lanewise(XOR, w3.lanewise(ROR, 7))
            .lanewise(XOR, w3.lanewise(ROR, 18))
            .add(fixed18);
    w18.intoArray(w, 18 * WIDTH + offset);
    IntVector w19 = w3.add(fixed19);
    w19.intoArray(w, 19 * WIDTH + offset);
    IntVector w20 =
        w18.lanewise(LSHR, 10)
            .lanewise(XOR, w18.lanewise(ROR, 17))
            .lanewise(XOR, w18.lanewise(ROR, 19))
            .add(FIRST_BIT);
    w20.intoArray(w, 20 * WIDTH + offset);
    IntVector w21 =
        w19.lanewise(LSHR, 10)
            .lanewise(XOR, w19.lanewise(ROR, 17))
            .lanewise(XOR, w19.lanewise(ROR, 19));
    w21.intoArray(w, 21 * WIDTH + offset);
    IntVector w22 =
        w20.lanewise(LSHR, 10)
            .lanewise(XOR, w20.lanewise(ROR, 17))
            .lanewise(XOR, w20.lanewise(ROR, 19))
            .add(HEADER_BITS);
    w22.intoArray(w, 22 * WIDTH + offset);
    IntVector w23 =
        w21.lanewise(LSHR, 10)
            .lanewise(XOR, w21.lanewise(ROR, 17))
            .lanewise(XOR, w21.lanewise(ROR, 19))
            .add(fixed[16]);
    w23.intoArray(w, 23 * WIDTH + offset);
    IntVector w24 =
        w22.lanewise(LSHR, 10)
            .lanewise(XOR, w22.lanewise(ROR, 17))
            .lanewise(XOR, w22.lanewise(ROR, 19))
            .add(fixed[17]);
    w24.intoArray(w, 24 * WIDTH + offset);
    IntVector w25 =
        w23.lanewise(LSHR, 10)
            .lanewise(XOR, w23.lanewise(ROR, 17))
            .lanewise(XOR, w23.lanewise(ROR, 19))
            .add(w18);
    w25.intoArray(w, 25 * WIDTH + offset);
    IntVector w26 =
        w24.lanewise(LSHR, 10)
            .lanewise(XOR, w24.lanewise(ROR, 17))
            .lanewise(XOR, w24.lanewise(ROR, 19))
            .add(w19);
    w26.intoArray(w, 26 * WIDTH + offset);
    IntVector w27 =
        w25.lanewise(LSHR, 10)
            .lanewise(XOR, w25.lanewise(ROR, 17))
            .lanewise(XOR, w25.lanewise(ROR, 19))
            .add(w20);
    w27.intoArray(w, 27 * WIDTH + offset);
    IntVector w28 =
        w26.lanewise(LSHR, 10)
            .lanewise(XOR, w26.lanewise(ROR, 17))
            .lanewise(XOR, w26.lanewise(ROR, 19))
            .add(w21);
    w28.intoArray(w, 28 * WIDTH + offset);
    IntVector w29 =
        w27.lanewise(LSHR, 10)
            .lanewise(XOR, w27.lanewise(ROR, 17))
            .lanewise(XOR, w27.lanewise(ROR, 19))
            .add(w22);
    w29.intoArray(w, 29 * WIDTH + offset);
    IntVector w30 =
        w28.lanewise(LSHR, 10)
            .lanewise(XOR, w28.lanewise(ROR, 17))
            .lanewise(XOR, w28.lanewise(ROR, 19))
            .add(w23.add(SIGMA0_OF_HEADER_BITS));
    w30.intoArray(w, 30 * WIDTH + offset);
    IntVector w31 =
        w29.lanewise(LSHR, 10)
            .lanewise(XOR, w29.lanewise(ROR, 17))
            .lanewise(XOR, w29.lanewise(ROR, 19))
            .add(w24.add(fixed31));
    w31.intoArray(w, 31 * WIDTH + offset);
    IntVector w32 =
        w30.lanewise(LSHR, 10)
            .lanewise(XOR, w30.lanewise(ROR, 17))
            .lanewise(XOR, w30.lanewise(ROR, 19))
            .add(w25.add(fixed32));
    w32.intoArray(w, 32 * WIDTH + offset);
    IntVector w33 =
        w31.lanewise(LSHR, 10)
            .lanewise(XOR, w31.lanewise(ROR, 17))
            .lanewise(XOR, w31.lanewise(ROR, 19))
            .add(
                w18.lanewise(LSHR, 3)
                    .lanewise(XOR, w18.lanewise(ROR, 7))
                    .lanewise(XOR, w18.lanewise(ROR, 18))
                    .add(w26)
                    .add(fixed[17]));
    w33.intoArray(w, 33 * WIDTH + offset);
  }

  /**
   * The state after round 3, of both vectors.
   *
   * @param fixedState the same with the nonce 0
   * @param w the message schedule, of which word 3 is read
   * @param state gets those two words of the state that a nonce changes
   */
  static void ofState(int[] fixedState, int[] w, int[] state) {
    IntVector w3X = IntVector.fromArray(SPECIES, w, 3 * WIDTH);
    IntVector w3Y = IntVector.fromArray(SPECIES, w, 3 * WIDTH + LANES);
    w3X.add(fixedState[0]).intoArray(state, 0);
    w3Y.add(fixedState[0]).intoArray(state, LANES);
    w3X.add(fixedState[4]).intoArray(state, 4 * WIDTH);
    w3Y.add(fixedState[4]).intoArray(state, 4 * WIDTH + LANES);
  }

  /**
   * The words 0 to 7 and 16 to 31.
   *
   * @param offset 0 for the messages of the first vector, LANES for the second
   * @param midstate the state before the rounds
   * @param state the state after them
   * @param w gets the words
   */
  static void ofHash(int offset, int[] midstate, int[] state, int[] w) {
    IntVector w0 = IntVector.fromArray(SPECIES, state, offset).add(midstate[0]);
    w0.intoArray(w, offset);
    IntVector w1 = IntVector.fromArray(SPECIES, state, 1 * WIDTH + offset).add(midstate[1]);
    w1.intoArray(w, 1 * WIDTH + offset);
    IntVector w2 = IntVector.fromArray(SPECIES, state, 2 * WIDTH + offset).add(midstate[2]);
    w2.intoArray(w, 2 * WIDTH + offset);
    IntVector w3 = IntVector.fromArray(SPECIES, state, 3 * WIDTH + offset).add(midstate[3]);
    w3.intoArray(w, 3 * WIDTH + offset);
    IntVector w4 = IntVector.fromArray(SPECIES, state, 4 * WIDTH + offset).add(midstate[4]);
    w4.intoArray(w, 4 * WIDTH + offset);
    IntVector w5 = IntVector.fromArray(SPECIES, state, 5 * WIDTH + offset).add(midstate[5]);
    w5.intoArray(w, 5 * WIDTH + offset);
    IntVector w6 = IntVector.fromArray(SPECIES, state, 6 * WIDTH + offset).add(midstate[6]);
    w6.intoArray(w, 6 * WIDTH + offset);
    IntVector w7 = IntVector.fromArray(SPECIES, state, 7 * WIDTH + offset).add(midstate[7]);
    w7.intoArray(w, 7 * WIDTH + offset);
    IntVector w16 =
        w1.lanewise(LSHR, 3)
            .lanewise(XOR, w1.lanewise(ROR, 7))
            .lanewise(XOR, w1.lanewise(ROR, 18))
            .add(w0);
    w16.intoArray(w, 16 * WIDTH + offset);
    IntVector w17 =
        w2.lanewise(LSHR, 3)
            .lanewise(XOR, w2.lanewise(ROR, 7))
            .lanewise(XOR, w2.lanewise(ROR, 18))
            .add(w1)
            .add(SIGMA1_OF_HASH_BITS);
    w17.intoArray(w, 17 * WIDTH + offset);
    IntVector w18 =
        w16.lanewise(LSHR, 10)
            .lanewise(XOR, w16.lanewise(ROR, 17))
            .lanewise(XOR, w16.lanewise(ROR, 19))
            .add(
                w3.lanewise(LSHR, 3)
                    .lanewise(XOR, w3.lanewise(ROR, 7))
                    .lanewise(XOR, w3.lanewise(ROR, 18))
                    .add(w2));
    w18.intoArray(w, 18 * WIDTH + offset);
    IntVector w19 =
        w17.lanewise(LSHR, 10)
            .lanewise(XOR, w17.lanewise(ROR, 17))
            .lanewise(XOR, w17.lanewise(ROR, 19))
            .add(
                w4.lanewise(LSHR, 3)
                    .lanewise(XOR, w4.lanewise(ROR, 7))
                    .lanewise(XOR, w4.lanewise(ROR, 18))
                    .add(w3));
    w19.intoArray(w, 19 * WIDTH + offset);
    IntVector w20 =
        w18.lanewise(LSHR, 10)
            .lanewise(XOR, w18.lanewise(ROR, 17))
            .lanewise(XOR, w18.lanewise(ROR, 19))
            .add(
                w5.lanewise(LSHR, 3)
                    .lanewise(XOR, w5.lanewise(ROR, 7))
                    .lanewise(XOR, w5.lanewise(ROR, 18))
                    .add(w4));
    w20.intoArray(w, 20 * WIDTH + offset);
    IntVector w21 =
        w19.lanewise(LSHR, 10)
            .lanewise(XOR, w19.lanewise(ROR, 17))
            .lanewise(XOR, w19.lanewise(ROR, 19))
            .add(
                w6.lanewise(LSHR, 3)
                    .lanewise(XOR, w6.lanewise(ROR, 7))
                    .lanewise(XOR, w6.lanewise(ROR, 18))
                    .add(w5));
    w21.intoArray(w, 21 * WIDTH + offset);
    IntVector w22 =
        w20.lanewise(LSHR, 10)
            .lanewise(XOR, w20.lanewise(ROR, 17))
            .lanewise(XOR, w20.lanewise(ROR, 19))
            .add(
                w7.lanewise(LSHR, 3)
                    .lanewise(XOR, w7.lanewise(ROR, 7))
                    .lanewise(XOR, w7.lanewise(ROR, 18))
                    .add(w6)
                    .add(HASH_BITS));
    w22.intoArray(w, 22 * WIDTH + offset);
    IntVector w23 =
        w21.lanewise(LSHR, 10)
            .lanewise(XOR, w21.lanewise(ROR, 17))
            .lanewise(XOR, w21.lanewise(ROR, 19))
            .add(w16.add(w7).add(SIGMA0_OF_FIRST_BIT));
    w23.intoArray(w, 23 * WIDTH + offset);
    IntVector w24 =
        w22.lanewise(LSHR, 10)
            .lanewise(XOR, w22.lanewise(ROR, 17))
            .lanewise(XOR, w22.lanewise(ROR, 19))
            .add(w17.add(FIRST_BIT));
    w24.intoArray(w, 24 * WIDTH + offset);
    IntVector w25 =
        w23.lanewise(LSHR, 10)
            .lanewise(XOR, w23.lanewise(ROR, 17))
            .lanewise(XOR, w23.lanewise(ROR, 19))
            .add(w18);
    w25.intoArray(w, 25 * WIDTH + offset);
    IntVector w26 =
        w24.lanewise(LSHR, 10)
            .lanewise(XOR, w24.lanewise(ROR, 17))
            .lanewise(XOR, w24.lanewise(ROR, 19))
            .add(w19);
    w26.intoArray(w, 26 * WIDTH + offset);
    IntVector w27 =
        w25.lanewise(LSHR, 10)
            .lanewise(XOR, w25.lanewise(ROR, 17))
            .lanewise(XOR, w25.lanewise(ROR, 19))
            .add(w20);
    w27.intoArray(w, 27 * WIDTH + offset);
    IntVector w28 =
        w26.lanewise(LSHR, 10)
            .lanewise(XOR, w26.lanewise(ROR, 17))
            .lanewise(XOR, w26.lanewise(ROR, 19))
            .add(w21);
    w28.intoArray(w, 28 * WIDTH + offset);
    IntVector w29 =
        w27.lanewise(LSHR, 10)
            .lanewise(XOR, w27.lanewise(ROR, 17))
            .lanewise(XOR, w27.lanewise(ROR, 19))
            .add(w22);
    w29.intoArray(w, 29 * WIDTH + offset);
    IntVector w30 =
        w28.lanewise(LSHR, 10)
            .lanewise(XOR, w28.lanewise(ROR, 17))
            .lanewise(XOR, w28.lanewise(ROR, 19))
            .add(w23.add(SIGMA0_OF_HASH_BITS));
    w30.intoArray(w, 30 * WIDTH + offset);
    IntVector w31 =
        w29.lanewise(LSHR, 10)
            .lanewise(XOR, w29.lanewise(ROR, 17))
            .lanewise(XOR, w29.lanewise(ROR, 19))
            .add(
                w16.lanewise(LSHR, 3)
                    .lanewise(XOR, w16.lanewise(ROR, 7))
                    .lanewise(XOR, w16.lanewise(ROR, 18))
                    .add(w24)
                    .add(HASH_BITS));
    w31.intoArray(w, 31 * WIDTH + offset);
  }
}
