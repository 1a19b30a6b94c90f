package dev.cairn.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives after TLS: cut into frames, bounded, held back, and refused once. */
class FramesTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;

  private static final List<Message> SESSION =
      List.of(
          new Hello(
              1,
              3,
              NetworkId.of(new byte[32]),
              Bytes.of(new byte[32]),
              Bytes.of(new byte[8]),
              Bytes.EMPTY),
          new Ping(-1),
          new Pong(0x0102030405060708L),
          new WantCompactBlocks(true),
          new BlocksNotFound(Collections.nCopies(16, BlockHash.of(new byte[32]))),
          new GetAddresses(),
          new Goodbye("SHUTTING_DOWN", "until tomorrow"));

  @Test
  void aSessionSplitAnywhereGivesTheSameMessages() {
    byte[] bytes = EmbeddedLink.frames(SESSION);
    for (int at = 0; at <= bytes.length; at++) {
      EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
      link.arrive(bytes, 0, at).arrive(bytes, at, bytes.length).close();
      assertThat(link.messages).as("split at %s", at).isEqualTo(SESSION);
      assertThat(link.violations).isEmpty();
      assertThat(link.memory()).isZero();
    }
  }

  @Test
  void aSessionInSingleBytesGivesTheSameMessages() {
    byte[] bytes = EmbeddedLink.frames(SESSION);
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    IntStream.range(0, bytes.length).forEach(i -> link.arrive(bytes, i, i + 1));

    assertThat(link.close().messages).isEqualTo(SESSION);
    assertThat(link.memory()).isZero();
  }

  @Test
  void aHundredFramesInOneSegmentAreAHundredMessages() {
    List<Message> pings = IntStream.range(0, 100).mapToObj(i -> (Message) new Ping(i)).toList();
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    link.arrive(EmbeddedLink.frames(pings)).close();

    assertThat(link.messages).isEqualTo(pings);
    assertThat(link.memory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xffffffff, 0x80000000, -8, (8 << 20) + 1})
  void aLengthAboveTheLimitIsRefusedBeforeAnythingIsKept(int length) {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    link.arrive(EmbeddedLink.header(length));

    assertOneViolation(link, FrameFault.FRAME_TOO_LONG);
  }

  @Test
  void theLongestFrameIsAwaited() {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    link.arrive(EmbeddedLink.header(LIMITS.frameBytes()));

    assertThat(link.violations).isEmpty();
    assertThat(link.channel.isOpen()).isTrue();
    assertThat(link.memory()).isZero();
    link.close();
  }

  @Test
  void framesAreShortUntilTheLinkIsOpen() {
    int longest = LIMITS.handshakeFrameBytes();
    EmbeddedLink within = new EmbeddedLink(LIMITS);
    within.arrive(EmbeddedLink.header(longest));
    assertThat(within.violations).isEmpty();

    EmbeddedLink above = new EmbeddedLink(LIMITS);
    above.arrive(EmbeddedLink.header(longest + 1));
    assertOneViolation(above, FrameFault.FRAME_TOO_LONG);

    EmbeddedLink open = new EmbeddedLink(LIMITS).opened();
    open.arrive(EmbeddedLink.header(longest + 1));
    assertThat(open.violations).isEmpty();
    Stream.of(within, open).forEach(EmbeddedLink::close);
  }

  @Test
  void aHundredThousandEmptyFramesAreOneViolation() {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    link.arrive(new byte[400_000]);

    assertOneViolation(link, FrameFault.FRAME_EMPTY);
  }

  @Test
  void aLongFrameOccupiesNoMoreThanTwiceWhatHasArrived() {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
    link.arrive(EmbeddedLink.header(LIMITS.frameBytes()));
    int arrived = 0;
    for (int piece = 100; piece < 20_000; piece += 100) {
      link.arrive(new byte[piece]);
      arrived += piece;
      assertThat(link.memory()).isLessThanOrEqualTo(2L * arrived);
    }
    link.close();
    assertThat(link.messages).isEmpty();
    assertThat(link.memory()).isZero();
  }

  @Test
  void whatIsNoMessageIsOneViolation() {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
    byte[] bytes = EmbeddedLink.frames(List.of(new Ping(1), new Ping(2)));
    bytes[4] = (byte) 0xff;

    link.arrive(bytes).arrive(EmbeddedLink.frames(SESSION));

    assertOneViolation(link, null);
    assertThat(link.messages).isEmpty();
  }

  @Test
  void anIncompleteFrameIsNoMessage() {
    byte[] bytes = EmbeddedLink.frames(SESSION);
    for (int length = 0; length < bytes.length; length++) {
      EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
      link.arrive(Arrays.copyOf(bytes, length)).close();
      assertThat(link.messages)
          .hasSizeLessThan(SESSION.size())
          .isEqualTo(SESSION.subList(0, link.messages.size()));
      assertThat(link.violations).isEmpty();
      assertThat(link.memory()).isZero();
    }
  }

  @Test
  void flippedBitsGiveMessagesOrOneViolationAndNothingElse() {
    byte[] bytes = EmbeddedLink.frames(SESSION);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
      link.arrive(changed);
      assertSound(link, "bit " + bit);
    }
  }

  @Test
  void randomBytesGiveMessagesOrOneViolationAndNothingElse() {
    Random random = Seeds.random("randomBytesGiveMessagesOrOneViolationAndNothingElse");
    byte[] session = EmbeddedLink.frames(SESSION);
    for (int round = 0; round < Seeds.rounds(2000, 200_000); round++) {
      byte[] bytes;
      if (random.nextBoolean()) {
        bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
      } else {
        bytes = session.clone();
        for (int i = random.nextInt(5); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      EmbeddedLink link = new EmbeddedLink(LIMITS);
      if (random.nextBoolean()) {
        link.opened();
      }
      for (int at = 0; at < bytes.length; ) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(100));
        link.arrive(bytes, at, to);
        at = to;
      }
      assertSound(link, "round " + round);
    }
  }

  @Test
  void beforeTheLinkIsOpenOneFrameAtATimeGoesOn() {
    EmbeddedLink link = new EmbeddedLink(LIMITS);
    List<Integer> unfinished = new ArrayList<>();
    link.engine = unfinished::add;

    link.arrive(EmbeddedLink.frames(List.of(new Ping(1), new Ping(2), new Ping(3))));
    assertThat(link.messages).containsExactly(new Ping(1));
    assertThat(link.channel.config().isAutoRead()).isFalse();

    link.handler.gate().done(unfinished.remove(0));
    link.channel.runPendingTasks();
    assertThat(link.messages).containsExactly(new Ping(1), new Ping(2));

    for (int i = 0; i < 2; i++) {
      link.handler.gate().done(unfinished.remove(0));
      link.channel.runPendingTasks();
    }
    assertThat(link.messages).hasSize(3);
    assertThat(link.channel.config().isAutoRead()).isTrue();
    link.close();
  }

  /** The peer may send long frames as soon as we have its last message of the handshake. */
  @Test
  void aLongFrameRightBehindTheHandshakeIsJudgedAfterIt() {
    byte[] longOne = EmbeddedLink.frames(List.of(notFound(16), notFound(16), notFound(16)));
    NetLimits limits = TestLimits.with(Map.of("handshakeFrameBytes", 100));
    EmbeddedLink link = new EmbeddedLink(limits);
    link.engine =
        bytes -> {
          link.handler.open();
          link.handler.gate().done(bytes);
        };
    byte[] last = EmbeddedLink.frames(List.of(new Ping(1)));
    byte[] both = Arrays.copyOf(last, last.length + longOne.length);
    System.arraycopy(longOne, 0, both, last.length, longOne.length);

    link.arrive(both);

    assertThat(link.violations).isEmpty();
    assertThat(link.messages).hasSize(4);
    link.close();
  }

  private static Message notFound(int hashes) {
    return new BlocksNotFound(Collections.nCopies(hashes, BlockHash.of(new byte[32])));
  }

  @Test
  void anEngineThatIsBusyStopsTheReading() {
    NetLimits limits = TestLimits.with(Map.of("queuedFrames", 10));
    EmbeddedLink link = new EmbeddedLink(limits).opened();
    List<Integer> unfinished = new ArrayList<>();
    link.engine = unfinished::add;
    List<Message> pings = IntStream.range(0, 30).mapToObj(i -> (Message) new Ping(i)).toList();

    link.arrive(EmbeddedLink.frames(pings));
    assertThat(link.messages).hasSize(10);
    assertThat(link.channel.config().isAutoRead()).isFalse();

    while (!unfinished.isEmpty()) {
      link.handler.gate().done(unfinished.remove(0));
      link.channel.runPendingTasks();
      assertThat(unfinished).hasSizeLessThanOrEqualTo(10);
    }
    assertThat(link.messages).isEqualTo(pings);
    assertThat(link.channel.config().isAutoRead()).isTrue();
    link.close();
  }

  @Test
  void queuedBytesStopTheReadingAsWell() {
    NetLimits limits = TestLimits.with(Map.of("queuedBytes", 1000));
    EmbeddedLink link = new EmbeddedLink(limits).opened();
    link.engine = bytes -> {};

    for (int i = 0; i < 4; i++) {
      link.arrive(EmbeddedLink.frames(List.of(notFound(16))));
    }

    assertThat(link.messages).hasSize(2); // the one that passes the limit still goes on
    assertThat(link.channel.config().isAutoRead()).isFalse();
    link.close();
  }

  @Test
  void theEngineSuspendsAndResumesTheReading() {
    EmbeddedLink link = new EmbeddedLink(LIMITS).opened();

    link.handler.gate().suspend(true);
    link.arrive(EmbeddedLink.frames(List.of(new Ping(1))));
    assertThat(link.messages).isEmpty();
    assertThat(link.channel.config().isAutoRead()).isFalse();

    link.handler.gate().suspend(false);
    link.channel.runPendingTasks();
    assertThat(link.messages).containsExactly(new Ping(1));
    assertThat(link.channel.config().isAutoRead()).isTrue();
    link.close();
  }

  @Test
  void whatHasArrivedBeforeTheEndStillCounts() {
    EmbeddedLink link = new EmbeddedLink(LIMITS);
    link.engine = bytes -> {};
    Goodbye goodbye = new Goodbye("SECRET_WRONG", "");

    link.arrive(EmbeddedLink.frames(List.of(new Ping(1), goodbye)));
    assertThat(link.messages).containsExactly(new Ping(1));
    link.close();

    assertThat(link.messages).containsExactly(new Ping(1), goodbye);
    assertThat(link.ends).hasSize(1);
    assertThat(link.memory()).isZero();
  }

  @Test
  void moreThanTheQueueTakesIsThrownAwayAtTheEnd() {
    NetLimits limits = TestLimits.with(Map.of("queuedBytes", 10_000));
    EmbeddedLink link = new EmbeddedLink(limits).opened();
    link.handler.gate().suspend(true);
    byte[] pings = EmbeddedLink.frames(Collections.nCopies(100, new Ping(1)));

    for (int i = 0; i < 100; i++) {
      link.arrive(pings);
      assertThat(link.memory()).isLessThan(10_000 + 2 * pings.length);
    }
    link.close();

    assertThat(link.messages).isEmpty();
    assertThat(link.memory()).isZero();
  }

  @Test
  void aLinkThatIsNotOpenInTimeIsClosed() {
    EmbeddedLink link = new EmbeddedLink(LIMITS);
    link.channel.advanceTimeBy(LIMITS.handshakeMillis() + 1, TimeUnit.MILLISECONDS);
    link.channel.runScheduledPendingTasks();

    assertThat(link.ends).singleElement().asString().startsWith("HANDSHAKE_TIMEOUT");
    assertThat(goodbyes(link)).singleElement().asString().contains("HANDSHAKE_TIMEOUT");

    EmbeddedLink open = new EmbeddedLink(LIMITS).opened();
    open.channel.advanceTimeBy(LIMITS.handshakeMillis() + 1, TimeUnit.MILLISECONDS);
    open.channel.runScheduledPendingTasks();
    assertThat(open.ends).isEmpty();
    open.close();
  }

  @Test
  void whatIsSentArrivesInItsOrder() {
    EmbeddedLink sender = new EmbeddedLink(LIMITS).opened();
    SESSION.forEach(sender.handler::send);
    sender.channel.runPendingTasks();

    byte[] written = sender.written();
    assertThat(written).isEqualTo(EmbeddedLink.frames(SESSION));
    sender.close();
    assertThat(sender.memory()).isZero();
  }

  /** One violation, a goodbye that says so, a closed channel, no buffer left. */
  private static void assertOneViolation(
      EmbeddedLink link, @org.jspecify.annotations.Nullable FrameFault fault) {
    assertThat(link.violations).hasSize(1);
    if (fault != null) {
      assertThat(link.violations.get(0).reason()).isEqualTo(fault);
    }
    assertThat(link.channel.isOpen()).isFalse();
    assertThat(link.ends).singleElement().asString().startsWith("PROTOCOL_VIOLATION");
    assertThat(goodbyes(link)).singleElement().asString().contains("PROTOCOL_VIOLATION");
    assertThat(link.memory()).isZero();
  }

  /** Whatever came, the link is either as before or has ended for one violation. */
  private static void assertSound(EmbeddedLink link, String what) {
    link.channel.checkException();
    assertThat(link.violations).as(what).hasSizeLessThanOrEqualTo(1);
    assertThat(link.channel.isOpen()).as(what).isEqualTo(link.violations.isEmpty());
    link.close();
    assertThat(link.ends).as(what).hasSize(1);
    goodbyes(link);
    assertThat(link.memory()).as(what).isZero();
  }

  private static List<Message> goodbyes(EmbeddedLink link) {
    EmbeddedLink reader = new EmbeddedLink(LIMITS).opened();
    reader.arrive(link.written()).close();
    return reader.messages;
  }
}
