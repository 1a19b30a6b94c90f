package dev.cairn.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Asks a running node. With the JDK's old client: the new one takes longer to load than the node to
 * answer. Redirects are not followed, for the token would go there too.
 */
final class Api {

  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 60_000;
  private static final int BODY_BYTES_MAX = 64 << 20;
  private static final String BASE = "/api/v1/";

  private final URI node;
  private final Optional<String> token;

  Api(URI node, Optional<String> token) {
    this.node = node;
    this.token = token;
  }

  /** The answer to a question, which may be a refusal. */
  Answer ask(String path) throws CommandFailure {
    return call("GET", path, Optional.empty());
  }

  /** The answer to a question; a refusal ends the command. */
  Answer get(String path) throws CommandFailure {
    Answer answer = ask(path);
    if (!answer.isOk()) {
      throw answer.failure();
    }
    return answer;
  }

  /** Hands something over; the answer may be a refusal. */
  Answer post(String path, Map<String, ?> body) throws CommandFailure {
    return call("POST", path, Optional.of(Json.write(body)));
  }

  private Answer call(String method, String path, Optional<String> body) throws CommandFailure {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) node.resolve(BASE + path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setRequestProperty("Accept", "application/json");
      token.ifPresent(text -> connection.setRequestProperty("Authorization", "Bearer " + text));
      if (body.isPresent()) {
        send(connection, body.get().getBytes(StandardCharsets.UTF_8));
      }
      return answer(connection.getResponseCode(), read(connection));
    } catch (IOException e) {
      throw unreachable(reason(e));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "there is no host of this name";
    } else if (e instanceof SSLException) {
      return "no HTTPS there (a node itself speaks HTTP): " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  private static void send(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  private static String read(HttpURLConnection connection) throws IOException {
    InputStream error = connection.getErrorStream();
    try (InputStream in =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : error == null ? InputStream.nullInputStream() : error) {
      byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
      if (bytes.length > BODY_BYTES_MAX) {
        throw new IOException("an answer of more than " + BODY_BYTES_MAX + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private Answer answer(int status, String body) throws CommandFailure {
    try {
      Object json = Json.parse(body);
      if (json instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked")
        Map<String, ?> object = (Map<String, ?>) map;
        return new Answer(status, body, object, List.of());
      } else if (json instanceof List<?> list) {
        return new Answer(status, body, Map.of(), list);
      }
    } catch (IOException e) {
      // Said below, for a page of something else is no JSON either.
    }
    throw unreachable("what answers there is no cairn node (HTTP status " + status + ")");
  }

  private CommandFailure unreachable(String detail) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "NODE_UNREACHABLE",
        node + ": " + detail,
        "start a node with ./cairn run, or give --api the URL that it printed");
  }
}
