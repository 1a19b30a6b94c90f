package dev.cairn.net.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.proto.p2p.v1.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Messages to frames and back. Decoding is total: whatever the bytes are, the result is a message
 * or a reason, {@link WireFault} or one of chain-core's, never an exception.
 *
 * <p>A frame is first walked by {@link WireScan}, then parsed by protobuf, then its canonical bytes
 * are read by chain-core. A message that is right by itself may still be wrong where it comes: that
 * is for the protocol to judge.
 */
public final class WireCodec {

  private WireCodec() {}

  /**
   * Turns a message into bytes.
   *
   * @throws IllegalArgumentException when {@link #decode} would refuse them: a mistake of ours
   */
  public static Encoded encode(Message message) {
    Envelope.Builder envelope = Envelope.newBuilder();
    message.deliverTo(ToProtobuf.INSTANCE, envelope);
    return new Encoded(envelope.build());
  }

  /**
   * Reads the one message that fills the rest of the buffer, whose position stays. The buffer must
   * not change meanwhile; nothing of it is kept.
   *
   * @param frame without its length; a caller refuses what is longer than a frame may be
   */
  public static Checked<Message> decode(ByteBuffer frame) {
    Optional<Rejection> fault = WireScan.firstFault(frame);
    return fault.isPresent() ? Checked.refused(fault.get()) : parse(frame);
  }

  private static Checked<Message> parse(ByteBuffer frame) {
    Envelope envelope;
    try {
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(frame).newCodedInput();
      input.enableAliasing(true);
      envelope = Envelope.parseFrom(input);
    } catch (InvalidProtocolBufferException refused) {
      return Checked.refused(
          WireFault.PROTOBUF_MALFORMED, "" + refused.getMessage(), "well-formed UTF-8 in texts");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
    return FromProtobuf.message(envelope);
  }
}
