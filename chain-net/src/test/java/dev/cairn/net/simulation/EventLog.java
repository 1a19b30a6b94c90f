package dev.cairn.net.simulation;

import dev.cairn.core.codec.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/**
 * What happened in a simulated world: a hash over all of it, which is the same for two runs of one
 * seed, and the last lines in words, for whoever has to find out why a run failed.
 */
public final class EventLog {

  private final VirtualTime time;
  private final int linesKept;
  private final Deque<String> lines = new ArrayDeque<>();
  private final MessageDigest digest = Sha256.fresh();
  private long count;

  /**
   * @param linesKept how many of the last lines to keep
   */
  public EventLog(VirtualTime time, int linesKept) {
    this.time = time;
    this.linesKept = linesKept;
  }

  /**
   * Adds a line.
   *
   * @param who the host or node, for example {@code n7}
   * @param what must not depend on anything but the seed: no identity hash codes, no real time
   */
  public void add(String who, String what) {
    String line = time.nowMillis() + " " + who + " " + what;
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    count++;
    if (linesKept > 0) {
      lines.addLast(line);
      if (lines.size() > linesKept) {
        lines.removeFirst();
      }
    }
  }

  /** How many lines there were. */
  public long count() {
    return count;
  }

  /** The hash over all lines so far, in hexadecimal digits. */
  public String hash() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of this Java cannot be copied", e);
    }
  }

  /** The last lines that have this in them, oldest first. */
  public String tail(String part) {
    return String.join("\n", lines.stream().filter(line -> line.contains(part)).toList());
  }
}
