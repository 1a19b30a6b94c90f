package dev.cairn.net.simulation;

import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * The one queue of events of a simulated world. Events run in the order of their due time, and of
 * their submission when that is equal, so that two runs are the same. Time passes only from one
 * event to the next.
 */
public final class VirtualTime {

  /** So many events in one millisecond can only be a loop of tasks without a delay. */
  static final long EVENTS_PER_MILLISECOND_MAX = 1_000_000;

  private record Event(long dueMillis, long sequence, Runnable task) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(dueMillis, other.dueMillis);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final long eventsMax;
  private long nowMillis;
  private long sequence;
  private long eventsRun;
  private long eventsThisMillisecond;

  /**
   * @param eventsMax the budget: one event more fails the run, so that a loop ends with a message
   */
  public VirtualTime(long eventsMax) {
    this.eventsMax = eventsMax;
  }

  /** Milliseconds since the world began. */
  public long nowMillis() {
    return nowMillis;
  }

  /** How many events have run. */
  public long eventsRun() {
    return eventsRun;
  }

  /** How many events are still to come. */
  public int eventsWaiting() {
    return queue.size();
  }

  /** Runs a task later; with a delay of 0 after all events of this millisecond so far. */
  public void after(long delayMillis, Runnable task) {
    at(Math.addExact(nowMillis, Math.max(0, delayMillis)), task);
  }

  /** Runs a task at this time, or as soon as possible when that is over. */
  public void at(long dueMillis, Runnable task) {
    queue.add(new Event(Math.max(nowMillis, dueMillis), sequence++, task));
  }

  /** Runs everything that is due within so many milliseconds. */
  public void runFor(long millis) {
    runUntil(() -> false, millis);
  }

  /**
   * Runs until the condition holds, which is asked before the first event and after each one.
   *
   * @param withinMillis when to give up, from now on; time then stands exactly there
   * @return whether the condition holds
   */
  public boolean runUntil(BooleanSupplier condition, long withinMillis) {
    long deadlineMillis = Math.addExact(nowMillis, withinMillis);
    while (!condition.getAsBoolean()) {
      Event next = queue.peek();
      if (next == null || next.dueMillis > deadlineMillis) {
        nowMillis = deadlineMillis;
        return condition.getAsBoolean();
      }
      run(queue.remove());
    }
    return true;
  }

  private void run(Event event) {
    eventsThisMillisecond = event.dueMillis == nowMillis ? eventsThisMillisecond + 1 : 1;
    nowMillis = event.dueMillis;
    eventsRun++;
    if (eventsRun > eventsMax) {
      throw overBudget("%,d events in all", eventsMax, event);
    }
    if (eventsThisMillisecond > EVENTS_PER_MILLISECOND_MAX) {
      throw overBudget("%,d events without time passing", EVENTS_PER_MILLISECOND_MAX, event);
    }
    event.task.run();
  }

  private AssertionError overBudget(String what, long limit, Event event) {
    return new AssertionError(
        String.format(
            Locale.ROOT,
            what + ": something runs away at %,d ms; %,d events wait, the next one is a %s",
            limit,
            nowMillis,
            queue.size(),
            event.task.getClass().getName()));
  }
}
