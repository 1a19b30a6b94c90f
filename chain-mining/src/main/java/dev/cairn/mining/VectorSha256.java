package dev.cairn.mining;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * SHA-256 (FIPS 180-4) of many messages at once, one in each lane of two vectors: while the
 * operations of one vector wait for one another, those of the other run.
 *
 * <p>Words lie in rows of {@link #WIDTH}: word t of message m is at {@code t * WIDTH + m}.
 *
 * <p>What looks as if it wanted helper methods is written out because of the JVM's compiler C2. A
 * vector that crosses a call that is not inlined becomes an object, at ten times the cost, and C2
 * stops inlining when a method has become large; a method of this class is just below that.
 * benchmarks/README.md has what was tried.
 */
final class VectorSha256 {

  static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** How many messages are hashed at once. */
  static final int WIDTH = 2 * LANES;

  /** The state before the first block, in rows. */
  static final int[] INITIAL = rows(Sha256Words.INITIAL, WIDTH);

  /** The constants of the rounds, each once for every lane of one vector. */
  private static final int[] K = rows(Sha256Words.K, LANES);

  private VectorSha256() {}

  /** Each word as often as a row is wide. */
  static int[] rows(int[] words, int width) {
    int[] rows = new int[words.length * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = words[i / width];
    }
    return rows;
  }

  /** Sets a row to one word. */
  static void fill(int[] rows, int row, int word) {
    Arrays.fill(rows, row * WIDTH, (row + 1) * WIDTH, word);
  }

  /** Adds rows to others, which begin at the same place. */
  static void add(int[] sum, int[] rows) {
    for (int i = 0; i < 8 * WIDTH; i++) {
      sum[i] += rows[i];
    }
  }

  /**
   * Extends the message schedule from the 16 words before {@code from}. The two words before the
   * one that is computed stay in registers, for reading back what was just written takes longer
   * than all the rest.
   *
   * @param to so that an even number of words is computed
   */
  static void extend(int[] w, int from, int to) {
    IntVector evenX = IntVector.fromArray(SPECIES, w, (from - 2) * WIDTH);
    IntVector oddX = IntVector.fromArray(SPECIES, w, (from - 1) * WIDTH);
    IntVector evenY = IntVector.fromArray(SPECIES, w, (from - 2) * WIDTH + LANES);
    IntVector oddY = IntVector.fromArray(SPECIES, w, (from - 1) * WIDTH + LANES);
    for (int t = from; t < to; t += 2) {
      IntVector bX = IntVector.fromArray(SPECIES, w, (t - 15) * WIDTH);
      evenX =
          evenX
              .lanewise(LSHR, 10)
              .lanewise(XOR, evenX.lanewise(ROR, 17))
              .lanewise(XOR, evenX.lanewise(ROR, 19))
              .add(
                  bX.lanewise(LSHR, 3)
                      .lanewise(XOR, bX.lanewise(ROR, 7))
                      .lanewise(XOR, bX.lanewise(ROR, 18))
                      .add(IntVector.fromArray(SPECIES, w, (t - 16) * WIDTH))
                      .add(IntVector.fromArray(SPECIES, w, (t - 7) * WIDTH)));
      evenX.intoArray(w, t * WIDTH);
      IntVector bY = IntVector.fromArray(SPECIES, w, (t - 15) * WIDTH + LANES);
      evenY =
          evenY
              .lanewise(LSHR, 10)
              .lanewise(XOR, evenY.lanewise(ROR, 17))
              .lanewise(XOR, evenY.lanewise(ROR, 19))
              .add(
                  bY.lanewise(LSHR, 3)
                      .lanewise(XOR, bY.lanewise(ROR, 7))
                      .lanewise(XOR, bY.lanewise(ROR, 18))
                      .add(IntVector.fromArray(SPECIES, w, (t - 16) * WIDTH + LANES))
                      .add(IntVector.fromArray(SPECIES, w, (t - 7) * WIDTH + LANES)));
      evenY.intoArray(w, t * WIDTH + LANES);
      IntVector cX = IntVector.fromArray(SPECIES, w, (t - 14) * WIDTH);
      oddX =
          oddX.lanewise(LSHR, 10)
              .lanewise(XOR, oddX.lanewise(ROR, 17))
              .lanewise(XOR, oddX.lanewise(ROR, 19))
              .add(
                  cX.lanewise(LSHR, 3)
                      .lanewise(XOR, cX.lanewise(ROR, 7))
                      .lanewise(XOR, cX.lanewise(ROR, 18))
                      .add(IntVector.fromArray(SPECIES, w, (t - 15) * WIDTH))
                      .add(IntVector.fromArray(SPECIES, w, (t - 6) * WIDTH)));
      oddX.intoArray(w, (t + 1) * WIDTH);
      IntVector cY = IntVector.fromArray(SPECIES, w, (t - 14) * WIDTH + LANES);
      oddY =
          oddY.lanewise(LSHR, 10)
              .lanewise(XOR, oddY.lanewise(ROR, 17))
              .lanewise(XOR, oddY.lanewise(ROR, 19))
              .add(
                  cY.lanewise(LSHR, 3)
                      .lanewise(XOR, cY.lanewise(ROR, 7))
                      .lanewise(XOR, cY.lanewise(ROR, 18))
                      .add(IntVector.fromArray(SPECIES, w, (t - 15) * WIDTH + LANES))
                      .add(IntVector.fromArray(SPECIES, w, (t - 6) * WIDTH + LANES)));
      oddY.intoArray(w, (t + 1) * WIDTH + LANES);
    }
  }

  /**
   * Rounds {@code from} up to {@code to}, a multiple of four of them. The state after them is not
   * yet added to the one before.
   *
   * @param in the state before; may be {@code out}
   */
  static void rounds(int[] w, int from, int to, int[] in, int[] out) {
    IntVector aX = IntVector.fromArray(SPECIES, in, 0 * WIDTH);
    IntVector bX = IntVector.fromArray(SPECIES, in, 1 * WIDTH);
    IntVector cX = IntVector.fromArray(SPECIES, in, 2 * WIDTH);
    IntVector dX = IntVector.fromArray(SPECIES, in, 3 * WIDTH);
    IntVector eX = IntVector.fromArray(SPECIES, in, 4 * WIDTH);
    IntVector fX = IntVector.fromArray(SPECIES, in, 5 * WIDTH);
    IntVector gX = IntVector.fromArray(SPECIES, in, 6 * WIDTH);
    IntVector hX = IntVector.fromArray(SPECIES, in, 7 * WIDTH);
    IntVector aY = IntVector.fromArray(SPECIES, in, 0 * WIDTH + LANES);
    IntVector bY = IntVector.fromArray(SPECIES, in, 1 * WIDTH + LANES);
    IntVector cY = IntVector.fromArray(SPECIES, in, 2 * WIDTH + LANES);
    IntVector dY = IntVector.fromArray(SPECIES, in, 3 * WIDTH + LANES);
    IntVector eY = IntVector.fromArray(SPECIES, in, 4 * WIDTH + LANES);
    IntVector fY = IntVector.fromArray(SPECIES, in, 5 * WIDTH + LANES);
    IntVector gY = IntVector.fromArray(SPECIES, in, 6 * WIDTH + LANES);
    IntVector hY = IntVector.fromArray(SPECIES, in, 7 * WIDTH + LANES);
    for (int t = from; t < to; t += 4) {
      IntVector k0 = IntVector.fromArray(SPECIES, K, t * LANES);
      hX =
          hX.add(IntVector.fromArray(SPECIES, w, t * WIDTH))
              .add(k0)
              .add(gX.lanewise(XOR, eX.lanewise(AND, fX.lanewise(XOR, gX))))
              .add(
                  eX.lanewise(ROR, 6)
                      .lanewise(XOR, eX.lanewise(ROR, 11))
                      .lanewise(XOR, eX.lanewise(ROR, 25)));
      dX = dX.add(hX);
      hX =
          aX.lanewise(ROR, 2)
              .lanewise(XOR, aX.lanewise(ROR, 13))
              .lanewise(XOR, aX.lanewise(ROR, 22))
              .add(aX.lanewise(AND, bX).lanewise(OR, cX.lanewise(AND, aX.lanewise(OR, bX))))
              .add(hX);
      hY =
          hY.add(IntVector.fromArray(SPECIES, w, t * WIDTH + LANES))
              .add(k0)
              .add(gY.lanewise(XOR, eY.lanewise(AND, fY.lanewise(XOR, gY))))
              .add(
                  eY.lanewise(ROR, 6)
                      .lanewise(XOR, eY.lanewise(ROR, 11))
                      .lanewise(XOR, eY.lanewise(ROR, 25)));
      dY = dY.add(hY);
      hY =
          aY.lanewise(ROR, 2)
              .lanewise(XOR, aY.lanewise(ROR, 13))
              .lanewise(XOR, aY.lanewise(ROR, 22))
              .add(aY.lanewise(AND, bY).lanewise(OR, cY.lanewise(AND, aY.lanewise(OR, bY))))
              .add(hY);
      IntVector k1 = IntVector.fromArray(SPECIES, K, (t + 1) * LANES);
      gX =
          gX.add(IntVector.fromArray(SPECIES, w, (t + 1) * WIDTH))
              .add(k1)
              .add(fX.lanewise(XOR, dX.lanewise(AND, eX.lanewise(XOR, fX))))
              .add(
                  dX.lanewise(ROR, 6)
                      .lanewise(XOR, dX.lanewise(ROR, 11))
                      .lanewise(XOR, dX.lanewise(ROR, 25)));
      cX = cX.add(gX);
      gX =
          hX.lanewise(ROR, 2)
              .lanewise(XOR, hX.lanewise(ROR, 13))
              .lanewise(XOR, hX.lanewise(ROR, 22))
              .add(hX.lanewise(AND, aX).lanewise(OR, bX.lanewise(AND, hX.lanewise(OR, aX))))
              .add(gX);
      gY =
          gY.add(IntVector.fromArray(SPECIES, w, (t + 1) * WIDTH + LANES))
              .add(k1)
              .add(fY.lanewise(XOR, dY.lanewise(AND, eY.lanewise(XOR, fY))))
              .add(
                  dY.lanewise(ROR, 6)
                      .lanewise(XOR, dY.lanewise(ROR, 11))
                      .lanewise(XOR, dY.lanewise(ROR, 25)));
      cY = cY.add(gY);
      gY =
          hY.lanewise(ROR, 2)
              .lanewise(XOR, hY.lanewise(ROR, 13))
              .lanewise(XOR, hY.lanewise(ROR, 22))
              .add(hY.lanewise(AND, aY).lanewise(OR, bY.lanewise(AND, hY.lanewise(OR, aY))))
              .add(gY);
      IntVector k2 = IntVector.fromArray(SPECIES, K, (t + 2) * LANES);
      fX =
          fX.add(IntVector.fromArray(SPECIES, w, (t + 2) * WIDTH))
              .add(k2)
              .add(eX.lanewise(XOR, cX.lanewise(AND, dX.lanewise(XOR, eX))))
              .add(
                  cX.lanewise(ROR, 6)
                      .lanewise(XOR, cX.lanewise(ROR, 11))
                      .lanewise(XOR, cX.lanewise(ROR, 25)));
      bX = bX.add(fX);
      fX =
          gX.lanewise(ROR, 2)
              .lanewise(XOR, gX.lanewise(ROR, 13))
              .lanewise(XOR, gX.lanewise(ROR, 22))
              .add(gX.lanewise(AND, hX).lanewise(OR, aX.lanewise(AND, gX.lanewise(OR, hX))))
              .add(fX);
      fY =
          fY.add(IntVector.fromArray(SPECIES, w, (t + 2) * WIDTH + LANES))
              .add(k2)
              .add(eY.lanewise(XOR, cY.lanewise(AND, dY.lanewise(XOR, eY))))
              .add(
                  cY.lanewise(ROR, 6)
                      .lanewise(XOR, cY.lanewise(ROR, 11))
                      .lanewise(XOR, cY.lanewise(ROR, 25)));
      bY = bY.add(fY);
      fY =
          gY.lanewise(ROR, 2)
              .lanewise(XOR, gY.lanewise(ROR, 13))
              .lanewise(XOR, gY.lanewise(ROR, 22))
              .add(gY.lanewise(AND, hY).lanewise(OR, aY.lanewise(AND, gY.lanewise(OR, hY))))
              .add(fY);
      IntVector k3 = IntVector.fromArray(SPECIES, K, (t + 3) * LANES);
      eX =
          eX.add(IntVector.fromArray(SPECIES, w, (t + 3) * WIDTH))
              .add(k3)
              .add(dX.lanewise(XOR, bX.lanewise(AND, cX.lanewise(XOR, dX))))
              .add(
                  bX.lanewise(ROR, 6)
                      .lanewise(XOR, bX.lanewise(ROR, 11))
                      .lanewise(XOR, bX.lanewise(ROR, 25)));
      aX = aX.add(eX);
      eX =
          fX.lanewise(ROR, 2)
              .lanewise(XOR, fX.lanewise(ROR, 13))
              .lanewise(XOR, fX.lanewise(ROR, 22))
              .add(fX.lanewise(AND, gX).lanewise(OR, hX.lanewise(AND, fX.lanewise(OR, gX))))
              .add(eX);
      eY =
          eY.add(IntVector.fromArray(SPECIES, w, (t + 3) * WIDTH + LANES))
              .add(k3)
              .add(dY.lanewise(XOR, bY.lanewise(AND, cY.lanewise(XOR, dY))))
              .add(
                  bY.lanewise(ROR, 6)
                      .lanewise(XOR, bY.lanewise(ROR, 11))
                      .lanewise(XOR, bY.lanewise(ROR, 25)));
      aY = aY.add(eY);
      eY =
          fY.lanewise(ROR, 2)
              .lanewise(XOR, fY.lanewise(ROR, 13))
              .lanewise(XOR, fY.lanewise(ROR, 22))
              .add(fY.lanewise(AND, gY).lanewise(OR, hY.lanewise(AND, fY.lanewise(OR, gY))))
              .add(eY);

      // After four rounds each variable has the value of the one four places further on.
      IntVector aNextX = eX;
      eX = aX;
      aX = aNextX;
      IntVector bNextX = fX;
      fX = bX;
      bX = bNextX;
      IntVector cNextX = gX;
      gX = cX;
      cX = cNextX;
      IntVector dNextX = hX;
      hX = dX;
      dX = dNextX;
      IntVector aNextY = eY;
      eY = aY;
      aY = aNextY;
      IntVector bNextY = fY;
      fY = bY;
      bY = bNextY;
      IntVector cNextY = gY;
      gY = cY;
      cY = cNextY;
      IntVector dNextY = hY;
      hY = dY;
      dY = dNextY;
    }
    aX.intoArray(out, 0 * WIDTH);
    bX.intoArray(out, 1 * WIDTH);
    cX.intoArray(out, 2 * WIDTH);
    dX.intoArray(out, 3 * WIDTH);
    eX.intoArray(out, 4 * WIDTH);
    fX.intoArray(out, 5 * WIDTH);
    gX.intoArray(out, 6 * WIDTH);
    hX.intoArray(out, 7 * WIDTH);
    aY.intoArray(out, 0 * WIDTH + LANES);
    bY.intoArray(out, 1 * WIDTH + LANES);
    cY.intoArray(out, 2 * WIDTH + LANES);
    dY.intoArray(out, 3 * WIDTH + LANES);
    eY.intoArray(out, 4 * WIDTH + LANES);
    fY.intoArray(out, 5 * WIDTH + LANES);
    gY.intoArray(out, 6 * WIDTH + LANES);
    hY.intoArray(out, 7 * WIDTH + LANES);
  }

  /**
   * Rounds 56 to 60 as far as the last word of the hash depends on them: it is known three rounds
   * before the others.
   *
   * @param state after round 55
   * @param last gets the words
   * @return whether one of the words, as a little-endian number, is at most {@code limit}
   */
  static boolean lastWords(int[] w, int[] state, int limit, int[] last) {
    IntVector aX = IntVector.fromArray(SPECIES, state, 0 * WIDTH);
    IntVector bX = IntVector.fromArray(SPECIES, state, 1 * WIDTH);
    IntVector cX = IntVector.fromArray(SPECIES, state, 2 * WIDTH);
    IntVector dX = IntVector.fromArray(SPECIES, state, 3 * WIDTH);
    IntVector eX = IntVector.fromArray(SPECIES, state, 4 * WIDTH);
    IntVector fX = IntVector.fromArray(SPECIES, state, 5 * WIDTH);
    IntVector gX = IntVector.fromArray(SPECIES, state, 6 * WIDTH);
    IntVector hX = IntVector.fromArray(SPECIES, state, 7 * WIDTH);
    IntVector aY = IntVector.fromArray(SPECIES, state, 0 * WIDTH + LANES);
    IntVector bY = IntVector.fromArray(SPECIES, state, 1 * WIDTH + LANES);
    IntVector cY = IntVector.fromArray(SPECIES, state, 2 * WIDTH + LANES);
    IntVector dY = IntVector.fromArray(SPECIES, state, 3 * WIDTH + LANES);
    IntVector eY = IntVector.fromArray(SPECIES, state, 4 * WIDTH + LANES);
    IntVector fY = IntVector.fromArray(SPECIES, state, 5 * WIDTH + LANES);
    IntVector gY = IntVector.fromArray(SPECIES, state, 6 * WIDTH + LANES);
    IntVector hY = IntVector.fromArray(SPECIES, state, 7 * WIDTH + LANES);
    hX =
        hX.add(IntVector.fromArray(SPECIES, w, 56 * WIDTH))
            .add(IntVector.fromArray(SPECIES, K, 56 * LANES))
            .add(gX.lanewise(XOR, eX.lanewise(AND, fX.lanewise(XOR, gX))))
            .add(
                eX.lanewise(ROR, 6)
                    .lanewise(XOR, eX.lanewise(ROR, 11))
                    .lanewise(XOR, eX.lanewise(ROR, 25)));
    dX = dX.add(hX);
    hX =
        hX.add(
                aX.lanewise(ROR, 2)
                    .lanewise(XOR, aX.lanewise(ROR, 13))
                    .lanewise(XOR, aX.lanewise(ROR, 22)))
            .add(aX.lanewise(AND, bX).lanewise(OR, cX.lanewise(AND, aX.lanewise(OR, bX))));
    hY =
        hY.add(IntVector.fromArray(SPECIES, w, 56 * WIDTH + LANES))
            .add(IntVector.fromArray(SPECIES, K, 56 * LANES))
            .add(gY.lanewise(XOR, eY.lanewise(AND, fY.lanewise(XOR, gY))))
            .add(
                eY.lanewise(ROR, 6)
                    .lanewise(XOR, eY.lanewise(ROR, 11))
                    .lanewise(XOR, eY.lanewise(ROR, 25)));
    dY = dY.add(hY);
    hY =
        hY.add(
                aY.lanewise(ROR, 2)
                    .lanewise(XOR, aY.lanewise(ROR, 13))
                    .lanewise(XOR, aY.lanewise(ROR, 22)))
            .add(aY.lanewise(AND, bY).lanewise(OR, cY.lanewise(AND, aY.lanewise(OR, bY))));
    cX =
        cX.add(gX)
            .add(IntVector.fromArray(SPECIES, w, 57 * WIDTH))
            .add(IntVector.fromArray(SPECIES, K, 57 * LANES))
            .add(fX.lanewise(XOR, dX.lanewise(AND, eX.lanewise(XOR, fX))))
            .add(
                dX.lanewise(ROR, 6)
                    .lanewise(XOR, dX.lanewise(ROR, 11))
                    .lanewise(XOR, dX.lanewise(ROR, 25)));
    cY =
        cY.add(gY)
            .add(IntVector.fromArray(SPECIES, w, 57 * WIDTH + LANES))
            .add(IntVector.fromArray(SPECIES, K, 57 * LANES))
            .add(fY.lanewise(XOR, dY.lanewise(AND, eY.lanewise(XOR, fY))))
            .add(
                dY.lanewise(ROR, 6)
                    .lanewise(XOR, dY.lanewise(ROR, 11))
                    .lanewise(XOR, dY.lanewise(ROR, 25)));
    bX =
        bX.add(fX)
            .add(IntVector.fromArray(SPECIES, w, 58 * WIDTH))
            .add(IntVector.fromArray(SPECIES, K, 58 * LANES))
            .add(eX.lanewise(XOR, cX.lanewise(AND, dX.lanewise(XOR, eX))))
            .add(
                cX.lanewise(ROR, 6)
                    .lanewise(XOR, cX.lanewise(ROR, 11))
                    .lanewise(XOR, cX.lanewise(ROR, 25)));
    bY =
        bY.add(fY)
            .add(IntVector.fromArray(SPECIES, w, 58 * WIDTH + LANES))
            .add(IntVector.fromArray(SPECIES, K, 58 * LANES))
            .add(eY.lanewise(XOR, cY.lanewise(AND, dY.lanewise(XOR, eY))))
            .add(
                cY.lanewise(ROR, 6)
                    .lanewise(XOR, cY.lanewise(ROR, 11))
                    .lanewise(XOR, cY.lanewise(ROR, 25)));
    aX =
        aX.add(eX)
            .add(IntVector.fromArray(SPECIES, w, 59 * WIDTH))
            .add(IntVector.fromArray(SPECIES, K, 59 * LANES))
            .add(dX.lanewise(XOR, bX.lanewise(AND, cX.lanewise(XOR, dX))))
            .add(
                bX.lanewise(ROR, 6)
                    .lanewise(XOR, bX.lanewise(ROR, 11))
                    .lanewise(XOR, bX.lanewise(ROR, 25)));
    aY =
        aY.add(eY)
            .add(IntVector.fromArray(SPECIES, w, 59 * WIDTH + LANES))
            .add(IntVector.fromArray(SPECIES, K, 59 * LANES))
            .add(dY.lanewise(XOR, bY.lanewise(AND, cY.lanewise(XOR, dY))))
            .add(
                bY.lanewise(ROR, 6)
                    .lanewise(XOR, bY.lanewise(ROR, 11))
                    .lanewise(XOR, bY.lanewise(ROR, 25)));
    hX =
        hX.add(dX)
            .add(IntVector.fromArray(SPECIES, w, 60 * WIDTH))
            .add(IntVector.fromArray(SPECIES, K, 60 * LANES))
            .add(cX.lanewise(XOR, aX.lanewise(AND, bX.lanewise(XOR, cX))))
            .add(
                aX.lanewise(ROR, 6)
                    .lanewise(XOR, aX.lanewise(ROR, 11))
                    .lanewise(XOR, aX.lanewise(ROR, 25)))
            .add(Sha256Words.INITIAL[7]);
    hX.intoArray(last, 0);
    hY =
        hY.add(dY)
            .add(IntVector.fromArray(SPECIES, w, 60 * WIDTH + LANES))
            .add(IntVector.fromArray(SPECIES, K, 60 * LANES))
            .add(cY.lanewise(XOR, aY.lanewise(AND, bY.lanewise(XOR, cY))))
            .add(
                aY.lanewise(ROR, 6)
                    .lanewise(XOR, aY.lanewise(ROR, 11))
                    .lanewise(XOR, aY.lanewise(ROR, 25)))
            .add(Sha256Words.INITIAL[7]);
    hY.intoArray(last, LANES);
    IntVector numberX =
        hX.lanewise(ROR, 8)
            .lanewise(AND, 0xff00ff00)
            .lanewise(OR, hX.lanewise(ROR, 24).lanewise(AND, 0x00ff00ff));
    IntVector numberY =
        hY.lanewise(ROR, 8)
            .lanewise(AND, 0xff00ff00)
            .lanewise(OR, hY.lanewise(ROR, 24).lanewise(AND, 0x00ff00ff));
    // Unsigned numbers compare as signed ones whose sign bit is the other.
    IntVector lowest =
        numberX.lanewise(XOR, Integer.MIN_VALUE).min(numberY.lanewise(XOR, Integer.MIN_VALUE));
    return lowest.compare(LE, limit ^ Integer.MIN_VALUE).anyTrue();
  }
}
