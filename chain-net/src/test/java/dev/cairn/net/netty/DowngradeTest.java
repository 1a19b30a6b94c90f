package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Hello;
import dev.cairn.net.netty.RecordRelay.Tampering;
import dev.cairn.net.netty.RecordRelay.TlsRecord;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody between two nodes who wants them to agree on less than they would: both sides end
 * without a link and know why, with and without a secret of the network.
 */
@ExtendWith(NoLeaks.class)
class DowngradeTest {

  private static final int ALPN = 16;
  private static final int SUPPORTED_VERSIONS = 43;

  /** For what ends by waiting. */
  private static final NetLimits BRIEF =
      TestLimits.with(Map.of("handshakeMillis", 1500, "silenceMillis", 1500, "pingMillis", 500));

  private static NetRuntime runtime;

  @BeforeAll
  static void begin() {
    runtime = NetRuntime.create(new NetRuntime.Threads(2, 2, 1, 2, 1024, 1024));
  }

  @AfterAll
  static void end() {
    runtime.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }

  /** A frame that is no TLS at all. */
  private static byte[] plainHello() {
    Hello hello =
        new Hello(
            1,
            1,
            NetworkParameters.dev().id(),
            Bytes.of(new byte[32]),
            Bytes.of(new byte[8]),
            Bytes.EMPTY);
    return EmbeddedLink.frames(List.of(hello));
  }

  private record Result(EngineNode dialler, EngineNode listener, RecordRelay relay) {}

  /** One connection between two nodes through a relay; both end without a link. */
  private static Result attempt(boolean isClosed, NetLimits limits, Tampering tampering)
      throws IOException {
    try (EngineNode listener = new EngineNode(runtime, limits, EngineNode.secret(isClosed));
        RecordRelay relay = new RecordRelay(listener.address(), tampering);
        EngineNode dialler =
            new EngineNode(
                runtime,
                limits,
                EngineNode.secret(isClosed),
                EngineNode.entry(listener.id(), relay.address()))) {
      await().until(() -> !dialler.ends().isEmpty() && !listener.ends().isEmpty());
      await().until(() -> dialler.isAlone() && listener.isAlone());
      assertThat(dialler.opened).isSubsetOf(listener.id());
      assertThat(listener.opened).isSubsetOf(dialler.id());
      return new Result(dialler, listener, relay);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoPassesAllOnIsNotNoticed(boolean isClosed) throws IOException {
    assertThat(recordsUntilOpen(isClosed, true)).isGreaterThan(2);
  }

  /** How many records of application data one side sends until both have the link. */
  private static int recordsUntilOpen(boolean isClosed, boolean areFromDialler) throws IOException {
    try (EngineNode listener =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(isClosed));
        RecordRelay relay = new RecordRelay(listener.address(), record -> List.of(record.bytes()));
        EngineNode dialler =
            new EngineNode(
                runtime,
                TestLimits.PATIENT,
                EngineNode.secret(isClosed),
                EngineNode.entry(listener.id(), relay.address()))) {
      await().until(() -> !dialler.opened.isEmpty() && !listener.opened.isEmpty());
      assertThat(dialler.opened).containsExactly(listener.id());
      assertThat(listener.opened).containsExactly(dialler.id());
      assertThat(relay.tampered()).isZero();
      return relay.applicationRecords(areFromDialler);
    }
  }

  /** What can be changed before anything is encrypted. */
  private enum HelloAttack {
    OTHER_ALPN(true, r -> RecordRelay.replaced(r, ascii("cairn/1"), ascii("cairn/0"))),
    NO_ALPN(true, r -> RecordRelay.withoutExtension(r, ALPN)),
    NO_VERSIONS(true, r -> RecordRelay.withoutExtension(r, SUPPORTED_VERSIONS)),
    ONLY_TLS_1_2(true, r -> RecordRelay.replaced(r, bytes(2, 3, 4), bytes(2, 3, 3))),
    // TLS_AES_256_GCM_SHA384 becomes a suite that nobody has
    FEWER_CIPHERS(true, r -> RecordRelay.replaced(r, bytes(0x13, 0x02), bytes(0x13, 0xfe))),
    PLAIN_TO_LISTENER(true, r -> plainHello()),
    ANSWERED_TLS_1_2(
        false,
        r ->
            RecordRelay.replaced(
                r,
                bytes(0, SUPPORTED_VERSIONS, 0, 2, 3, 4),
                bytes(0, SUPPORTED_VERSIONS, 0, 2, 3, 3))),
    ANSWERED_OTHER_CIPHER(
        false, r -> RecordRelay.replaced(r, bytes(0x13, 0x02), bytes(0x13, 0x01))),
    PLAIN_TO_DIALLER(false, r -> plainHello());

    private final boolean isFromDialler;
    private final UnaryOperator<byte[]> change;

    HelloAttack(boolean isFromDialler, UnaryOperator<byte[]> change) {
      this.isFromDialler = isFromDialler;
      this.change = change;
    }

    List<byte[]> passOn(TlsRecord record) {
      boolean isIt =
          record.type() == TlsRecord.HANDSHAKE
              && record.number() == 0
              && record.isFromDialler() == isFromDialler;
      return List.of(isIt ? change.apply(record.bytes()) : record.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource(HelloAttack.class)
  void aChangedTlsHelloEndsBothSides(HelloAttack attack) throws IOException {
    for (boolean isClosed : new boolean[] {false, true}) {
      Result result = attempt(isClosed, TestLimits.PATIENT, attack::passOn);
      assertThat(result.relay().tampered()).isPositive();
      assertThat(result.dialler().opened).isEmpty();
      assertThat(result.listener().opened).isEmpty();
      assertThat(result.dialler().ends())
          .containsAnyOf(DisconnectReason.TLS_FAILED, DisconnectReason.CONNECTION_LOST);
      assertThat(result.listener().ends())
          .containsAnyOf(DisconnectReason.TLS_FAILED, DisconnectReason.CONNECTION_LOST);
      assertThat(List.of(result.dialler().ends(), result.listener().ends()))
          .anyMatch(ends -> ends.contains(DisconnectReason.TLS_FAILED));
    }
  }

  /** What can be done with a record that cannot be read. */
  private enum RecordAttack {
    DROP(record -> List.of()),
    DROP_BYTE(record -> List.of(record.shortened())),
    FLIP_BIT(record -> List.of(record.flipped())),
    REPEAT(record -> List.of(record.bytes(), record.bytes())),
    PLAIN_FRAME_BEFORE(record -> List.of(plainHello(), record.bytes())),
    PLAIN_RECORD_BEFORE(record -> List.of(wrapped(plainHello()), record.bytes()));

    private final Tampering tampering;

    RecordAttack(Tampering tampering) {
      this.tampering = tampering;
    }
  }

  /** As a record of application data that nobody has encrypted. */
  private static byte[] wrapped(byte[] content) {
    byte[] record = new byte[5 + content.length];
    record[0] = TlsRecord.APPLICATION_DATA;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (content.length >> 8);
    record[4] = (byte) content.length;
    System.arraycopy(content, 0, record, 5, content.length);
    return record;
  }

  /** The records bring the rest of TLS, then Hello with the versions, Proof, and Introduction. */
  @ParameterizedTest
  @EnumSource(RecordAttack.class)
  void aChangedRecordOfTheHandshakeEndsBothSides(RecordAttack attack) throws IOException {
    for (boolean isFromDialler : new boolean[] {true, false}) {
      int records = recordsUntilOpen(true, isFromDialler);
      for (int i = 0; i < records; i++) {
        int number = i;
        attemptUntilTampered(
            record ->
                record.isFromDialler() == isFromDialler
                        && record.type() == TlsRecord.APPLICATION_DATA
                        && record.number() == number
                    ? attack.tampering.passOn(record)
                    : List.of(record.bytes()));
      }
    }
  }

  /** On a machine that stands still a handshake may end by its time before the record comes. */
  private static void attemptUntilTampered(Tampering tampering) throws IOException {
    int tampered = 0;
    for (int i = 0; i < 3 && tampered == 0; i++) {
      tampered = attempt(true, BRIEF, tampering).relay().tampered();
    }
    assertThat(tampered).isPositive();
  }
}
