package dev.cairn.node.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** An API that answers what a test has prepared, the last answer for ever. */
final class FakeNode implements AutoCloseable {

  /**
   * @param status 0 to break the connection instead of an answer
   */
  private record Prepared(int status, UnaryOperator<String> body) {}

  /**
   * A request as it came.
   *
   * @param token the header Authorization
   */
  record Request(String method, String path, String body, String token) {}

  private final HttpServer server;
  private final Map<String, Deque<Prepared>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new ArrayList<>();

  FakeNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Prepares one more answer. */
  FakeNode on(String path, int status, String body) {
    return on(path, status, any -> body);
  }

  /** Prepares one more answer, which is made from the request's body. */
  FakeNode on(String path, int status, UnaryOperator<String> body) {
    answers
        .computeIfAbsent("/api/v1/" + path, any -> new ArrayDeque<>())
        .add(new Prepared(status, body));
    return this;
  }

  /** Prepares a connection that breaks once the request is there. */
  FakeNode breakOff(String path) {
    return on(path, 0, "");
  }

  FakeNode on(String path, String body) {
    return on(path, 200, body);
  }

  /** Another one with the same answers. */
  FakeNode copy() throws IOException {
    FakeNode copy = new FakeNode();
    answers.forEach((path, prepared) -> copy.answers.put(path, new ArrayDeque<>(prepared)));
    return copy;
  }

  /** The only answer there from now on. */
  FakeNode replace(String path, String body) {
    return replace(path, 200, body);
  }

  FakeNode replace(String path, int status, String body) {
    return replace(path, status, any -> body);
  }

  FakeNode replace(String path, int status, UnaryOperator<String> body) {
    answers.remove("/api/v1/" + path);
    return on(path, status, body);
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    requests.add(new Request(exchange.getRequestMethod(), path, body, token));
    Deque<Prepared> prepared = answers.get(path);
    Prepared answer =
        prepared == null
            ? new Prepared(404, any -> "{\"reason\":\"NOT_FOUND\",\"detail\":\"" + path + "\"}")
            : prepared.size() > 1 ? prepared.remove() : prepared.getFirst();
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.body().apply(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
