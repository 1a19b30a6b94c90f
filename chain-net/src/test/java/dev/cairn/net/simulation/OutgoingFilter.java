package dev.cairn.net.simulation;

import dev.cairn.net.message.Message;

/** What a host does to its own messages before they leave it: how an honest node is made a liar. */
@FunctionalInterface
public interface OutgoingFilter {

  /** Lets the message fall. */
  long DROP = -1;

  /**
   * Decides on one message.
   *
   * @return milliseconds to wait before it is sent, 0 for at once, or {@link #DROP}. One that waits
   *     is overtaken by those that do not
   */
  long delayMillis(SimulatedHost to, Message message);
}
