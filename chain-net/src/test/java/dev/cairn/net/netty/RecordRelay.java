package dev.cairn.net.netty;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.PeerAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody between two nodes who reads TLS records, one connection, and passes on what he will. */
final class RecordRelay implements AutoCloseable {

  /** One TLS record (RFC 8446, section 5.1). */
  record TlsRecord(boolean isFromDialler, int number, byte[] bytes) {

    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    int type() {
      return bytes[0];
    }

    /** The same with one bit changed, the last one of the authentication tag if it has one. */
    byte[] flipped() {
      byte[] changed = bytes.clone();
      changed[changed.length - 1] ^= 1;
      return changed;
    }

    /** The same without its last byte, as the length says it. */
    byte[] shortened() {
      return Arrays.copyOf(bytes, bytes.length - 1);
    }
  }

  /** What is done with the records of each direction, which are numbered for each type. */
  @FunctionalInterface
  interface Tampering {

    /** What to pass on instead of a record: the record itself, nothing, or anything else. */
    List<byte[]> passOn(TlsRecord record);
  }

  private static final int HEADER_BYTES = 5;

  private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final PeerAddress to;
  private final Tampering tampering;
  private final AtomicInteger tampered = new AtomicInteger();
  private final AtomicInteger fromDialler = new AtomicInteger();
  private final AtomicInteger fromListener = new AtomicInteger();

  RecordRelay(PeerAddress to, Tampering tampering) throws IOException {
    this.to = to;
    this.tampering = tampering;
    start(this::run, "record-relay");
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  PeerAddress address() {
    return new PeerAddress(Bytes.ofHex("7f000001"), listening.getLocalPort());
  }

  /** How many records were not passed on as they were. */
  int tampered() {
    return tampered.get();
  }

  /** How many records of application data have passed. */
  int applicationRecords(boolean areFromDialler) {
    return (areFromDialler ? fromDialler : fromListener).get();
  }

  private void run() {
    try (Socket in = listening.accept();
        Socket out = new Socket()) {
      listening.close(); // once is enough: the next dial fails
      out.connect(to.toSocketAddress());
      Thread back = start(() -> pass(out, in, false), "record-relay-back");
      pass(in, out, true);
      back.join();
    } catch (IOException | InterruptedException ended) {
      // the connection is over
    }
  }

  private void pass(Socket from, Socket into, boolean isFromDialler) {
    int[] numbers = new int[256];
    try {
      DataInputStream source = new DataInputStream(from.getInputStream());
      OutputStream target = into.getOutputStream();
      for (byte[] read = read(source); read.length > 0; read = read(source)) {
        int type = read[0] & 0xff;
        if (type == TlsRecord.APPLICATION_DATA) {
          (isFromDialler ? fromDialler : fromListener).incrementAndGet();
        }
        List<byte[]> passed = tampering.passOn(new TlsRecord(isFromDialler, numbers[type]++, read));
        if (passed.size() != 1 || passed.get(0) != read) {
          tampered.incrementAndGet();
        }
        for (byte[] bytes : passed) {
          target.write(bytes);
        }
      }
      into.shutdownOutput();
    } catch (IOException ended) {
      closeQuietly(from);
      closeQuietly(into);
    }
  }

  /** The next record; empty at the end. */
  private static byte[] read(DataInputStream source) throws IOException {
    int first = source.read();
    if (first < 0) {
      return new byte[0];
    }
    byte[] header = new byte[HEADER_BYTES];
    header[0] = (byte) first;
    source.readFully(header, 1, HEADER_BYTES - 1);
    int length = (header[3] & 0xff) << 8 | (header[4] & 0xff);
    byte[] all = Arrays.copyOf(header, HEADER_BYTES + length);
    source.readFully(all, HEADER_BYTES, length);
    return all;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // closed is closed
    }
  }

  /** A ClientHello (RFC 8446, section 4.1.2) without the extension of this number. */
  static byte[] withoutExtension(byte[] clientHello, int extension) {
    int at = HEADER_BYTES + 4 + 2 + 32;
    at += 1 + (clientHello[at] & 0xff); // session id
    at += 2 + u16(clientHello, at); // cipher suites
    at += 1 + (clientHello[at] & 0xff); // compression
    int lengthAt = at;
    int end = at + 2 + u16(clientHello, at);
    for (at += 2; at < end; at += 4 + u16(clientHello, at + 2)) {
      if (u16(clientHello, at) == extension) {
        int removed = 4 + u16(clientHello, at + 2);
        byte[] without = Arrays.copyOf(clientHello, clientHello.length - removed);
        System.arraycopy(clientHello, at + removed, without, at, without.length - at);
        put16(without, lengthAt, end - lengthAt - 2 - removed);
        put16(without, HEADER_BYTES + 2, without.length - HEADER_BYTES - 4);
        put16(without, 3, without.length - HEADER_BYTES);
        return without;
      }
    }
    throw new IllegalArgumentException("no extension " + extension);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  /** With the one place where these bytes are changed into others of the same number. */
  static byte[] replaced(byte[] record, byte[] what, byte[] with) {
    for (int at = 0; at + what.length <= record.length; at++) {
      if (Arrays.equals(record, at, at + what.length, what, 0, what.length)) {
        byte[] changed = record.clone();
        System.arraycopy(with, 0, changed, at, with.length);
        return changed;
      }
    }
    throw new IllegalArgumentException("not in the record");
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
