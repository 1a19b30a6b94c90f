package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.Seeds;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More than the buffers of both sides hold, for a client that does not read at first. */
final class PartsOnTheWayTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int BATCH_BYTES = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final List<byte[]> parts = new ArrayList<>();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final AtomicBoolean wasFull = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** Of every length, a part of none too. */
  private Socket ask() throws Exception {
    Random random = Seeds.random("PartsOnTheWayTest");
    while (all.size() < 32 << 20) {
      byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 1 << 20 : 100)];
      random.nextBytes(bytes);
      parts.add(bytes);
      all.writeBytes(bytes);
    }
    parts.add(new byte[0]);
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(this::answer)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES);
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout((int) LONG.toMillis());
    String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void answer(HttpServerRequest request) {
    request.response().closeHandler(any -> isClosed.set(true));
    new PartsOnTheWay(request.response(), Answer.parts(parts), BATCH_BYTES).writeOn();
    wasFull.set(request.response().writeQueueFull());
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  void bringsAllToAClientThatReadsLater() throws Exception {
    try (Socket socket = ask()) {
      await().atMost(LONG).untilTrue(wasFull);
      byte[] answer = socket.getInputStream().readAllBytes();
      String head =
          new String(answer, 0, 100, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      assertThat(head).contains("content-length: " + all.size() + "\r\n");
      int start = head.indexOf("\r\n\r\n") + 4;
      assertThat(answer).hasSize(start + all.size()).endsWith(all.toByteArray());
    }
  }

  @Test
  void endsWithAClientThatLeaves() throws Exception {
    try (Socket socket = ask()) {
      InputStream in = socket.getInputStream();
      await().atMost(LONG).untilTrue(wasFull);
      assertThat(in.readNBytes(100_000)).hasSize(100_000);
    }
    await().atMost(LONG).untilTrue(isClosed);
  }
}
