package dev.cairn.net.engine;

import dev.cairn.core.chain.Tip;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;

/** Hears what a log, a metric or a page would show. Called on the engine loop; must not block. */
public interface EngineListener {

  /** A handshake has succeeded. */
  default void onPeerOpen(NodeId node, PeerAddress address, boolean isOutbound) {}

  /** A link has ended, or came to nothing in its handshake. */
  default void onPeerGone(Departure departure) {}

  /** A dial came to nothing before there was a link. */
  default void onDialFailed(PeerAddress address, DisconnectReason reason, String detail) {}

  /** A peer was charged. */
  default void onMisbehaviour(NodeId node, PeerAddress address, Misbehaviour what, String detail) {}

  /** A peer has reached the limit of points with this. */
  default void onBanned(NodeId node, PeerAddress address, Misbehaviour last, String detail) {}

  /**
   * Another machine has our node key, as after cloning a disk: the user has to delete it on one.
   */
  default void onNodeKeyInUseElsewhere(PeerAddress address) {}

  /** The active chain has moved. */
  default void onTip(Tip tip, int disconnected) {}

  /** More blocks were undone than can happen by chance: records may have been rewritten. */
  default void onDeepReorganisation(Tip tip, int disconnected) {}

  /**
   * A check of a block or transaction has not ended for so long: once for each time that this
   * happens.
   */
  default void onStalledWork(long millis) {}
}
