package dev.cairn.node.thread;

import java.util.concurrent.ThreadFactory;

/** Threads with a name for whoever looks at a process, none of which keeps it alive. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes threads of this name, for an executor. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Does something once, on a thread of its own. */
  public static void start(String name, Runnable task) {
    named(name).newThread(task).start();
  }
}
