package dev.cairn.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of an event stream, which reads when a test wants it to. */
final class EventReader implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final BufferedReader lines;

  /**
   * One event.
   *
   * @param id empty when it has none
   */
  record Event(String id, String kind, JsonNode data) {}

  /** Opens a stream; {@code headers} end with line breaks. */
  EventReader(ApiFixture node, String query, String headers) throws IOException {
    socket.setReceiveBufferSize(4 << 10);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(node.server.address(), TIMEOUT_MILLIS);
    String request =
        "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The next event of whatever kind. */
  Event next() throws IOException {
    String id = "";
    String kind = "";
    String data = "";
    while (true) {
      String line = line();
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        kind = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Event(id, kind, ApiFixture.parse(data));
      }
    }
  }

  List<Event> next(int events) throws IOException {
    List<Event> read = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      read.add(next());
    }
    return read;
  }

  /** The next line; chunk sizes and the head come as lines like any other. */
  String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the stream has ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
