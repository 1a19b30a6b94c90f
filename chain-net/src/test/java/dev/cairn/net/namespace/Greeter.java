package dev.cairn.net.namespace;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Greets one who calls, or calls one who greets. */
final class Greeter {

  private static final int PORT = 7771;
  private static final int TIMEOUT_MILLIS = 10_000;

  private Greeter() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      try (ServerSocket server = new ServerSocket(PORT)) {
        System.out.println("listening");
        try (Socket caller = server.accept()) {
          String from = caller.getInetAddress().getHostAddress();
          caller.getOutputStream().write(("hello " + from).getBytes(StandardCharsets.US_ASCII));
        }
      }
    } else {
      try (Socket socket = new Socket()) {
        InetAddress host = InetAddress.getByName(arguments[0]);
        socket.connect(new InetSocketAddress(host, PORT), TIMEOUT_MILLIS);
        System.out.println(
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
    }
  }
}
