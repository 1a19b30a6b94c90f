package dev.cairn.node;

import dev.cairn.core.transaction.Transaction;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A connection over which transactions are handed in, one after the other. It takes so little of
 * the machine that the nodes can have the rest.
 */
final class PostLink implements AutoCloseable {

  private static final int ACCEPTED = 202;

  private final Socket socket;
  private final InputStream input;
  private final String head;

  PostLink(URI transactions) throws IOException {
    socket = new Socket(transactions.getHost(), transactions.getPort());
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
    head =
        "POST "
            + transactions.getPath()
            + " HTTP/1.1\r\nHost: "
            + transactions.getAuthority()
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
  }

  /**
   * What was answered.
   *
   * @param body JSON
   */
  record Answer(int status, String body) {
    boolean isAccepted() {
      return status == ACCEPTED;
    }
  }

  Answer post(Transaction transaction) throws IOException {
    String body =
        "{\"transaction\":\"" + HexFormat.of().formatHex(transaction.encode().toArray()) + "\"}";
    String request = head + body.length() + "\r\n\r\n" + body;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).trim());
      }
    }
    return new Answer(status, new String(input.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the node has closed a connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
