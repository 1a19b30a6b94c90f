package dev.cairn.node.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes lines of what comes in pieces. Holds one line at most, and the piece that came last. */
final class LineBuffer {

  private static final byte[] NOTHING = {};

  private final int lineBytesMax;
  private byte[] bytes = NOTHING;
  private int start;

  /** Up to here there is no end of a line. */
  private int searched;

  LineBuffer(int lineBytesMax) {
    this.lineBytesMax = lineBytesMax;
  }

  void add(byte[] piece) {
    int rest = bytes.length - start;
    byte[] joined = Arrays.copyOfRange(bytes, start, bytes.length + piece.length);
    System.arraycopy(piece, 0, joined, rest, piece.length);
    searched -= start;
    start = 0;
    bytes = joined;
  }

  /** Whether a whole line is there. */
  boolean hasLine() {
    while (searched < bytes.length && bytes[searched] != '\n') {
      searched++;
    }
    return searched < bytes.length && !isTooLong();
  }

  /** Whether the line that has begun is longer than any may be: nothing more can be read. */
  boolean isTooLong() {
    return searched - start > lineBytesMax;
  }

  /** The next line without its end; only when there is one. */
  String next() {
    String line = new String(bytes, start, searched - start, StandardCharsets.UTF_8);
    searched++;
    start = searched;
    if (start == bytes.length) {
      bytes = NOTHING;
      start = 0;
      searched = 0;
    }
    return line;
  }
}
