package dev.cairn.net.netty;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.DisconnectReason;

/** What each connection tells its transport, on the connection's I/O loop and in order. */
interface Connections {

  /** The identity of the other side is proven, and ours to it as far as we can know. */
  void onProven(LinkHandler link, PeerIdentity peer);

  void onMessage(LinkHandler link, MessageDecoder.Received received);

  /** What came is no message; nothing more of this connection is read. */
  void onViolation(LinkHandler link, Rejection why);

  /** What was sent has left. */
  void onWritable(LinkHandler link);

  /**
   * The last event; also without any before, when nothing was proven.
   *
   * @param wasProven whether {@link #onProven} was called
   */
  void onEnded(LinkHandler link, boolean wasProven, DisconnectReason reason, String detail);
}
