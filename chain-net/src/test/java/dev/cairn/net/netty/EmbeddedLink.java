package dev.cairn.net.netty;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What comes after TLS, without sockets and threads. Records what the transport would hear, and
 * counts every buffer. The engine deals with a message when {@link #engine} is told so, by default
 * at once.
 */
final class EmbeddedLink implements Connections {

  private static final MessageCodec CODEC = new WireMessages();

  final EmbeddedChannel channel = new EmbeddedChannel();
  final List<Message> messages = new ArrayList<>();
  final List<Rejection> violations = new ArrayList<>();
  final List<String> ends = new ArrayList<>();
  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  final LinkHandler handler;
  int timesWritable;
  Consumer<Integer> engine;

  EmbeddedLink(NetLimits limits) {
    channel.config().setAllocator(allocator);
    PeerAddress address = new PeerAddress(Bytes.ofHex("c0000201"), 7771);
    LinkOrigin origin = new LinkOrigin(new LinkId(1), address, false, Optional.empty());
    PeerIdentity peer = new PeerIdentity(NodeId.of(new byte[32]), Bytes.EMPTY);
    handler =
        new LinkPipeline(null, Runnable::run, CODEC, limits)
            .addProtocol(channel.pipeline(), origin, () -> Optional.of(peer), this);
    engine = bytes -> handler.gate().done(bytes);
    channel.pipeline().fireChannelActive();
    channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
  }

  /** With the handshake behind it. */
  EmbeddedLink opened() {
    handler.open();
    return this;
  }

  /** These bytes arrive in one read. */
  EmbeddedLink arrive(byte[] bytes, int from, int to) {
    ByteBuf in = allocator.heapBuffer(Math.max(1, to - from));
    in.writeBytes(bytes, from, to - from);
    if (channel.isOpen()) {
      channel.writeInbound(in);
      channel.runPendingTasks();
    } else {
      in.release();
    }
    return this;
  }

  EmbeddedLink arrive(byte[] bytes) {
    return arrive(bytes, 0, bytes.length);
  }

  /** The other side closes. */
  EmbeddedLink close() {
    var unused = channel.close();
    channel.runPendingTasks();
    return this;
  }

  /** Bytes in buffers that nobody has released. */
  long memory() {
    return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
  }

  /** What was written since the last call. */
  byte[] written() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      byte[] bytes = new byte[piece.readableBytes()];
      piece.readBytes(bytes);
      out.writeBytes(bytes);
      piece.release();
    }
    return out.toByteArray();
  }

  /** The frames of these messages, end to end. */
  static byte[] frames(List<? extends Message> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message message : messages) {
      MessageCodec.Outgoing encoded = CODEC.encode(message);
      ByteBuffer frame = ByteBuffer.allocate(4 + encoded.size());
      frame.putInt(encoded.size());
      encoded.writeTo(frame);
      out.writeBytes(frame.array());
    }
    return out.toByteArray();
  }

  static byte[] header(int length) {
    return ByteBuffer.allocate(4).putInt(length).array();
  }

  @Override
  public void onProven(LinkHandler link, PeerIdentity peer) {}

  @Override
  public void onMessage(LinkHandler link, MessageDecoder.Received received) {
    messages.add(received.message());
    engine.accept(received.bytes());
  }

  @Override
  public void onViolation(LinkHandler link, Rejection why) {
    violations.add(why);
    link.disconnect(DisconnectReason.PROTOCOL_VIOLATION, why.toString());
  }

  @Override
  public void onWritable(LinkHandler link) {
    timesWritable++;
  }

  @Override
  public void onEnded(LinkHandler link, boolean wasProven, DisconnectReason reason, String detail) {
    ends.add(reason + " " + detail);
  }
}
