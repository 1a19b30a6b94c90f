package dev.cairn.net.message;

import dev.cairn.core.block.BlockHeader;
import java.util.List;

/** New headers that nobody asked for, each the child of the one before. */
public record HeaderAnnouncement(List<BlockHeader> headers) implements Message {

  /** The most that one message may have. */
  public static final int HEADERS_MAX = 16;

  public HeaderAnnouncement {
    headers = List.copyOf(headers);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onHeaderAnnouncement(from, this);
  }
}
