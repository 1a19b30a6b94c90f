package dev.cairn.net.session;

/** A part of the protocol that hears of peers and time, on the engine loop. */
public interface PeerListener {

  /** The link is open: both have introduced themselves. */
  default void onOpen(Peer peer) {}

  /** Room for more answers: see {@link Peer#isWritable}. */
  default void onWritable(Peer peer) {}

  /** The link has ended. Whatever the peer owed is to be asked of others. */
  default void onGone(Peer peer) {}

  /** Time has passed; called every 100 ms or so. */
  default void onTick(long nowMillis) {}
}
