package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody on the way who changes what passes: no other message ever comes out. */
@ExtendWith(NoLeaks.class)
class TamperedStreamTest {

  private static final List<Message> SENT = List.of(new Ping(1), new Ping(2), LargeMessage.of(500));

  /**
   * The last record, behind the last message: header, alert, type, tag; and what the length of the
   * handshake differs by, for the lengths of ECDSA signatures do.
   */
  private static final int END_BYTES = 5 + 2 + 1 + 16 + 16;

  private static NetRuntime runtime;

  @BeforeAll
  static void begin() {
    runtime = NetRuntime.create(new NetRuntime.Threads(2, 1, 1, 2, 1024, 16));
  }

  @AfterAll
  static void end() {
    runtime.close();
  }

  /** Passes one connection on and flips one bit of what the dialler sends. */
  private static final class Relay implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final PeerAddress to;
    private final long flipAt;
    private final int bit;
    private final AtomicLong passed = new AtomicLong();

    Relay(PeerAddress to, long flipAt, int bit) throws IOException {
      this.to = to;
      this.flipAt = flipAt;
      this.bit = bit;
      new Thread(this::run, "relay").start();
    }

    PeerAddress address() {
      return new PeerAddress(Bytes.ofHex("7f000001"), listening.getLocalPort());
    }

    private void run() {
      try (Socket in = listening.accept();
          Socket out = new Socket()) {
        out.connect(to.toSocketAddress());
        Thread back = new Thread(() -> pass(out, in, false), "relay-back");
        back.start();
        pass(in, out, true);
        back.join();
      } catch (IOException | InterruptedException ended) {
        // the connection is over
      }
    }

    private void pass(Socket from, Socket into, boolean flips) {
      byte[] buffer = new byte[4096];
      try {
        InputStream source = from.getInputStream();
        OutputStream target = into.getOutputStream();
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
          if (flips) {
            long index = flipAt - passed.getAndAdd(read);
            if (index >= 0 && index < read) {
              buffer[(int) index] ^= (byte) (1 << bit);
            }
          }
          target.write(buffer, 0, read);
        }
        into.shutdownOutput();
      } catch (IOException ended) {
        closeQuietly(from);
        closeQuietly(into);
      }
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException ignored) {
        // closed is closed
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  private static List<Message> expected() {
    List<Message> expected = new ArrayList<>(SENT);
    expected.add(new Goodbye("NO_LONGER_NEEDED", ""));
    return expected;
  }

  /** What a session left: the number of bytes that the dialler sent, and what came of them. */
  private record Outcome(long bytes, TestNode listener) {}

  private static Outcome session(long flipAt, int bit) throws IOException {
    NetLimits limits =
        flipAt < 0 ? TestLimits.PATIENT : TestLimits.with(Map.of("handshakeMillis", 5000));
    try (TestNode listener = new TestNode(runtime, limits);
        TestNode dialler = new TestNode(runtime, limits);
        Relay relay = new Relay(listener.address, flipAt, bit)) {
      dialler.dial(relay.address(), Optional.of(listener.id()));
      await().until(() -> !dialler.opened.isEmpty() || !dialler.failed.isEmpty());
      // As in the protocol, where the dialler waits for the first answer before it goes on: one who
      // closes at once may be gone before its certificate was judged.
      await()
          .until(
              () ->
                  !listener.opened.isEmpty()
                      || !dialler.closed.isEmpty()
                      || !dialler.failed.isEmpty());
      if (!dialler.opened.isEmpty()) {
        LinkId link = dialler.opened.get(0).id();
        dialler.run(
            () -> {
              SENT.forEach(message -> dialler.transport.send(link, message));
              dialler.transport.disconnect(link, DisconnectReason.NO_LONGER_NEEDED, "");
            });
        await().until(() -> !dialler.closed.isEmpty());
      }
      if (flipAt < 0) {
        await().until(() -> listener.messages.size() == expected().size());
      }
      return new Outcome(relay.passed.get(), listener);
    }
  }

  @Test
  void aFlippedBitNeverGivesAnotherMessage() throws IOException {
    Random random = Seeds.random("aFlippedBitNeverGivesAnotherMessage");
    Outcome untouched = session(-1, 0);
    assertThat(untouched.listener().messages).isEqualTo(expected());
    long bytes = untouched.bytes() - END_BYTES;
    int rounds = Seeds.rounds(40, (int) bytes);
    int unharmed = 0;
    for (int i = 0; i < rounds; i++) {
      long flipAt = i * bytes / rounds;
      int bit = random.nextInt(8);
      TestNode listener = session(flipAt, bit).listener();
      assertThat(listener.messages)
          .as("byte %s, bit %s", flipAt, bit)
          .isEqualTo(expected().subList(0, listener.messages.size()));
      assertThat(listener.violations).isEmpty();
      unharmed += listener.messages.size() == expected().size() ? 1 : 0;
    }
    // What TLS does not protect means nothing: the version in the header of the first record, and
    // the record that makes old middle boxes see TLS 1.2.
    assertThat(unharmed).isLessThanOrEqualTo(rounds / 10);
  }
}
