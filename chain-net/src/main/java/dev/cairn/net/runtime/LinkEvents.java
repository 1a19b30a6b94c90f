package dev.cairn.net.runtime;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.Optional;

/** What the network tells protocol logic, on the engine loop and for each link in order. */
public interface LinkEvents {

  /** A link is encrypted and both identities are proven. Nothing of the protocol was said yet. */
  void onOpened(Link link);

  /**
   * A dial came to nothing.
   *
   * @param reason why, such as {@link DisconnectReason#DIAL_FAILED} or IDENTITY_UNEXPECTED
   */
  void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail);

  /**
   * A message has come.
   *
   * @param bytes of its frame
   */
  void onMessage(LinkId link, Message message, int bytes);

  /** A frame has come that is no message. The transport reads no more of this link. */
  void onViolation(LinkId link, Rejection why);

  /** What was sent has left: see {@link Outbox#isWritable}. */
  void onWritable(LinkId link);

  /** The link is gone; the last event of the link. */
  void onClosed(LinkId link, DisconnectReason reason, String detail);
}
