package dev.cairn.net.message;

import dev.cairn.core.block.BlockHeader;
import java.util.List;

/**
 * The answer to {@link GetHeaders}; fewer than {@link #HEADERS_MAX} mean that there are no more.
 */
public record Headers(long request, List<BlockHeader> headers) implements Message {

  /** The most that one message may have. */
  public static final int HEADERS_MAX = 2000;

  public Headers {
    headers = List.copyOf(headers);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onHeaders(from, this);
  }
}
