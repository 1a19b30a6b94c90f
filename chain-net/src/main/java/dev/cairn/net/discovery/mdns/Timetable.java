package dev.cairn.net.discovery.mdns;

import java.util.random.RandomGenerator;

/**
 * When to ask and to answer on one interface, after RFC 6762, sections 5.2, 6 and 8.3: a question
 * at once, then after 1 s, 2 s, 4 s and so on up to a minute; three answers nobody asked for at the
 * start and after each change; and never two answers within a second, however often others ask.
 * There is no probing for names, which are the nodes' keys. Confined to one thread.
 */
final class Timetable {

  static final long ANSWER_PAUSE_MILLIS = 1_000;
  static final long QUERY_PAUSE_MILLIS_MAX = 60_000;

  private static final long DELAY_MILLIS_MIN = 20;
  private static final long DELAY_MILLIS_MAX = 120;
  private static final int ANNOUNCEMENTS = 3;

  /** Queries that are sent even though others have asked the same. */
  private static final int QUERIES_ALWAYS = 3;

  /** Pauses for which others' queries stand for our own: they might be for our ears only. */
  private static final int PAUSES_SPARED_MAX = 5;

  private static final long NEVER = Long.MAX_VALUE;

  private final RandomGenerator random;
  private long queryDueMillis;
  private long queryPauseMillis = 1_000;
  private int queries;
  private long queriedMillis;
  private long answerDueMillis = NEVER;
  private long answerPauseMillis = ANSWER_PAUSE_MILLIS;
  private long answeredMillis;
  private int announcements;

  Timetable(RandomGenerator random, long nowMillis) {
    this.random = random;
    queryDueMillis = nowMillis + delay();
    answeredMillis = nowMillis - ANSWER_PAUSE_MILLIS;
  }

  private long delay() {
    return DELAY_MILLIS_MIN + random.nextLong(DELAY_MILLIS_MAX - DELAY_MILLIS_MIN);
  }

  /** What we say of ourselves has changed. */
  void announce(long nowMillis) {
    announcements = ANNOUNCEMENTS;
    answerPauseMillis = ANSWER_PAUSE_MILLIS;
    answerDueMillis = Math.min(answerDueMillis, nowMillis + delay());
  }

  /** Somebody has asked for what we have. */
  void onAsked(long nowMillis) {
    long due = Math.max(nowMillis + delay(), answeredMillis + ANSWER_PAUSE_MILLIS);
    answerDueMillis = Math.min(answerDueMillis, due);
    if (queries >= QUERIES_ALWAYS) {
      queryDueMillis =
          Math.min(
              nowMillis + queryPauseMillis + delay(),
              queriedMillis + PAUSES_SPARED_MAX * queryPauseMillis);
    }
  }

  /** Whether to ask now; if so, it counts as done. */
  boolean takeQuery(long nowMillis) {
    if (nowMillis < queryDueMillis) {
      return false;
    }
    queries++;
    queriedMillis = nowMillis;
    queryDueMillis = nowMillis + queryPauseMillis;
    queryPauseMillis = Math.min(QUERY_PAUSE_MILLIS_MAX, queryPauseMillis * 2);
    return true;
  }

  /** Whether to answer now; if so, it counts as done. */
  boolean takeAnswer(long nowMillis) {
    if (nowMillis < answerDueMillis) {
      return false;
    }
    answeredMillis = nowMillis;
    announcements--;
    answerDueMillis = announcements > 0 ? nowMillis + answerPauseMillis : NEVER;
    answerPauseMillis *= 2;
    return true;
  }

  /** When there is something to do again. */
  long dueMillis() {
    return Math.min(queryDueMillis, answerDueMillis);
  }
}
