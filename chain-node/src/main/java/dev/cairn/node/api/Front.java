package dev.cairn.node.api;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.StoreFailedException;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request goes through, in this order: rate, token or Host, Origin, route, query, body.
 * The first thing that is wrong is the answer. Confined to the event loop.
 */
final class Front {

  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final byte[] NO_BODY = new byte[0];

  private final Vertx vertx;
  private final List<Route> routes;
  private final TokenRule token;
  private final ClientRates rates;
  private final Connections connections;
  private final Supplier<Optional<Member>> member;
  private final AnswerWriter writer;

  Front(
      Vertx vertx,
      List<Route> routes,
      TokenRule token,
      ApiLimits limits,
      Connections connections,
      Supplier<Optional<Member>> member,
      AnswerWriter writer) {
    this.vertx = vertx;
    this.routes = routes;
    this.token = token;
    this.rates = new ClientRates(limits.rates());
    this.connections = connections;
    this.member = member;
    this.writer = writer;
  }

  /** A request whose head could be read. */
  void onRequest(HttpServerRequest request) {
    if (connections.isEnding(request.connection())) {
      return; // what follows a request that was not read to its end means nothing
    }
    long now = nowMillis();
    connections.onHead(request.connection(), now);
    request.exceptionHandler(gone -> LOG.debug("a client broke off a request"));
    Optional<Rejection> refusal = checkClient(request, now);
    if (refusal.isPresent()) {
      refuse(request, Optional.empty(), refusal.get());
      return;
    }
    @Nullable String path = request.path();
    List<Route> there =
        routes.stream().filter(route -> path != null && route.match(path).isPresent()).toList();
    Optional<Route> route =
        there.stream().filter(each -> each.method().equals(request.method().name())).findFirst();
    if (there.isEmpty() || path == null) {
      refuse(
          request,
          Optional.empty(),
          Rejection.of(ApiFault.NOT_FOUND, Parameters.shown(String.valueOf(path)), "a known path"));
    } else if (route.isEmpty()) {
      String allowed = String.join(", ", there.stream().map(Route::method).toList());
      request.response().putHeader(HttpHeaders.ALLOW, allowed);
      refuse(
          request,
          Optional.empty(),
          Rejection.of(ApiFault.METHOD_NOT_ALLOWED, request.method().name(), allowed));
    } else {
      onRoute(request, route.get(), route.get().match(path).orElseThrow());
    }
  }

  /** A request whose head could not be read. */
  void onInvalid(HttpServerRequest request) {
    refuse(request, Optional.empty(), whyInvalid(request));
  }

  private static Rejection whyInvalid(HttpServerRequest request) {
    @Nullable Throwable cause = request.decoderResult().cause();
    String kind = cause == null ? "" : cause.getClass().getSimpleName();
    return switch (kind) {
      case "TooLongHttpLineException" ->
          Rejection.of(ApiFault.URI_TOO_LONG, "a longer request line", "a shorter one");
      case "TooLongHttpHeaderException" ->
          Rejection.of(ApiFault.HEADERS_TOO_LARGE, "more bytes of headers", "fewer");
      default -> Rejection.of(ApiFault.REQUEST_MALFORMED, "something else", "HTTP/1.1");
    };
  }

  private Optional<Rejection> checkClient(HttpServerRequest request, long nowMillis) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    ClientAddress client = ClientAddress.of(request.remoteAddress(), request.localAddress());
    return checkForm(request)
        .or(() -> rates.check(client, nowMillis))
        .or(() -> HostRule.checkOne(hosts))
        .or(() -> checkTokenOrHost(request, hosts.get(0)))
        .or(() -> HostRule.checkOrigin(request.headers().getAll(HttpHeaders.ORIGIN), hosts.get(0)));
  }

  /**
   * Whoever has the token may call this node by any name: no page of a stranger has it. Where there
   * is none, the name is what gives such a page away.
   */
  private Optional<Rejection> checkTokenOrHost(HttpServerRequest request, String host) {
    if (!token.isNeeded()) {
      return HostRule.checkHost(host, String.valueOf(request.localAddress().hostAddress()));
    }
    List<String> authorizations = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    return Routes.isForMiners(request)
        ? token.checkMiner(authorizations)
        : token.check(authorizations);
  }

  /** This is no proxy: a target is a path, and names no other host. */
  private static Optional<Rejection> checkForm(HttpServerRequest request) {
    boolean isVersion =
        request.version() == HttpVersion.HTTP_1_1 || request.version() == HttpVersion.HTTP_1_0;
    return isVersion && request.uri().startsWith("/")
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                ApiFault.REQUEST_MALFORMED, "another request", "a path and HTTP/1.1 or HTTP/1.0"));
  }

  private void onRoute(HttpServerRequest request, Route route, Map<String, String> path) {
    Optional<Member> present = member.get();
    Checked<Map<String, String>> query = Parameters.query(request.query(), route.query());
    Optional<Rejection> refusal =
        query
            .rejection()
            .or(() -> route.hasBody() ? checkBody(request) : checkNoBody(request))
            .or(() -> present.isEmpty() && route.needsMember() ? starting() : Optional.empty())
            .or(() -> route.hasBody() ? checkLength(request, present) : Optional.empty());
    if (refusal.isPresent()) {
      refuse(request, Optional.of(route), refusal.get());
    } else if (route.hasBody()) {
      readBody(request, route, path, present);
    } else {
      call(route, new Call(request, path, query.value(), present, NO_BODY));
    }
  }

  private static Optional<Rejection> starting() {
    return Optional.of(Rejection.of(ApiFault.STARTING, "a node in no network", "one in a network"));
  }

  private static Optional<Rejection> checkNoBody(HttpServerRequest request) {
    return AnswerWriter.announcesBody(request)
        ? Optional.of(Rejection.of(ApiFault.BODY_UNEXPECTED, "a body", "none"))
        : Optional.empty();
  }

  /**
   * A body must be JSON, and say how long it is: then there is one way to read where it ends, and a
   * proxy in between reads it the same. Miners may send it in chunks, for some can do nothing else.
   */
  private static Optional<Rejection> checkBody(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean hasLength = headers.contains(HttpHeaders.CONTENT_LENGTH);
    List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    if (encodings.isEmpty() && !hasLength) {
      return Optional.of(Rejection.of(ApiFault.LENGTH_NEEDED, "no Content-Length", "one"));
    }
    if (!encodings.isEmpty() && (hasLength || !mayBeInChunks(request, encodings))) {
      return Optional.of(
          Rejection.of(ApiFault.LENGTH_NEEDED, "a Transfer-Encoding", "a Content-Length"));
    }
    @Nullable String type = headers.get(HttpHeaders.CONTENT_TYPE);
    String plain = type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "");
    boolean isJson =
        plain.equals("application/json")
            || plain.equals("application/json;charset=utf-8")
            || plain.equals("application/json;charset=\"utf-8\"");
    @Nullable String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    boolean isPlain = encoding == null || encoding.equalsIgnoreCase("identity");
    return isJson && isPlain
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                ApiFault.CONTENT_TYPE_UNSUPPORTED,
                Parameters.shown(isPlain ? String.valueOf(type) : "an encoded body"),
                "application/json"));
  }

  /** In HTTP/1.0 there are no chunks, and Netty would leave a length beside them. */
  private static boolean mayBeInChunks(HttpServerRequest request, List<String> encodings) {
    return Routes.isForMiners(request)
        && request.version() == HttpVersion.HTTP_1_1
        && encodings.size() == 1
        && encodings.get(0).strip().equalsIgnoreCase("chunked");
  }

  private static Optional<Rejection> checkLength(
      HttpServerRequest request, Optional<Member> member) {
    @Nullable String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return Optional.empty(); // in chunks, which are counted as they come
    }
    boolean isNumber = Parameters.position(length, ApiFault.REQUEST_MALFORMED).isPassed();
    return isNumber && Long.parseLong(length) <= most(member)
        ? Optional.empty()
        : Optional.of(tooLarge(Parameters.shown(length), member));
  }

  private static long most(Optional<Member> member) {
    return ApiLimits.bodyBytes(member.map(present -> present.network().blockBytes()).orElse(0L));
  }

  private static Rejection tooLarge(String length, Optional<Member> member) {
    return Rejection.of(ApiFault.BODY_TOO_LARGE, length + " bytes", "at most " + most(member));
  }

  private void readBody(
      HttpServerRequest request, Route route, Map<String, String> path, Optional<Member> member) {
    if ("100-continue".equalsIgnoreCase(request.headers().get(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    long most = most(member);
    Buffer body = Buffer.buffer();
    request.handler(
        bytes -> {
          if (body.length() + bytes.length() <= most) {
            body.appendBuffer(bytes);
          } else if (!request.response().ended()) {
            refuse(request, Optional.of(route), tooLarge("more than " + most, member));
          }
        });
    request.endHandler(
        any -> {
          if (!request.response().ended()) {
            call(route, new Call(request, path, Map.of(), member, body.getBytes()));
          }
        });
  }

  private void call(Route route, Call call) {
    connections.onRequest(call.request().connection());
    try {
      route
          .endpoint()
          .answer(call)
          .onComplete(
              answer -> writer.write(call.request(), route, answer),
              failure -> writer.write(call.request(), route, whyFailed(call, failure)));
    } catch (RuntimeException failure) {
      writer.write(call.request(), route, whyFailed(call, failure));
    }
  }

  /** What failed is for the log; the client hears what it can do. */
  private Checked<Answer> whyFailed(Call call, Throwable failure) {
    if (failure instanceof TimeoutException) {
      LOG.warn("a question of the API was not answered in time");
      return Checked.refused(ApiFault.BUSY, "no answer in time", "one");
    }
    if (call.isOutdated(member.get())) {
      return Checked.refused(starting().orElseThrow());
    }
    if (isOfStore(failure)) {
      return Checked.refused(ApiFault.STORE_FAILED, "a failing store", "an answer");
    }
    if (call.isEnded()) {
      return Checked.refused(ApiFault.STOPPING, "a node that ends", "an answer");
    }
    LOG.warn("a request of the API failed", failure);
    return Checked.refused(ApiFault.INTERNAL_ERROR, "a fault of the node", "an answer");
  }

  /** Such a fault ends the node, which says so itself. */
  private static boolean isOfStore(Throwable failure) {
    return failure instanceof StoreFailedException
        || failure.getCause() instanceof StoreFailedException;
  }

  private void refuse(HttpServerRequest request, Optional<Route> route, Rejection why) {
    writer.refuseAndClose(request, route, why);
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Closes what is late, from time to time. */
  void watch(long everyMillis) {
    vertx.setPeriodic(everyMillis, any -> connections.closeLate(nowMillis()));
  }
}
