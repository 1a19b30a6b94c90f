package dev.cairn.net.namespace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that runs on a host of {@link NetworkNamespaces}, with what it prints. */
public final class HostProcess implements AutoCloseable {

  private static final long CLOSE_SECONDS_MAX = 10;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private boolean hasEnded;

  HostProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException killed) {
      // Nothing more will come.
    }
    synchronized (lines) {
      hasEnded = true;
      lines.notifyAll();
    }
  }

  /**
   * Waits until the program has ended, and gives all that it has printed, errors as well.
   *
   * @throws AssertionError when the time is over before
   */
  public List<String> awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (lines) {
      while (!hasEnded) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("the program runs on after " + timeout);
        }
        awaitChange(left);
      }
      return List.copyOf(lines);
    }
  }

  /** What it has printed so far, errors as well. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /**
   * Waits until so many of the lines fit, and gives those.
   *
   * @throws AssertionError with all output when the program ends or the time is over before
   */
  public List<String> await(int count, Predicate<String> fitting, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (lines) {
      while (true) {
        List<String> found = lines.stream().filter(fitting).limit(count).toList();
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (found.size() == count) {
          return found;
        } else if (hasEnded || left <= 0) {
          throw new AssertionError(
              (hasEnded ? "the program has ended" : "no such output within " + timeout)
                  + ", output:\n"
                  + String.join("\n", lines));
        }
        awaitChange(left);
      }
    }
  }

  private void awaitChange(long millis) {
    try {
      lines.wait(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** The process itself, for signals and exit codes. */
  public Process process() {
    return process;
  }

  /** Asks the program to end, then kills it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
