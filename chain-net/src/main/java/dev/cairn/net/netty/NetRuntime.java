package dev.cairn.net.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads on which transports and engines run. One is enough for a process with hundreds of
 * nodes; close it after everything that uses it.
 *
 * <p>Its threads are daemons: none of them keeps a process alive.
 */
public final class NetRuntime implements AutoCloseable {

  /**
   * How many threads of each kind.
   *
   * @param io read, decrypt, decode, encrypt, write
   * @param handshakes do the public-key part of TLS; they cap what handshakes can take from the
   *     rest
   * @param workers check signatures and blocks
   * @param engines run the engines, which are spread over them
   * @param handshakeQueue handshakes that may wait for a thread; one more fails
   * @param jobQueue jobs that may wait for a worker; one more is not done
   */
  public record Threads(
      int io, int handshakes, int workers, int engines, int handshakeQueue, int jobQueue) {

    /** Each thread of I/O takes three. */
    private static final int DESCRIPTORS_FOR_MANY_IO = 128;

    /** For one node on this machine. */
    public static Threads forOneNode() {
      int processors = Runtime.getRuntime().availableProcessors();
      int ioMost = Descriptors.areShort(DESCRIPTORS_FOR_MANY_IO) ? 2 : 4;
      return new Threads(Math.min(ioMost, processors), 1, processors, 1, 1024, 8192);
    }
  }

  /** One for the process, so that nothing is left of a runtime; why this one: package-info. */
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  private static final long CLOSE_SECONDS = 10;

  private final boolean isEpoll;
  private final ByteBufAllocator allocator;
  private final EventLoopGroup io;
  private final ThreadPoolExecutor handshakes;
  private final WorkerPool workers;
  private final EventExecutorGroup engines;
  private final SecureRandom random = new SecureRandom();

  private NetRuntime(Threads threads, boolean isEpoll, ByteBufAllocator allocator) {
    this.isEpoll = isEpoll;
    this.allocator = allocator;
    IoHandlerFactory ioHandlers = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    io = new MultiThreadIoEventLoopGroup(threads.io(), named("cairn-io"), ioHandlers);
    handshakes =
        new ThreadPoolExecutor(
            threads.handshakes(),
            threads.handshakes(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(threads.handshakeQueue()),
            named("cairn-handshake"));
    workers = new WorkerPool(threads.workers(), threads.jobQueue(), named("cairn-worker"));
    engines = new DefaultEventExecutorGroup(threads.engines(), named("cairn-engine"));
  }

  /** With epoll where there is epoll, else with the JDK's selectors. */
  public static NetRuntime create(Threads threads) {
    return new NetRuntime(threads, Epoll.isAvailable(), ALLOCATOR);
  }

  /** With the JDK's selectors. */
  static NetRuntime createNio(Threads threads) {
    return new NetRuntime(threads, false, ALLOCATOR);
  }

  /** With another allocator. */
  static NetRuntime create(Threads threads, ByteBufAllocator allocator) {
    return new NetRuntime(threads, Epoll.isAvailable(), allocator);
  }

  private static ThreadFactory named(String name) {
    return new DefaultThreadFactory(name, true);
  }

  /**
   * A loop for one more engine; on the thread of others when there are more engines than threads.
   */
  public EventLoopScheduler newEngineLoop(InstantSource wallClock, Consumer<Throwable> faults) {
    return new EventLoopScheduler(engines.next(), wallClock, faults);
  }

  public WorkerPool workers() {
    return workers;
  }

  /** Fit for secrets. */
  public SecureRandom random() {
    return random;
  }

  EventLoopGroup io() {
    return io;
  }

  Executor handshakes() {
    return handshakes;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  Class<? extends SocketChannel> socketType() {
    return isEpoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  Class<? extends ServerChannel> serverType() {
    return isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Ends all threads and waits for them, some seconds at most. Not from one of them. */
  @Override
  public void close() {
    workers.close();
    handshakes.shutdownNow();
    var ioEnd = io.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    var enginesEnd = engines.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    ioEnd.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    enginesEnd.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    try {
      handshakes.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      workers.awaitEnd(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
