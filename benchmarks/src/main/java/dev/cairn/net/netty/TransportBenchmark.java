package dev.cairn.net.netty;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes from one transport to another over loopback, 16 MiB at a time in messages of 256 KiB. The
 * bounds use one thread on each side, as each link of a transport does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR"})
public class TransportBenchmark {

  private static final int SENDERS = 200;

  /** Of 256 KiB each. */
  @Param({"64"})
  public int messages;

  /** In each message. */
  @Param({"1690"})
  public int transactions;

  private final SecureRandom random = new SecureRandom();
  private FullBlock block;
  private byte[] bytes;

  @Setup
  public void makeBlock() {
    Economy economy = new Economy(SENDERS);
    List<Transaction> transfers = economy.transfers(transactions);
    SignatureChecks signatures = SignatureChecks.onCallersThread(economy.cacheOf(transfers));
    Block made = new BlockMaker(economy.chain(signatures), Economy.stranger(0)).make(transfers);
    block = new FullBlock(made);
    bytes = encoded(block);
  }

  private static byte[] encoded(Message message) {
    MessageCodec.Outgoing encoded = new WireMessages().encode(message);
    byte[] frame = new byte[encoded.size()];
    encoded.writeTo(ByteBuffer.wrap(frame));
    return frame;
  }

  /** Carries what has been encoded before, and does not look at what arrives. */
  private static final class Opaque implements MessageCodec {
    private final byte[] frame;

    Opaque(byte[] frame) {
      this.frame = frame;
    }

    @Override
    public Outgoing encode(Message message) {
      return new Outgoing() {
        @Override
        public int size() {
          return frame.length;
        }

        @Override
        public void writeTo(ByteBuffer target) {
          target.put(frame);
        }
      };
    }

    @Override
    public Checked<Message> decode(ByteBuffer arrived) {
      return Checked.passed(new Ping(arrived.remaining()));
    }
  }

  /** Two nodes with a link. */
  @State(Scope.Benchmark)
  public static class Linked {
    private NetRuntime runtime;
    private LinkedTransports opaque;
    private LinkedTransports blocks;

    @Setup
    public void link(TransportBenchmark benchmark) throws IOException, InterruptedException {
      runtime = NetRuntime.create(NetRuntime.Threads.forOneNode());
      opaque = new LinkedTransports(runtime, new Opaque(benchmark.bytes));
      blocks = new LinkedTransports(runtime, new WireMessages());
    }

    @TearDown
    public void close() {
      opaque.close();
      blocks.close();
      runtime.close();
    }
  }

  /** Two sockets with a connection, and a thread that reads. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private SocketChannel from;
    private SocketChannel to;
    private ByteBuffer in;
    private ByteBuffer out;

    @Setup
    public void connect(TransportBenchmark benchmark) throws IOException {
      try (ServerSocketChannel listening = ServerSocketChannel.open()) {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        from = SocketChannel.open(listening.getLocalAddress());
        to = listening.accept();
      }
      in = ByteBuffer.allocateDirect(64 << 10);
      out = ByteBuffer.allocateDirect(benchmark.bytes.length).put(benchmark.bytes);
    }

    private void read(long bytes) throws IOException {
      for (long left = bytes; left > 0; ) {
        int read = to.read(in.clear());
        if (read < 0) {
          throw new IOException("the connection ended");
        }
        left -= read;
      }
    }

    @TearDown
    public void close() throws IOException {
      from.close();
      to.close();
      reader.shutdownNow();
    }
  }

  /** The same with a TLS engine of the JDK on each side, made as for a link. */
  @State(Scope.Benchmark)
  public static class BareWithTls {
    private BareTls sender;
    private BareTls receiver;

    @Setup
    public void handshake(TransportBenchmark benchmark, Bare bare)
        throws IOException, InterruptedException, ExecutionException {
      sender = new BareTls(benchmark.engine(true), bare.from);
      receiver = new BareTls(benchmark.engine(false), bare.to);
      Future<Void> other =
          bare.reader.submit(
              () -> {
                receiver.handshake();
                return null;
              });
      sender.handshake();
      other.get();
    }
  }

  private SSLEngine engine(boolean isDialler) {
    NodeCertificate certificate = LinkedTransports.certificate(random);
    return new TlsEngines(certificate, random)
        .create(isDialler, new PeerTrustManager(Optional.empty()));
  }

  /** The transport alone: TLS, frames, queues, loops. */
  @Benchmark
  public long opaque(Linked linked) throws InterruptedException {
    return linked.opaque.carry(new Ping(0), messages);
  }

  /** With blocks of transfers, encoded and decoded. */
  @Benchmark
  public long blocks(Linked linked) throws InterruptedException {
    return linked.blocks.carry(block, messages);
  }

  /** The encryption and decryption of the same bytes, and their way through a socket. */
  @Benchmark
  public void boundBareTls(Bare bare, BareWithTls tls)
      throws IOException, InterruptedException, ExecutionException {
    Future<Void> arrived =
        bare.reader.submit(
            () -> {
              tls.receiver.read((long) messages * bytes.length);
              return null;
            });
    for (int i = 0; i < messages; i++) {
      tls.sender.write(bare.out.rewind());
    }
    arrived.get();
  }

  /** Their way through a socket alone. */
  @Benchmark
  public void boundPlainTcp(Bare bare)
      throws IOException, InterruptedException, ExecutionException {
    Future<Void> arrived =
        bare.reader.submit(
            () -> {
              bare.read((long) messages * bytes.length);
              return null;
            });
    for (int i = 0; i < messages; i++) {
      bare.out.rewind();
      while (bare.out.hasRemaining()) {
        bare.from.write(bare.out);
      }
    }
    arrived.get();
  }
}
