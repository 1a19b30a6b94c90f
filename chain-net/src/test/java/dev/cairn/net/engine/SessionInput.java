package dev.cairn.net.engine;

/**
 * The bytes of a fuzzer, read from the front: each step is a byte that says what happens, one for
 * the link, and what the step needs. A plain format, unlike that of Jazzer's own provider, so that
 * {@link SessionSeeds} can be written by hand. Behind the end everything is 0.
 */
final class SessionInput {

  private final byte[] bytes;
  private int position;

  SessionInput(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return position >= bytes.length;
  }

  /** From 0 to 255. */
  int next() {
    return isAtEnd() ? 0 : bytes[position++] & 0xff;
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return next() % bound;
  }

  boolean flag() {
    return (next() & 1) != 0;
  }

  /** Some of the rest, at most 255 bytes. */
  byte[] some() {
    byte[] some = new byte[next()];
    for (int i = 0; i < some.length; i++) {
      some[i] = (byte) next();
    }
    return some;
  }
}
