package dev.cairn.net.wire;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.core.codec.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gives chain-core's decoders the bytes of a field where they lie: in the frame, when it has an
 * array. They only read, and copy what they keep.
 */
final class FieldBytes extends ByteOutput {

  private ByteReader reader = new ByteReader(new byte[0]);

  private FieldBytes() {}

  /** A reader of the whole field, valid while the frame is. */
  static ByteReader reader(ByteString field) {
    FieldBytes bytes = new FieldBytes();
    try {
      UnsafeByteOperations.unsafeWriteTo(field, bytes);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.reader;
  }

  @Override
  public void write(byte value) {
    throw new IllegalStateException("a field comes in one piece");
  }

  @Override
  public void write(byte[] value, int offset, int length) {
    reader = new ByteReader(value, offset, length);
  }

  @Override
  public void writeLazy(byte[] value, int offset, int length) {
    write(value, offset, length);
  }

  @Override
  public void write(ByteBuffer value) {
    byte[] copy = new byte[value.remaining()];
    value.get(copy);
    reader = new ByteReader(copy);
  }

  @Override
  public void writeLazy(ByteBuffer value) {
    write(value);
  }
}
