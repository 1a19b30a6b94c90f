package dev.cairn.node.api;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The open connections, each with the time until which its client has to get on with what it does:
 * whoever sends a byte now and then holds no connection for ever. Confined to the event loop.
 */
final class Connections {

  private static final long NEVER = Long.MAX_VALUE;

  /** For how long a client that is still sending may read why it is refused. */
  private static final long LINGER_MILLIS = 300;

  private final ApiLimits.Links limits;
  private final Map<HttpConnection, Long> deadlines = new LinkedHashMap<>();

  /** How many places each client has. */
  private final Map<ClientAddress, Integer> taken = new LinkedHashMap<>();

  private final Set<HttpConnection> ending = new LinkedHashSet<>();

  private final BooleanSupplier isShortOfDescriptors;

  /**
   * @param isShortOfDescriptors whether what the process may still open is needed for more than
   *     this
   */
  Connections(ApiLimits.Links limits, BooleanSupplier isShortOfDescriptors) {
    this.limits = limits;
    this.isShortOfDescriptors = isShortOfDescriptors;
  }

  /** A client has connected. */
  void onOpen(HttpConnection connection) {
    ClientAddress client = ClientAddress.of(connection.remoteAddress(), connection.localAddress());
    boolean hasEnough = !client.isLocal() && taken(client) >= limits.mostPerClient();
    if (hasEnough || deadlines.size() >= limits.most() || isShortOfDescriptors.getAsBoolean()) {
      connection.close();
      return;
    }
    taken.put(client, taken(client) + 1);
    deadlines.put(
        connection, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + limits.firstRequestMillis());
    connection.closeHandler(gone -> onClosed(connection, client));
  }

  private int taken(ClientAddress client) {
    return taken.getOrDefault(client, 0);
  }

  private void onClosed(HttpConnection connection, ClientAddress client) {
    deadlines.remove(connection);
    ending.remove(connection);
    taken.computeIfPresent(client, (any, count) -> count == 1 ? null : count - 1);
  }

  /** The head of a request is complete; its body has to follow. */
  void onHead(HttpConnection connection, long nowMillis) {
    extend(connection, nowMillis + limits.bodyMillis());
  }

  /** The request is complete; it is this side's turn. */
  void onRequest(HttpConnection connection) {
    extend(connection, NEVER);
  }

  /** The answer is there: the client has to read it, and may send another request. */
  void onAnswer(HttpConnection connection, long nowMillis) {
    extend(connection, nowMillis + limits.idleMillis());
  }

  /** Nothing more is read of this connection; it is closed when the client had time to read. */
  void onEnd(HttpConnection connection, long nowMillis) {
    if (deadlines.containsKey(connection)) {
      ending.add(connection);
      deadlines.put(connection, nowMillis + LINGER_MILLIS);
    }
  }

  boolean isEnding(HttpConnection connection) {
    return ending.contains(connection);
  }

  private void extend(HttpConnection connection, long deadlineMillis) {
    deadlines.computeIfPresent(connection, (any, old) -> deadlineMillis);
  }

  /** Closes what is late. */
  void closeLate(long nowMillis) {
    List<HttpConnection> late = new ArrayList<>();
    deadlines.forEach(
        (connection, deadline) -> {
          if (nowMillis >= deadline) {
            late.add(connection);
          }
        });
    late.forEach(HttpConnection::close);
  }

  int open() {
    return deadlines.size();
  }
}
