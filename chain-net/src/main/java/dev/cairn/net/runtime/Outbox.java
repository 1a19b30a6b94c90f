package dev.cairn.net.runtime;

import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.Optional;

/** The only way in which protocol logic reaches the network. Calls never block. */
public interface Outbox {

  /**
   * Dials. Later either {@link LinkEvents#onOpened} or {@link LinkEvents#onDialFailed} is called.
   *
   * @param expected the only identity to accept there, if it is known
   */
  void dial(PeerAddress address, Optional<NodeId> expected);

  /**
   * The handshake of a link is done: from now on its frames may be as long as a block. Before, they
   * are short, and one waits until the one before has been dealt with, so that calling this while
   * the last message of the handshake is handled is early enough.
   */
  default void open(LinkId link) {}

  /** Sends after all that was sent before; nothing happens when the link is gone. */
  void send(LinkId link, Message message);

  /**
   * Whether what is sent now leaves soon. While not, answers to requests should wait for {@link
   * LinkEvents#onWritable}; a link that is not writable for long is closed by the transport.
   */
  boolean isWritable(LinkId link);

  /** What has gone over a link; nothing where nobody counts. */
  default Traffic traffic(LinkId link) {
    return Traffic.NONE;
  }

  /** Stops or resumes reading of a link, so that its sender has to wait. */
  void suspendReading(LinkId link, boolean suspended);

  /**
   * Closes, after telling the reason when {@link DisconnectReason#isTold}. {@link
   * LinkEvents#onClosed} follows.
   *
   * @param detail for a person, at most 256 characters are told
   */
  void disconnect(LinkId link, DisconnectReason reason, String detail);
}
