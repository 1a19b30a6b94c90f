package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Proof;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.PeerAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Somebody between two nodes who does not change what is encrypted, but ends the encryption and
 * says to each what he likes: he gets no further than any stranger.
 */
@ExtendWith(NoLeaks.class)
class PersonInTheMiddleTest {

  private static NetRuntime runtime;

  @BeforeAll
  static void begin() {
    runtime = NetRuntime.create(new NetRuntime.Threads(2, 2, 1, 2, 1024, 1024));
  }

  @AfterAll
  static void end() {
    runtime.close();
  }

  /** Somebody with an identity of his own who has a link to each of the two. */
  private static final class Between implements AutoCloseable {

    final TestNode toDialler;
    final TestNode toListener;

    /**
     * @param change what becomes of a message; none to keep it back
     */
    Between(PeerAddress listener, boolean repliesToDialler, Change change) {
      toDialler = new TestNode(runtime, TestLimits.PATIENT);
      toListener = new TestNode(runtime, TestLimits.PATIENT);
      toListener.dial(listener, Optional.empty());
      await().until(() -> !toListener.opened.isEmpty());
      toDialler.onMessage =
          (link, message) ->
              change
                  .of(true, message)
                  .forEach(
                      changed -> {
                        if (repliesToDialler) {
                          toDialler.transport.send(link, changed);
                        } else {
                          pass(toListener, changed);
                        }
                      });
      toListener.onMessage =
          (link, message) -> change.of(false, message).forEach(changed -> pass(toDialler, changed));
    }

    private static void pass(TestNode by, Message message) {
      by.loop.execute(
          () -> {
            if (!by.opened.isEmpty()) {
              by.transport.send(by.opened.get(0).id(), message);
            }
          });
    }

    @Override
    public void close() {
      toDialler.close();
      toListener.close();
    }
  }

  /** What somebody in between makes of a message. */
  @FunctionalInterface
  private interface Change {
    List<Message> of(boolean isFromDialler, Message message);
  }

  private static List<Message> withVersions(Message message, int min, int max) {
    return List.of(
        message instanceof Hello hello
            ? new Hello(
                min, max, hello.networkId(), hello.nonce(), hello.rulesId(), hello.nextRulesId())
            : message);
  }

  private void requireNoLink(
      boolean isClosed, Change change, DisconnectReason atListener, DisconnectReason atDialler) {
    try (EngineNode listener =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(isClosed));
        Between between = new Between(listener.address(), false, change);
        EngineNode dialler =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(isClosed))) {
      dialler.join(between.toDialler.address);
      await().until(() -> dialler.ends().contains(atDialler));
      await().until(() -> listener.ends().contains(atListener));
      assertThat(dialler.opened).isEmpty();
      assertThat(listener.opened).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 65535"})
  void otherVersionsAreRefusedByBoth(int min, int max) {
    requireNoLink(
        false,
        (isFromDialler, message) -> withVersions(message, min, max),
        DisconnectReason.VERSION,
        DisconnectReason.VERSION);
  }

  /** The proof is made for the keys at the ends of another channel. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9"})
  void aProofThatIsPassedOnProvesNothing(int min, int max) {
    requireNoLink(
        true,
        (isFromDialler, message) -> withVersions(message, min, max),
        DisconnectReason.SECRET_WRONG,
        DisconnectReason.SECRET_WRONG);
  }

  @Test
  void aLinkWithoutTheProofIsNoLink() {
    requireNoLink(
        true,
        (isFromDialler, message) ->
            message instanceof Proof
                ? List.of(
                    new Introduction(Work.ZERO, BlockHash.of(new byte[32]), 0, 0, "middle/1", 0))
                : List.of(message),
        DisconnectReason.SECRET_REQUIRED,
        DisconnectReason.SECRET_REQUIRED);
  }

  @Test
  void onesOwnProofIsNoAnswer() {
    try (EngineNode listener =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(true));
        Between between =
            new Between(
                listener.address(),
                true,
                (isFromDialler, message) ->
                    message instanceof Hello hello
                        ? List.of(
                            new Hello(
                                1,
                                1,
                                hello.networkId(),
                                Bytes.of(new byte[32]),
                                hello.rulesId(),
                                hello.nextRulesId()))
                        : List.of(message));
        EngineNode dialler = new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(true))) {
      dialler.join(between.toDialler.address);
      await().until(() -> dialler.ends().contains(DisconnectReason.SECRET_WRONG));
      assertThat(dialler.opened).isEmpty();
    }
  }

  @Test
  void anotherIdentityThanTheOneThatIsDialledIsNoLink() {
    try (EngineNode listener =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(false));
        Between between =
            new Between(listener.address(), false, (unused, message) -> List.of(message));
        EngineNode dialler =
            new EngineNode(
                runtime,
                TestLimits.PATIENT,
                EngineNode.secret(false),
                EngineNode.entry(listener.id(), between.toDialler.address))) {
      await().until(() -> dialler.ends().contains(DisconnectReason.IDENTITY_UNEXPECTED));
      assertThat(dialler.opened).isEmpty();
      assertThat(listener.opened).isEmpty();
    }
  }

  /** Without a secret and without an expected identity everybody is welcome, as who he is. */
  @Test
  void inAnOpenNetworkSomebodyBetweenIsAPeerUnderHisOwnName() {
    try (EngineNode listener =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(false));
        Between between =
            new Between(
                listener.address(),
                false,
                (unused, message) -> message instanceof Goodbye ? List.of() : List.of(message));
        EngineNode dialler =
            new EngineNode(runtime, TestLimits.PATIENT, EngineNode.secret(false))) {
      dialler.join(between.toDialler.address);
      await().until(() -> !dialler.opened.isEmpty() && !listener.opened.isEmpty());
      assertThat(dialler.opened).containsOnly(between.toDialler.id());
      assertThat(listener.opened).containsOnly(between.toListener.id());
    }
  }
}
