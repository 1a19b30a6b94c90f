package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import java.util.TreeMap;

/**
 * How much of what arrives is taken from the sockets, and how much of that is looked at. Anyone on
 * the LAN can send as much as the LAN carries, in anyone's name: what is beyond stays in the
 * kernel, which drops it. Confined to one thread.
 */
final class ReceiveBudget {

  /** The time for which reading stops at most. */
  static final long WINDOW_MILLIS = 100;

  /** Messages taken from the sockets in one window, for each answer looked at in a second. */
  private static final int READS_PER_ANSWER = 10;

  /** One address gets at most this share of the answers. */
  private static final int SHARES = 5;

  private static final long SECOND_MILLIS = 1000;

  private final int perSecond;
  private final TreeMap<Bytes, Integer> answersOf = new TreeMap<>();
  private long window;
  private long second;
  private int reads;
  private int answers;
  private int questions;

  ReceiveBudget(int perSecond) {
    this.perSecond = perSecond;
  }

  private void turn(long nowMillis) {
    if (nowMillis / WINDOW_MILLIS != window) {
      window = nowMillis / WINDOW_MILLIS;
      reads = 0;
    }
    if (nowMillis / SECOND_MILLIS != second) {
      second = nowMillis / SECOND_MILLIS;
      answers = 0;
      questions = 0;
      answersOf.clear();
    }
  }

  /** Whether another message may be taken from the sockets now. */
  boolean mayRead(long nowMillis) {
    turn(nowMillis);
    return reads < perSecond * READS_PER_ANSWER;
  }

  /** When {@link #mayRead} is true again. */
  long nextWindowMillis() {
    return (window + 1) * WINDOW_MILLIS;
  }

  void onRead(long nowMillis) {
    turn(nowMillis);
    reads++;
  }

  /** Whether an answer from this host is looked at. */
  boolean takeAnswer(Bytes host, long nowMillis) {
    turn(nowMillis);
    if (answers >= perSecond
        || answersOf.getOrDefault(host, 0) >= Math.max(1, perSecond / SHARES)) {
      return false;
    }
    answers++;
    answersOf.merge(host, 1, Integer::sum);
    return true;
  }

  /** Whether a question is looked at. */
  boolean takeQuestion(long nowMillis) {
    turn(nowMillis);
    questions++;
    return questions <= perSecond;
  }
}
