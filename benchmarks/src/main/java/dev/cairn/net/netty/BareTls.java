package dev.cairn.net.netty;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** One side of a TLS connection as the JDK has it, on a socket that blocks. For one thread. */
final class BareTls {

  private final SSLEngine engine;
  private final SocketChannel socket;
  private final ByteBuffer received;
  private final ByteBuffer sent;
  private final ByteBuffer plain;

  BareTls(SSLEngine engine, SocketChannel socket) {
    this.engine = engine;
    this.socket = socket;
    int record = engine.getSession().getPacketBufferSize();
    received = ByteBuffer.allocateDirect(4 * record).limit(0);
    sent = ByteBuffer.allocateDirect(record);
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  /** Until both sides have proven what they are. */
  void handshake() throws IOException {
    engine.beginHandshake();
    SSLEngineResult.HandshakeStatus status = engine.getHandshakeStatus();
    while (status != SSLEngineResult.HandshakeStatus.FINISHED
        && status != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
      status =
          switch (status) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0)).getHandshakeStatus();
            default -> unwrap().getHandshakeStatus();
          };
    }
  }

  private SSLEngineResult.HandshakeStatus runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return engine.getHandshakeStatus();
  }

  /** Sends these bytes. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wrap(bytes);
    }
  }

  /** Waits for so many bytes, or a few more. */
  void read(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      left -= unwrap().bytesProduced();
    }
  }

  private SSLEngineResult wrap(ByteBuffer bytes) throws IOException {
    SSLEngineResult result = engine.wrap(bytes, sent.clear());
    sent.flip();
    while (sent.hasRemaining()) {
      socket.write(sent);
    }
    return require(result);
  }

  private SSLEngineResult unwrap() throws IOException {
    SSLEngineResult result = engine.unwrap(received, plain.clear());
    while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
      received.compact();
      int read = socket.read(received);
      received.flip();
      if (read < 0) {
        throw new EOFException();
      }
      result = engine.unwrap(received, plain.clear());
    }
    return require(result);
  }

  private static SSLEngineResult require(SSLEngineResult result) throws SSLException {
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException(result.toString());
    }
    return result;
  }
}
