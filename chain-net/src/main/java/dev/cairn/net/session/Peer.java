package dev.cairn.net.session;

import dev.cairn.core.chain.Origin;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;

/**
 * An open link to a peer, as the parts of the protocol see it. Confined to the engine loop. After
 * {@link #isGone} its methods do nothing, but that {@link #misbehaved} still counts for its node.
 */
public interface Peer {

  /** The connection. */
  Link link();

  /** Who it is. */
  default NodeId id() {
    return link().remote();
  }

  /** What it said of itself. */
  Introduction introduction();

  /** Its name for the chain's waiting room. */
  Origin origin();

  /** Sends after all that was sent before. */
  void send(Message message);

  /** Whether what is sent now leaves soon: see {@link dev.cairn.net.runtime.Outbox#isWritable}. */
  boolean isWritable();

  /** A smoothed round trip time; a cautious guess before the first answer. */
  long roundTripMillis();

  /** Charges points; at the limit the peer is banned and disconnected. */
  void misbehaved(Misbehaviour what, String detail);

  /** Ends the link without charge. */
  void disconnect(DisconnectReason reason, String detail);

  /** Stops or resumes reading; calls are counted, and the link is read when all have resumed. */
  void suspendReading(boolean suspended);

  /** Whether the link has ended. */
  boolean isGone();
}
