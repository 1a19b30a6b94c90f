package dev.cairn.net.netty;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.Message;
import java.nio.ByteBuffer;

/** Turns messages into the content of frames and back. Safe for use by several threads. */
interface MessageCodec {

  /** A message on its way out. */
  interface Outgoing {

    /** Number of bytes without the length in front. */
    int size();

    /** Writes that many bytes. */
    void writeTo(ByteBuffer target);
  }

  Outgoing encode(Message message);

  /**
   * Reads the content of a frame, from position to limit.
   *
   * @param frame valid during the call only
   */
  Checked<Message> decode(ByteBuffer frame);
}
