package dev.cairn.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.message.Message;
import dev.cairn.net.peer.NetLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader who takes what it is given piece by piece, when the test says so. */
class OutboundQueueTest {

  private static final int MESSAGE_BYTES = 1000;

  private static final NetLimits LIMITS =
      TestLimits.with(
          Map.of(
              "writeBufferHighBytes", 10_000,
              "writeBufferLowBytes", 4_000,
              "writeBufferMaxBytes", 30_000,
              "slowReaderMillis", 1000));

  /** Stands for TLS and socket; each piece is one message here, for all are small. */
  private static final class Reader extends ChannelOutboundHandlerAdapter {
    private final Deque<ByteBuf> pieces = new ArrayDeque<>();
    private final Deque<ChannelPromise> promises = new ArrayDeque<>();

    @Override
    public void write(ChannelHandlerContext context, Object piece, ChannelPromise promise) {
      pieces.add((ByteBuf) piece);
      promises.add(promise);
    }

    void take(int count) {
      for (int i = 0; i < count; i++) {
        pieces.remove().release();
        promises.remove().setSuccess();
      }
    }
  }

  private final EmbeddedLink link = new EmbeddedLink(LIMITS).opened();
  private final Reader reader = new Reader();
  private final Message message = LargeMessage.of(MESSAGE_BYTES - 308);

  OutboundQueueTest() {
    link.channel.freezeTime();
    link.channel.pipeline().addFirst(reader);
  }

  @AfterEach
  void nothingIsLeft() {
    link.close();
    reader.take(reader.pieces.size());
    assertThat(link.memory()).isZero();
    link.channel.checkException();
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      link.handler.send(message);
    }
    link.channel.runPendingTasks();
  }

  private void take(int pieces) {
    reader.take(pieces);
    link.channel.runPendingTasks();
  }

  private void pass(long millis) {
    link.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    link.channel.runScheduledPendingTasks();
    link.channel.runPendingTasks();
  }

  @Test
  void theMessageHasTheSizeThatTheOtherTestsCountWith() {
    send(1);
    assertThat(reader.pieces.element().readableBytes()).isEqualTo(MESSAGE_BYTES);
  }

  @Test
  void isWritableUpToTheHighMarkAndAgainFromTheLowOneOn() {
    send(10);
    assertThat(link.handler.isWritable()).isTrue();
    send(1);
    assertThat(link.handler.isWritable()).isFalse();

    take(6);
    assertThat(link.handler.isWritable()).isFalse();
    assertThat(link.timesWritable).isZero();
    take(1);
    assertThat(link.handler.isWritable()).isTrue();
    assertThat(link.timesWritable).isEqualTo(1);
    take(4);
    assertThat(link.timesWritable).isEqualTo(1);
  }

  @Test
  void beyondTheMostThatMayWaitTheLinkIsClosedAtOnce() {
    send(30);
    assertThat(link.ends).isEmpty();
    send(1);
    assertThat(link.ends).singleElement().asString().startsWith("SLOW_READER 31000 bytes");
    assertThat(link.channel.isOpen()).isFalse();
  }

  @Test
  void whoIsNotWritableForTooLongLosesTheLink() {
    send(11);
    pass(999);
    assertThat(link.ends).isEmpty();
    pass(2);
    assertThat(link.ends).singleElement().asString().startsWith("SLOW_READER");
  }

  @Test
  void whoBecomesWritableInTimeKeepsTheLink() {
    for (int i = 0; i < 10; i++) {
      send(11);
      pass(900);
      assertThat(link.handler.isWritable()).isFalse();
      take(11);
      assertThat(link.handler.isWritable()).isTrue();
    }
    pass(10_000);
    assertThat(link.ends).isEmpty();
    assertThat(link.timesWritable).isEqualTo(10);
  }

  @Test
  void nothingIsSentAfterTheEnd() {
    send(1);
    link.close();
    link.handler.send(message);
    link.channel.runPendingTasks();
    assertThat(reader.pieces).hasSize(1);
    assertThat(link.handler.isWritable()).isFalse();
  }
}
