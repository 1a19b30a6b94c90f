package dev.cairn.net.netty;

import dev.cairn.net.peer.NetLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the next frame of a link may go on to the engine loop, and how long it may be.
 * What may not go on stays in the socket, and so with its sender.
 *
 * <p>Until the link is open, one frame at a time: the next one is looked at when the engine has
 * dealt with the one before, so that the limit of its length never lags behind the handshake.
 *
 * <p>The I/O loop asks and adds; the engine loop takes away, opens and suspends.
 */
final class InboundGate {

  private final NetLimits limits;
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean open;
  private volatile boolean suspended;
  private volatile boolean stopped;
  private volatile boolean discarding;
  private volatile boolean waiting;
  private volatile @Nullable Runnable resume;

  InboundGate(NetLimits limits) {
    this.limits = limits;
  }

  /** What to call, on any thread, when frames may go on again. */
  void onResume(Runnable action) {
    resume = action;
  }

  /** The longest frame that may come now. */
  int frameBytesMax() {
    return open ? limits.frameBytes() : limits.handshakeFrameBytes();
  }

  /** Whether a frame may go on. After a no, the resume action is called when that changes. */
  boolean mayPass() {
    if (hasRoom()) {
      return true;
    }
    waiting = true;
    // Looked at again, for the engine may have made room before it could see that we wait.
    return hasRoom();
  }

  private boolean hasRoom() {
    if (stopped || suspended) {
      return false;
    }
    int queued = frames.get();
    return open
        ? queued < limits.queuedFrames() && bytes.get() < limits.queuedBytes()
        : queued == 0;
  }

  /** A frame goes on. */
  void passed(int frameBytes) {
    frames.incrementAndGet();
    bytes.addAndGet(frameBytes);
  }

  /** The engine has dealt with a frame. */
  void done(int frameBytes) {
    bytes.addAndGet(-frameBytes);
    frames.decrementAndGet();
    wake();
  }

  /** The engine says that the handshake is over. */
  void open() {
    open = true;
    wake();
  }

  boolean isOpen() {
    return open;
  }

  void suspend(boolean wanted) {
    suspended = wanted;
    if (!wanted) {
      wake();
    }
  }

  /** Nothing goes on any more. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Nothing goes on, yet the socket is read, so that the sender sees a goodbye and no reset. */
  void discard() {
    stopped = true;
    discarding = true;
  }

  boolean isDiscarding() {
    return discarding;
  }

  private void wake() {
    Runnable action = resume;
    if (waiting && !stopped && action != null) {
      waiting = false;
      action.run();
    }
  }
}
