package dev.cairn.node.api;

import dev.cairn.net.netty.Descriptors;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API's HTTP server. Any thread may call any method. */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private static final int WORKERS = 2;

  /** Clients leave so many for the store: for ten tables, and some that are written. */
  private static final int DESCRIPTORS_FOR_OTHERS = 12;

  private static final long START_SECONDS = 20;
  private static final long CLOSE_SECONDS = 3;
  private static final long WATCH_MILLIS = 250;

  private final Vertx vertx;
  private final Threads threads;
  private final Metrics metrics;
  private final EventStreams streams;
  private final TemplateDesk desk;
  private final InetSocketAddress address;

  private ApiServer(
      Vertx vertx,
      Threads threads,
      Metrics metrics,
      EventStreams streams,
      TemplateDesk desk,
      InetSocketAddress address) {
    this.vertx = vertx;
    this.threads = threads;
    this.metrics = metrics;
    this.streams = streams;
    this.desk = desk;
    this.address = address;
  }

  /**
   * Listens and answers; what needs a network is refused with STARTING as long as there is none.
   *
   * @throws IOException when the address cannot be used; the text says what to do
   */
  public static ApiServer start(ApiConfig config, NodeFacts facts) throws IOException {
    return start(config, facts, ApiLimits.DEFAULT);
  }

  static ApiServer start(ApiConfig config, NodeFacts facts, ApiLimits limits) throws IOException {
    InetAddress host = config.address().getAddress();
    if (host == null) {
      throw new IOException(
          "The API cannot listen at "
              + config.address().getHostString()
              + ": there is no such address. Give --api an address of this machine.");
    }
    if (!host.isLoopbackAddress() && config.token().isEmpty()) {
      throw new IOException(
          ApiFault.TOKEN_NEEDED.name()
              + ": the API would answer everyone who reaches "
              + host.getHostAddress()
              + ". Set a token for it, or let it listen on 127.0.0.1.");
    }
    Vertx vertx = Vertx.vertx(options());
    try {
      return start(vertx, host, config, facts, limits);
    } catch (IOException | RuntimeException failed) {
      vertx.close();
      throw failed;
    }
  }

  private static ApiServer start(
      Vertx vertx, InetAddress host, ApiConfig config, NodeFacts facts, ApiLimits limits)
      throws IOException {
    Context eventLoop = vertx.getOrCreateContext();
    Threads threads = new Threads(eventLoop, limits.links().answerMillis());
    Connections connections =
        new Connections(limits.links(), () -> Descriptors.areShort(DESCRIPTORS_FOR_OTHERS));
    RequestCounts requests = new RequestCounts();
    EventStreams streams = new EventStreams(vertx, threads, limits, facts::member);
    SubmittedBlocks submitted = new SubmittedBlocks();
    Metrics metrics = new Metrics(threads, facts, requests, submitted, connections, streams);
    TemplateDesk desk = new TemplateDesk(vertx, threads, limits);
    RpcEndpoint rpc =
        new RpcEndpoint(threads, desk, submitted, InstantSource.system(), new SecureRandom());
    List<Route> routes = Routes.all(threads, limits, facts, streams, metrics, rpc);
    AnswerWriter writer = new AnswerWriter(threads, limits, connections, requests);
    TokenRule token = new TokenRule(config.token());
    Front front = new Front(vertx, routes, token, limits, connections, facts::member, writer);
    HttpServer server =
        vertx
            .createHttpServer(options(host, config.address().getPort(), limits))
            .connectionHandler(connections::onOpen)
            .requestHandler(front::onRequest)
            .invalidRequestHandler(front::onInvalid)
            .exceptionHandler(failure -> LOG.debug("a connection of the API failed", failure));
    Promise<HttpServer> listening = Promise.promise();
    threads.onEventLoop(
        () -> {
          front.watch(WATCH_MILLIS);
          streams.start();
          desk.start();
          server.listen().onComplete(listening);
        });
    int port = await(listening.future(), config.address()).actualPort();
    InetSocketAddress address = new InetSocketAddress(host, port);
    return new ApiServer(vertx, threads, metrics, streams, desk, address);
  }

  private static HttpServer await(Future<HttpServer> listening, InetSocketAddress wanted)
      throws IOException {
    String where = wanted.getAddress().getHostAddress() + " port " + wanted.getPort();
    try {
      return listening
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IOException(
          "The API cannot listen at "
              + where
              + " ("
              + reason(failed)
              + "): stop what uses it, or give --api another one; port 0 picks a free one.",
          failed);
    } catch (TimeoutException late) {
      throw new IOException("The API could not listen at " + where + " in time.", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The start of the API was interrupted.", interrupted);
    }
  }

  private static String reason(ExecutionException failed) {
    @Nullable Throwable cause = failed.getCause();
    return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
  }

  /** As few threads and as little to load as possible. */
  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(WORKERS)
        .setInternalBlockingPoolSize(1)
        .setUseDaemonThread(true)
        .setBlockedThreadCheckInterval(10)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions options(InetAddress host, int port, ApiLimits limits) {
    ApiLimits.Links links = limits.links();
    return new HttpServerOptions()
        .setHost(host.getHostAddress())
        .setPort(port)
        .setReuseAddress(true)
        .setHttp2ClearTextEnabled(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setMaxInitialLineLength(links.uriBytes())
        .setMaxHeaderSize(links.headerBytes())
        .setMaxChunkSize(16 << 10)
        .setHandle100ContinueAutomatically(false)
        .setSendBufferSize(links.sendBufferBytes())
        // The only thing that ends a connection whose client reads nothing: close() would wait.
        .setWriteIdleTimeout(Math.toIntExact(limits.unwrittenMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setTcpNoDelay(true);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The node is in another network now: event streams say so and go on there, miners ask again. */
  public void onMemberChanged() {
    threads.onEventLoop(
        () -> {
          streams.onMemberChanged();
          desk.onMemberChanged();
        });
  }

  /** Closes all connections and ends the threads; waits for that for a few seconds at most. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("the API did not end in time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      metrics.close();
    }
  }
}
