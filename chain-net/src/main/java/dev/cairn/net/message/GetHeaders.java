package dev.cairn.net.message;

import dev.cairn.core.value.BlockHash;
import java.util.List;

/**
 * Asks for headers after the first block of the locator that is on the active chain.
 *
 * @param request chosen by the asker
 * @param locator the newest first
 */
public record GetHeaders(long request, List<BlockHash> locator) implements Message {

  /** The most that one message may have. */
  public static final int LOCATOR_MAX = 64;

  public GetHeaders {
    locator = List.copyOf(locator);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetHeaders(from, this);
  }
}
