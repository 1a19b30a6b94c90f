package dev.cairn.net.netty;

import dev.cairn.core.verdict.Reason;

/** What can be wrong with the length of a frame. The codes are stable. */
public enum FrameFault implements Reason {
  FRAME_EMPTY("a frame has at least one byte"),
  FRAME_TOO_LONG(
      "a frame has at most the bytes of a block and its envelope, fewer before the link is open");

  private final String hint;

  FrameFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
