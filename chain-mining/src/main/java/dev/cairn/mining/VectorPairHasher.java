package dev.cairn.mining;

import static dev.cairn.mining.VectorSha256.WIDTH;

import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.PairHasher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Hashes as many pairs at once as two of the CPU's vectors have lanes. The 64 bytes of a pair take
 * two compressions, of which the second is of padding only; their hash takes one more.
 */
final class VectorPairHasher implements PairHasher {

  private static final int NODE_WORDS = 8;
  private static final int NODE_BYTES = NODE_WORDS * Integer.BYTES;

  /** With fewer pairs, most lanes would hash nothing. */
  private static final int PAIRS_MIN = WIDTH / 3;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The block behind 64 bytes, as its message schedule. */
  private static final int[] PADDING = VectorSha256.rows(Sha256Words.extend(padding()), WIDTH);

  private final PairHasher fewPairs = new DigestPairHasher();

  private static int[] padding() {
    int[] block = new int[16];
    block[0] = 0x80000000;
    block[15] = 2 * NODE_BYTES * Byte.SIZE;
    return block;
  }

  @Override
  public void hashPairs(byte[] nodes, int pairs) {
    if (pairs < PAIRS_MIN) {
      fewPairs.hashPairs(nodes, pairs);
      return;
    }
    Objects.checkFromIndexSize(0, Math.multiplyExact(pairs, 2 * NODE_BYTES), nodes.length);
    Buffers buffers = new Buffers();
    for (int first = 0; first < pairs; first += WIDTH) {
      buffers.hash(nodes, first, Math.min(WIDTH, pairs - first));
    }
  }

  /** What one thread works on. */
  private static final class Buffers {

    private final int[] message = new int[64 * WIDTH];
    private final int[] state = new int[NODE_WORDS * WIDTH];
    private final int[] after = new int[NODE_WORDS * WIDTH];
    private final int[] hash = new int[64 * WIDTH];

    Buffers() {
      VectorSha256.fill(hash, 8, 0x80000000);
      VectorSha256.fill(hash, 15, NODE_BYTES * Byte.SIZE);
    }

    void hash(byte[] nodes, int first, int pairs) {
      for (int pair = 0; pair < pairs; pair++) {
        int offset = (first + pair) * 2 * NODE_BYTES;
        for (int t = 0; t < 2 * NODE_WORDS; t++) {
          message[t * WIDTH + pair] = (int) WORD.get(nodes, offset + t * Integer.BYTES);
        }
      }
      VectorSha256.extend(message, 16, 64);
      VectorSha256.rounds(message, 0, 64, VectorSha256.INITIAL, state);
      VectorSha256.add(state, VectorSha256.INITIAL);
      VectorSha256.rounds(PADDING, 0, 64, state, hash);
      VectorSha256.add(hash, state);
      VectorSha256.extend(hash, 16, 64);
      VectorSha256.rounds(hash, 0, 64, VectorSha256.INITIAL, after);
      VectorSha256.add(after, VectorSha256.INITIAL);
      for (int pair = 0; pair < pairs; pair++) {
        int offset = (first + pair) * NODE_BYTES;
        for (int i = 0; i < NODE_WORDS; i++) {
          WORD.set(nodes, offset + i * Integer.BYTES, after[i * WIDTH + pair]);
        }
      }
    }
  }
}
