package dev.cairn.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptHandlerTest {

  @Test
  void acceptingPausesWhenThereIsNoFileDescriptorAndResumesByItself() {
    EmbeddedChannel listening =
        new EmbeddedChannel(
            new AcceptHandler(new Admission(NetLimits.DEFAULT, 0), refused -> {}, () -> false));
    listening.freezeTime();

    for (int i = 0; i < 3; i++) {
      listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
      assertThat(listening.config().isAutoRead()).isFalse();
    }
    listening.advanceTimeBy(AcceptHandler.PAUSE_MILLIS - 1, TimeUnit.MILLISECONDS);
    listening.runScheduledPendingTasks();
    assertThat(listening.config().isAutoRead()).isFalse();

    listening.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    listening.runScheduledPendingTasks();
    assertThat(listening.config().isAutoRead()).isTrue();
    listening.checkException();

    listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    assertThat(listening.config().isAutoRead()).isFalse();
    listening.finishAndReleaseAll();
  }

  @Test
  void leavesTheLastDescriptorsToOthers() {
    List<DisconnectReason> refused = new ArrayList<>();
    EmbeddedChannel listening =
        new EmbeddedChannel(
            new AcceptHandler(new Admission(NetLimits.DEFAULT, 0), refused::add, () -> true));
    EmbeddedChannel connection =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("192.0.2.1", 50_000);
          }
        };

    listening.writeInbound(connection);

    assertThat(refused).containsExactly(DisconnectReason.TOO_MANY_PEERS);
    assertThat(connection.isOpen()).isFalse();
    assertThat(listening.inboundMessages()).isEmpty();
    assertThat(listening.config().isAutoRead()).as("it pauses").isFalse();
  }
}
