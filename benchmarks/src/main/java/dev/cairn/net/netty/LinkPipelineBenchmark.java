package dev.cairn.net.netty;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The shortest messages through the pipeline of a link, all that comes after TLS, on one thread and
 * without a socket; times are per message. They come and go in batches that make a TLS record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR"})
public class LinkPipelineBenchmark {

  private static final int BATCH = 1_000;

  private static final MessageCodec CODEC = new WireMessages();

  private final Message ping = new Ping(0x0123_4567_89ab_cdefL);
  private final Arrivals arrivals = new Arrivals();
  private EmbeddedChannel channel;
  private LinkHandler link;
  private byte[] frame;
  private byte[] batch;
  private ByteBuffer out;

  @Setup
  public void openLink() {
    channel = new EmbeddedChannel();
    LinkOrigin origin =
        new LinkOrigin(
            new LinkId(1), new PeerAddress(Bytes.ofHex("c0000201"), 7771), false, Optional.empty());
    PeerIdentity peer = new PeerIdentity(NodeId.of(new byte[32]), Bytes.EMPTY);
    SecureRandom random = new SecureRandom();
    NodeCertificate certificate =
        NodeCertificate.create(KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]), random);
    link =
        new LinkPipeline(
                new TlsEngines(certificate, random), Runnable::run, CODEC, NetLimits.DEFAULT)
            .addProtocol(channel.pipeline(), origin, () -> Optional.of(peer), arrivals);
    channel.pipeline().fireChannelActive();
    channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
    link.open();
    makeBytes();
  }

  private void makeBytes() {
    MessageCodec.Outgoing encoded = CODEC.encode(ping);
    frame = new byte[encoded.size()];
    encoded.writeTo(ByteBuffer.wrap(frame));
    ByteBuffer frames = ByteBuffer.allocate(BATCH * (Integer.BYTES + frame.length));
    for (int i = 0; i < BATCH; i++) {
      frames.putInt(frame.length).put(frame);
    }
    batch = frames.array();
    out = ByteBuffer.allocate(batch.length);
  }

  @TearDown
  public void closeLink() {
    channel.finishAndReleaseAll();
  }

  /** From decrypted bytes to what the engine would hear. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int receive() {
    arrivals.count = 0;
    channel.writeInbound(Unpooled.wrappedBuffer(batch));
    channel.runPendingTasks();
    return require(arrivals.count, BATCH);
  }

  /** From what the engine says to what is encrypted next. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int send() {
    for (int i = 0; i < BATCH; i++) {
      link.send(ping);
    }
    int bytes = 0;
    for (int turns = 0; bytes < batch.length && turns < BATCH; turns++) {
      channel.runPendingTasks();
      channel.runScheduledPendingTasks(); // a few messages each turn
      bytes += written();
    }
    return require(bytes, batch.length);
  }

  private int written() {
    int bytes = 0;
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      bytes += piece.readableBytes();
      piece.release();
    }
    return bytes;
  }

  private static int require(int got, int expected) {
    if (got != expected) {
      throw new IllegalStateException(got + " instead of " + expected);
    }
    return got;
  }

  /** The decoding of as many frames alone. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void boundDecode(Blackhole messages) {
    for (int i = 0; i < BATCH; i++) {
      Checked<Message> decoded = CODEC.decode(ByteBuffer.wrap(frame));
      messages.consume(decoded);
    }
  }

  /** The encoding of as many messages alone. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public ByteBuffer boundEncode() {
    out.clear();
    for (int i = 0; i < BATCH; i++) {
      MessageCodec.Outgoing encoded = CODEC.encode(ping);
      out.putInt(encoded.size());
      encoded.writeTo(out);
    }
    return out;
  }

  /** An engine that is done with each message at once. */
  private static final class Arrivals implements Connections {
    private int count;

    @Override
    public void onProven(LinkHandler link, PeerIdentity peer) {}

    @Override
    public void onMessage(LinkHandler link, MessageDecoder.Received received) {
      count++;
      link.gate().done(received.bytes());
    }

    @Override
    public void onViolation(LinkHandler link, Rejection why) {
      throw new IllegalStateException(why.toString());
    }

    @Override
    public void onWritable(LinkHandler link) {}

    @Override
    public void onEnded(
        LinkHandler link, boolean wasProven, DisconnectReason reason, String detail) {}
  }
}
