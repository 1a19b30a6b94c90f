package dev.cairn.net.gossip;

import dev.cairn.core.value.Bytes32;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 64 bits of output (Aumasson and Bernstein, 2012): a short keyed hash for which
 * nobody finds collisions without the key. Immutable.
 */
final class SipHash {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /** The key's 16 bytes as two little-endian words. */
  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** The hash of any bytes. */
  long hash(byte[] input) {
    State state = new State(key0, key1);
    int whole = input.length & ~7;
    for (int offset = 0; offset < whole; offset += 8) {
      state.absorb((long) LITTLE_ENDIAN.get(input, offset));
    }
    long last = (long) input.length << 56;
    for (int i = whole; i < input.length; i++) {
      last |= (input[i] & 0xffL) << (8 * (i - whole));
    }
    state.absorb(last);
    return state.finish();
  }

  /** The hash of 32 bytes: the same as of the array. */
  long hash(Bytes32 input) {
    byte[] bytes = new byte[Bytes32.LENGTH];
    input.copyTo(bytes, 0);
    State state = new State(key0, key1);
    state.absorb((long) LITTLE_ENDIAN.get(bytes, 0));
    state.absorb((long) LITTLE_ENDIAN.get(bytes, 8));
    state.absorb((long) LITTLE_ENDIAN.get(bytes, 16));
    state.absorb((long) LITTLE_ENDIAN.get(bytes, 24));
    state.absorb((long) Bytes32.LENGTH << 56);
    return state.finish();
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void absorb(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
