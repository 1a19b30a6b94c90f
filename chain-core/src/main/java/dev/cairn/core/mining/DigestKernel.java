package dev.cairn.core.mining;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Target;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;

/**
 * The kernel that works everywhere: the JDK's own SHA-256, continued from the state after the first
 * 64 bytes of the header, which no nonce changes.
 */
public final class DigestKernel implements MiningKernel {

  private static final int MIDSTATE_BYTES = 64;
  private static final int NONCE_OFFSET = 12;
  private static final int HASH_BYTES = 32;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** A kernel; one is enough for any number of threads. */
  public DigestKernel() {}

  @Override
  public String name() {
    return "digest";
  }

  @Override
  public ScanResult scan(
      byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
    MiningKernel.requireScannable(header, firstNonce, count);
    try {
      return new Scan(header, target).run(firstNonce, count, interrupted);
    } catch (CloneNotSupportedException | DigestException e) {
      throw new IllegalStateException("the SHA-256 of this Java cannot be copied", e);
    }
  }

  /**
   * The buffers and digests of one scan, confined to its thread.
   *
   * <p>A CPU waits when it reads more bytes at once than it has just written at once. So the nonce
   * is written one hash before it is read, and of the hash one word is looked at, not two.
   */
  private static final class Scan {

    private final MessageDigest midstate = Sha256.fresh();
    private final MessageDigest second = Sha256.fresh();
    private final byte[] tail = new byte[HEADER_BYTES - MIDSTATE_BYTES];
    private final byte[] hash = new byte[HASH_BYTES];
    private final Target target;

    /** The most significant word of the target. */
    private final int highestWord;

    Scan(byte[] header, Target target) {
      midstate.update(header, 0, MIDSTATE_BYTES);
      System.arraycopy(header, MIDSTATE_BYTES, tail, 0, tail.length);
      this.target = target;
      this.highestWord = target.toBigInteger().shiftRight(224).intValue();
    }

    ScanResult run(long firstNonce, long count, BooleanSupplier interrupted)
        throws CloneNotSupportedException, DigestException {
      long done = 0;
      INT.set(tail, NONCE_OFFSET, (int) firstNonce);
      while (done < count && !interrupted.getAsBoolean()) {
        long pause = Math.min(count, done + HASHES_BETWEEN_QUESTIONS);
        while (done < pause) {
          done++;
          if (meetsAndTakes((int) (firstNonce + done))) {
            return ScanResult.found(firstNonce + done - 1, done);
          }
        }
      }
      return ScanResult.none(done);
    }

    /** Whether the nonce in the tail meets the target; leaves the next one there. */
    private boolean meetsAndTakes(int next) throws CloneNotSupportedException, DigestException {
      MessageDigest first = (MessageDigest) midstate.clone();
      first.update(tail);
      INT.set(tail, NONCE_OFFSET, next);
      first.digest(hash, 0, HASH_BYTES);
      second.update(hash);
      second.digest(hash, 0, HASH_BYTES);
      // Almost every hash fails here, by its most significant word.
      return Integer.compareUnsigned((int) INT.get(hash, HASH_BYTES - Integer.BYTES), highestWord)
              <= 0
          && target.isMetBy(BlockHash.of(hash));
    }
  }
}
