package dev.cairn.net.intake;

import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.runtime.Workers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of one class on the workers: done in any order, taken in the order of submission. A job that
 * never ends holds up its own class only; {@link #oldestMillis} shows it. Confined to the engine
 * loop, except what the jobs themselves do.
 */
final class WorkQueue {

  private final Workers workers;
  private final Scheduler scheduler;
  private final Deque<Item<?>> items = new ArrayDeque<>();

  WorkQueue(Workers workers, Scheduler scheduler) {
    this.workers = workers;
    this.scheduler = scheduler;
  }

  /**
   * Lets a worker compute something.
   *
   * @param job must not touch what the engine loop owns
   * @param then takes the result on the engine loop; empty when the job threw
   */
  <T> void submit(Supplier<T> job, Consumer<Optional<T>> then) {
    Item<T> item = new Item<>(job, then, scheduler.nowMillis());
    items.add(item);
    workers.submit(item::run, () -> onDone(item));
  }

  /** Waits for all that was submitted before, without a job of its own. */
  void follow(Runnable then) {
    Item<Boolean> item = new Item<>(() -> true, unused -> then.run(), scheduler.nowMillis());
    items.add(item);
    scheduler.schedule(0, () -> onDone(item));
  }

  private void onDone(Item<?> item) {
    item.isDone = true;
    drain();
  }

  private void drain() {
    try {
      for (Item<?> first = items.peek(); first != null && first.isDone; first = items.peek()) {
        items.remove();
        first.complete();
      }
    } finally {
      Item<?> next = items.peek();
      if (next != null && next.isDone) { // the one before threw
        scheduler.schedule(0, this::drain);
      }
    }
  }

  /** For how long the oldest unfinished work has been there; 0 without any. */
  long oldestMillis() {
    Item<?> first = items.peek();
    return first == null ? 0 : scheduler.nowMillis() - first.submittedMillis;
  }

  int size() {
    return items.size();
  }

  private static final class Item<T> {
    private final Supplier<T> job;
    private final Consumer<Optional<T>> then;
    private final long submittedMillis;
    private boolean isDone;

    /** Written by a worker, read by the engine loop afterwards. */
    private volatile @Nullable T result;

    Item(Supplier<T> job, Consumer<Optional<T>> then, long submittedMillis) {
      this.job = job;
      this.then = then;
      this.submittedMillis = submittedMillis;
    }

    void run() {
      result = job.get();
    }

    void complete() {
      then.accept(Optional.ofNullable(result));
    }
  }
}
