package dev.cairn.net.message;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Work;

/**
 * The rest about the sender; after both have sent theirs the link is open.
 *
 * @param bestWork of the best chain: a hint, never trusted
 * @param listenPort 0 when the sender takes no connections
 * @param agent the program and its version, printable ASCII
 * @param timeSeconds the clock of the sender, for people
 */
public record Introduction(
    Work bestWork,
    BlockHash bestHash,
    long bestHeight,
    int listenPort,
    String agent,
    long timeSeconds)
    implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onIntroduction(from, this);
  }
}
