package dev.cairn.node.stratum;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.netty.Descriptors;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Miners connect here and speak Stratum v1. All is done on an event loop of its own, so that they
 * hold up nobody but each other. Any thread may call any public method.
 */
public final class StratumServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StratumServer.class);

  private static final long TICK_MILLIS = 200;
  private static final long START_SECONDS = 20;
  private static final long CLOSE_SECONDS = 3;

  /** Miners leave so many for the store, for peers and for the API. */
  private static final int DESCRIPTORS_FOR_OTHERS = 24;

  private final Vertx vertx;
  private final Context eventLoop;
  private final StratumLimits limits;
  private final Supplier<Moment> clock;
  private final Desk desk;
  private final Places places;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final InetSocketAddress address;

  /** What is answered when nothing runs any more. */
  private final CompletableFuture<List<WorkerStatus>> nobody = new CompletableFuture<>();

  private Optional<Supply> supply = Optional.empty();

  /** On the event loop: the one whose work is given out. */
  private Optional<Supply> heard = Optional.empty();

  private StratumServer(
      Vertx vertx,
      InetSocketAddress wanted,
      StratumLimits limits,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    this.vertx = vertx;
    this.limits = limits;
    this.clock = () -> moment(clock);
    eventLoop = vertx.getOrCreateContext();
    desk = new Desk(random.nextLong());
    places = new Places(limits, () -> Descriptors.areShort(DESCRIPTORS_FOR_OTHERS));
    NetServer server =
        vertx
            .createNetServer(options(wanted, limits))
            .connectHandler(this::onConnected)
            .exceptionHandler(failure -> LOG.debug("a miner's connection failed", failure));
    CompletableFuture<NetServer> listening = new CompletableFuture<>();
    eventLoop.runOnContext(
        any -> {
          vertx.setPeriodic(TICK_MILLIS, timer -> onTick());
          server.listen().onComplete(listening::complete, listening::completeExceptionally);
        });
    address = new InetSocketAddress(wanted.getAddress(), await(listening, wanted).actualPort());
  }

  /**
   * Listens; miners get work once there is a source of it.
   *
   * @param wanted port 0 picks a free one
   * @param random fit to be different on each node
   * @throws IOException when the address cannot be used; the text says what to do
   */
  public static StratumServer start(
      InetSocketAddress wanted, InstantSource clock, RandomGenerator random) throws IOException {
    return start(wanted, StratumLimits.DEFAULT, clock, random);
  }

  static StratumServer start(
      InetSocketAddress wanted, StratumLimits limits, InstantSource clock, RandomGenerator random)
      throws IOException {
    if (wanted.getAddress() == null) {
      throw new IOException(
          "Miners cannot be served at "
              + wanted.getHostString()
              + ": there is no such address. Give --stratum an address of this machine.");
    }
    Vertx vertx = Vertx.vertx(options());
    try {
      return new StratumServer(vertx, wanted, limits, clock, random);
    } catch (IOException | RuntimeException failed) {
      vertx.close();
      throw failed;
    }
  }

  /** One event loop: a share takes some microseconds. */
  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setUseDaemonThread(true)
        .setBlockedThreadCheckInterval(10)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static NetServerOptions options(InetSocketAddress wanted, StratumLimits limits) {
    return new NetServerOptions()
        .setHost(wanted.getAddress().getHostAddress())
        .setPort(wanted.getPort())
        .setReuseAddress(true)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setSendBufferSize(limits.unsentBytes())
        // Jobs are sent all the time. A miner that reads none of them, or that cannot be given
        // any, is let go: close() alone would wait for what is unsent.
        .setWriteIdleTimeout(limits.silenceSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  private static NetServer await(CompletableFuture<NetServer> listening, InetSocketAddress wanted)
      throws IOException {
    String where = wanted.getAddress().getHostAddress() + " port " + wanted.getPort();
    try {
      return listening.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      @Nullable Throwable cause = failed.getCause();
      throw new IOException(
          "Miners cannot be served at "
              + where
              + " ("
              + (cause == null ? "no reason given" : String.valueOf(cause.getMessage()))
              + "): stop what uses it, or give --stratum another one; port 0 picks a free one.",
          failed);
    } catch (TimeoutException late) {
      throw new IOException("Miners could not be served at " + where + " in time.", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The start was interrupted.", interrupted);
    }
  }

  private static Moment moment(InstantSource clock) {
    return new Moment(
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
        Timestamp.nearest(clock.instant().getEpochSecond()));
  }

  private void onConnected(NetSocket socket) {
    String host = String.valueOf(socket.remoteAddress().hostAddress());
    if (!places.take(host)) {
      socket.close();
      return;
    }
    Connection connection = new Connection(socket, host, limits, desk, clock);
    connections.add(connection);
    socket.closeHandler(
        gone -> {
          connection.onClosed();
          connections.remove(connection);
          desk.close(connection.session());
          places.giveBack(host);
        });
    socket.exceptionHandler(failure -> LOG.debug("a miner's connection failed", failure));
  }

  private void onTick() {
    List.copyOf(connections).forEach(Connection::onTick);
    desk.onTick(clock.get());
  }

  /** Work comes from here from now on; nothing that was given out before counts any more. */
  public synchronized void serve(Optional<Source> source) {
    supply.ifPresent(Supply::end);
    supply = source.map(this::supply);
    Optional<Supply> next = supply;
    onEventLoop(
        () -> {
          heard = next;
          desk.forgetWork();
        });
    supply.ifPresent(Supply::begin);
  }

  private Supply supply(Source source) {
    return new Supply(
        source,
        stage -> Future.fromCompletionStage(stage, eventLoop).toCompletionStage(),
        (from, work) -> onEventLoop(() -> onWork(from, work)));
  }

  private void onWork(Supply from, Optional<Work> work) {
    if (!heard.equals(Optional.of(from))) {
      return; // of a network that the node has left
    }
    if (work.isPresent()) {
      desk.onWork(work.get(), clock.get());
    } else {
      desk.onNothing();
    }
  }

  private void onEventLoop(Runnable task) {
    try {
      eventLoop.runOnContext(any -> task.run());
    } catch (RejectedExecutionException closed) {
      LOG.debug("the service for miners is closed");
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  public Totals totals() {
    return desk.totals();
  }

  /** The workers that are connected, the longest first; nobody once this is closed. */
  public CompletableFuture<List<WorkerStatus>> workers() {
    CompletableFuture<List<WorkerStatus>> answer = new CompletableFuture<>();
    onEventLoop(() -> answer.complete(desk.workers(clock.get())));
    return answer.applyToEither(nobody, workers -> workers);
  }

  /** Closes all connections and ends the thread; waits for that for a few seconds at most. */
  @Override
  public void close() {
    serve(Optional.empty());
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("the service for miners did not end in time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      nobody.complete(List.of());
    }
  }
}
