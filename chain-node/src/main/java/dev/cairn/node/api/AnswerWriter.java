package dev.cairn.node.api;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, and counts them. Confined to the event loop. */
final class AnswerWriter {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  private final Threads threads;
  private final ApiLimits limits;
  private final Connections connections;
  private final RequestCounts counts;

  AnswerWriter(Threads threads, ApiLimits limits, Connections connections, RequestCounts counts) {
    this.threads = threads;
    this.limits = limits;
    this.connections = connections;
    this.counts = counts;
  }

  /** Answers a request that was read to its end. */
  void write(HttpServerRequest request, Route route, Checked<Answer> answer) {
    if (answer.rejection().isPresent()) {
      writeWhole(request, Optional.of(route), Refusal.answer(answer.rejection().get()));
    } else if (answer.value() instanceof Answer.Whole whole) {
      writeWhole(request, Optional.of(route), whole);
    } else if (answer.value() instanceof Answer.Parts parts) {
      writeParts(request, route, parts);
    } else if (answer.value() instanceof Answer.Listed listed) {
      new Listing(request, route, listed).begin();
    } else {
      counts.count(route.template(), 200);
    }
  }

  /** Refuses a request; if it has a body, that is not read, and the connection ends. */
  void refuseAndClose(HttpServerRequest request, Optional<Route> route, Rejection why) {
    boolean hasMore = !request.decoderResult().isSuccess() || announcesBody(request);
    if (hasMore) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    writeWhole(request, route, Refusal.answer(why));
    if (hasMore) {
      connections.onEnd(request.connection(), nowMillis());
    }
  }

  /** Whether something follows the head of a request. */
  static boolean announcesBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return (length != null && !length.equals("0"))
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void writeWhole(HttpServerRequest request, Optional<Route> route, Answer.Whole answer) {
    HttpServerResponse response = request.response();
    counts.count(route.map(Route::template).orElse("none"), answer.status());
    if (response.closed() || response.ended()) {
      return;
    }
    if (answer.status() == ApiFault.TOKEN_NEEDED.status()) {
      response.putHeader(
          "WWW-Authenticate", Routes.isForMiners(request) ? "Basic realm=\"cairn\"" : "Bearer");
    }
    connections.onAnswer(request.connection(), nowMillis());
    head(response, answer.status(), answer.contentType());
    response.end(Buffer.buffer(answer.body().bytes()));
  }

  /** All of it has to be read in the time that a client has for anything. */
  private void writeParts(HttpServerRequest request, Route route, Answer.Parts parts) {
    HttpServerResponse response = request.response();
    counts.count(route.template(), 200);
    if (!response.closed()) {
      connections.onAnswer(request.connection(), nowMillis());
      head(response, 200, Answer.JSON);
      new PartsOnTheWay(response, parts, limits.pages().batchBytes()).writeOn();
    }
  }

  /** The status and the headers of every answer. */
  static void head(HttpServerResponse response, int status, String contentType) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** A list on its way to a client, a batch at a time. */
  private final class Listing {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Route route;
    private final Answer.Listed listed;
    private boolean hasEntries;

    private Listing(HttpServerRequest request, Route route, Answer.Listed listed) {
      this.request = request;
      this.response = request.response();
      this.route = route;
      this.listed = listed;
    }

    private record Batch(Buffer bytes, boolean isLast) {}

    private void begin() {
      threads
          .onWorker(() -> batch(Buffer.buffer("{\"" + listed.key() + "\":[")))
          .onComplete(this::writeFirst, this::onFailure);
    }

    private void writeFirst(Batch batch) {
      counts.count(route.template(), 200);
      if (!response.closed()) {
        head(response, 200, Answer.JSON);
        response.setChunked(!batch.isLast());
        write(batch);
      }
    }

    private void write(Batch batch) {
      if (response.closed()) {
        return;
      }
      connections.onAnswer(request.connection(), nowMillis());
      if (batch.isLast()) {
        response.end(batch.bytes());
        return;
      }
      response.write(batch.bytes());
      if (response.writeQueueFull()) {
        response.drainHandler(any -> writeNext());
      } else {
        writeNext();
      }
    }

    private void writeNext() {
      connections.onRequest(request.connection());
      threads.onWorker(() -> batch(Buffer.buffer())).onComplete(this::write, this::onFailure);
    }

    private Batch batch(Buffer bytes) {
      while (bytes.length() < limits.pages().batchBytes()) {
        @Nullable View next = listed.next().get();
        if (next == null) {
          byte[] rest = listed.rest().get().toBytes();
          boolean isEmpty = rest.length == "{}".length();
          bytes.appendString(isEmpty ? "]" : "],");
          bytes.appendBytes(rest, 1, rest.length - 1);
          return new Batch(bytes, true);
        }
        bytes.appendString(hasEntries ? "," : "");
        bytes.appendBytes(next.toBytes());
        hasEntries = true;
      }
      return new Batch(bytes, false);
    }

    /** Nothing can be said any more when a part is sent: then the answer is cut off. */
    private void onFailure(Throwable failure) {
      LOG.warn("a list of the API failed", failure);
      if (response.headWritten()) {
        request.connection().close();
      } else {
        writeWhole(
            request,
            Optional.of(route),
            Refusal.answer(Rejection.of(ApiFault.INTERNAL_ERROR, "a fault of the node", "a list")));
      }
    }
  }
}
