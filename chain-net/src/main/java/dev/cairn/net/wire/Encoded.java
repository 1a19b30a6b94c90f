package dev.cairn.net.wire;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.proto.p2p.v1.Envelope;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** A message ready to be written, as often as needed and by any thread. */
public final class Encoded {

  private final Envelope envelope;
  private final int size;

  Encoded(Envelope envelope) {
    this.envelope = envelope;
    this.size = envelope.getSerializedSize();
  }

  /** The length in bytes, without the length that goes before it in a frame. */
  public int size() {
    return size;
  }

  /**
   * Writes {@link #size} bytes at the position of the buffer, which moves behind them.
   *
   * @throws BufferOverflowException when there is less room; nothing is written then
   */
  public void writeTo(ByteBuffer target) {
    if (target.remaining() < size) {
      throw new BufferOverflowException();
    }
    CodedOutputStream output = CodedOutputStream.newInstance(target);
    try {
      envelope.writeTo(output);
      output.flush();
    } catch (IOException impossible) {
      throw new IllegalStateException("the size was wrong", impossible);
    }
  }
}
