package dev.cairn.mining;

import static dev.cairn.mining.VectorSha256.LANES;
import static dev.cairn.mining.VectorSha256.WIDTH;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Target;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The buffers of one scan, confined to its thread. A header is hashed in three compressions: its
 * first 64 bytes, which no nonce changes, once for the scan; the other 16, and that hash again, for
 * each nonce.
 *
 * <p>Of the second one the words 0 to 2 are the same for all nonces too, and with them the first
 * three rounds and words 16 and 17; word 3 is the nonce. Its whole message schedule is the same for
 * all versions, which only change the state before it (known as overt AsicBoost).
 */
final class VectorScan {

  private static final int NONCE_OFFSET = 76;

  /** Word 3 is the first that a nonce changes. */
  private static final int NONCE_WORD = 3;

  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** What a version changes. */
  private static final class Version {

    final int version;

    /** With this version, and any nonce. */
    final byte[] header;

    /** The state after the first 64 bytes. */
    final int[] midstate;

    /** The state after round 3 of the rest with the nonce 0. */
    final int[] fixedState;

    /** The same in rows, to be completed with the nonces. */
    final int[] tailState;

    Version(byte[] header, int version, int[] fixed) {
      this.version = version;
      this.header = MiningKernel.withVersion(header, version);
      midstate = Sha256Words.compress(Sha256Words.INITIAL, words(this.header, 0, 16));
      fixedState = midstate.clone();
      for (int t = 0; t <= NONCE_WORD; t++) {
        Sha256Words.round(fixedState, Sha256Words.K[t] + fixed[t]);
      }
      tailState = VectorSha256.rows(fixedState, WIDTH);
    }
  }

  private final Target target;

  /** The most significant word of the target. */
  private final int highestWord;

  /** The message schedule of the last 16 bytes with the nonce 0. */
  private final int[] fixed;

  private final List<Version> versions;
  private final int noncesBetweenQuestions;

  private final int[] tail;
  private final int[] hash = new int[64 * WIDTH];
  private final int[] state = new int[8 * WIDTH];
  private final int[] lastWords = new int[WIDTH];

  VectorScan(byte[] header, int[] versions, Target target) {
    this.target = target;
    highestWord = target.toBigInteger().shiftRight(224).intValue();
    noncesBetweenQuestions = MiningKernel.HASHES_BETWEEN_QUESTIONS / versions.length;

    int[] block = Arrays.copyOf(words(header, 64, NONCE_WORD), 16);
    block[4] = 0x80000000;
    block[15] = MiningKernel.HEADER_BYTES * Byte.SIZE;
    fixed = Sha256Words.extend(block);
    tail = VectorSha256.rows(fixed, WIDTH);
    this.versions =
        Arrays.stream(versions).mapToObj(version -> new Version(header, version, fixed)).toList();

    VectorSha256.fill(hash, 8, 0x80000000);
    VectorSha256.fill(hash, 15, 32 * Byte.SIZE);
  }

  private static int[] words(byte[] bytes, int offset, int number) {
    int[] words = new int[number];
    for (int i = 0; i < number; i++) {
      words[i] = (int) BIG.get(bytes, offset + i * Integer.BYTES);
    }
    return words;
  }

  VersionScanResult run(long firstNonce, long count, BooleanSupplier interrupted) {
    long done = 0;
    while (done < count && !interrupted.getAsBoolean()) {
      long pause = Math.min(count, done + noncesBetweenQuestions);
      while (done < pause) {
        int nonces = (int) Math.min(WIDTH, pause - done);
        Optional<VersionScanResult.Solution> solution = lowest(firstNonce + done, nonces);
        if (solution.isPresent()) {
          return new VersionScanResult(solution, solution.get().nonce() - firstNonce + 1);
        }
        done += nonces;
      }
    }
    return VersionScanResult.none(done);
  }

  /** The lowest of so many nonces that meets the target with one of the versions. */
  private Optional<VersionScanResult.Solution> lowest(long first, int nonces) {
    extend((int) first);
    Optional<VersionScanResult.Solution> lowest = Optional.empty();
    int left = nonces;
    for (Version each : versions) {
      if (hash(each)) {
        int hit = firstHit(each, first, left);
        if (hit < left) {
          lowest = Optional.of(new VersionScanResult.Solution(each.version, first + hit));
          left = hit; // only a lower one is better
        }
      }
    }
    return lowest;
  }

  /** The message schedules of the nonces from this one on. */
  private void extend(int nonce) {
    VectorBeginnings.ofHeader(nonce, 0, fixed, tail);
    VectorBeginnings.ofHeader(nonce + LANES, LANES, fixed, tail);
    VectorSha256.extend(tail, VectorBeginnings.HEADER_END, 64);
  }

  /** Hashes these nonces with a version; whether one of them may meet the target. */
  private boolean hash(Version version) {
    VectorBeginnings.ofState(version.fixedState, tail, version.tailState);
    VectorSha256.rounds(tail, NONCE_WORD + 1, 64, version.tailState, state);

    VectorBeginnings.ofHash(0, version.midstate, state, hash);
    VectorBeginnings.ofHash(LANES, version.midstate, state, hash);
    VectorSha256.extend(hash, VectorBeginnings.HASH_END, 62);
    VectorSha256.rounds(hash, 0, 56, VectorSha256.INITIAL, state);
    return VectorSha256.lastWords(hash, state, highestWord, lastWords);
  }

  /** The first of these nonces that meets the target, counted from 0; else their number. */
  private int firstHit(Version version, long nonce, int nonces) {
    for (int i = 0; i < nonces; i++) {
      int highest = Integer.reverseBytes(lastWords[i]);
      if (Integer.compareUnsigned(highest, highestWord) <= 0) {
        LITTLE.set(version.header, NONCE_OFFSET, (int) (nonce + i));
        if (target.isMetBy(BlockHash.of(Sha256.hash256(version.header)))) {
          return i;
        }
      }
    }
    return nonces;
  }
}
