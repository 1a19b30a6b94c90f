package dev.cairn.node.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.TransactionId;
import dev.cairn.node.storage.ChildJvm;
import dev.cairn.node.wallet.SendingTurn.Unanswered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SendingTurnTest {

  private static final Unanswered PAYMENT =
      new Unanswered(TransactionId.parse("ab".repeat(32)).value(), 7, Amount.of(3));

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("sending");
  }

  /** Takes the turn, hands something over, and stays. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      SendingTurn turn = SendingTurn.tryTake(Path.of(arguments[0])).orElseThrow();
      turn.begin(PAYMENT);
      System.out.println("has it");
      System.in.read();
      turn.close();
    }
  }

  /** Says whether somebody else has the turn. */
  static final class Asking {
    public static void main(String[] arguments) throws Exception {
      boolean isTaken = SendingTurn.tryTake(Path.of(arguments[0])).isEmpty();
      System.out.println(isTaken ? "taken" : "free");
    }
  }

  private SendingTurn take() throws IOException {
    return SendingTurn.tryTake(file).orElseThrow();
  }

  @Test
  void letsOnlyOneHaveTheTurn() throws IOException {
    try (SendingTurn turn = take()) {
      assertThat(turn.unanswered()).isEmpty();
      assertThat(SendingTurn.tryTake(file)).isEmpty();
    }
    take().close();
  }

  @Test
  void anotherTryInTheProcessThatHasTheTurnDoesNotEndIt() throws Exception {
    try (SendingTurn turn = take()) {
      Path otherName = Files.createSymbolicLink(folder.resolve("link"), folder);
      assertThat(SendingTurn.tryTake(file)).isEmpty();
      assertThat(SendingTurn.tryTake(otherName.resolve("sending"))).isEmpty();
      try (ChildJvm child = ChildJvm.start(Asking.class, file.toString())) {
        assertThat(child.line()).contains("taken");
      }
      assertThat(turn.unanswered()).isEmpty();
    }
    try (ChildJvm child = ChildJvm.start(Asking.class, file.toString())) {
      assertThat(child.line()).contains("free");
    }
  }

  @Test
  void endsWithTheProcessHoweverThatEndsAndTellsWhatItHandedOver() throws Exception {
    try (ChildJvm child = ChildJvm.start(Child.class, file.toString())) {
      assertThat(child.line()).contains("has it");
      assertThat(SendingTurn.tryTake(file)).isEmpty();
      child.kill();
    }
    SendingTurn turn =
        await().atMost(LONG).until(() -> SendingTurn.tryTake(file), Optional::isPresent).get();
    try (turn) {
      assertThat(turn.unanswered()).contains(PAYMENT);
    }
  }

  @Test
  void remembersOnlyWhatGotNoAnswer() throws IOException {
    try (SendingTurn turn = take()) {
      turn.begin(PAYMENT);
      turn.begin(new Unanswered(PAYMENT.id(), Long.MAX_VALUE, Amount.MAX));
      turn.begin(PAYMENT);
    }
    try (SendingTurn turn = take()) {
      assertThat(turn.unanswered()).contains(PAYMENT);
      turn.settle();
      assertThat(turn.unanswered()).isEmpty();
    }
  }

  @Test
  void takesAFileThatWasWrittenInPartForNone() throws IOException {
    for (String text : new String[] {"ab", "\n", "a b c\n", "x".repeat(1_000) + "\n"}) {
      Files.writeString(file, text);
      try (SendingTurn turn = take()) {
        assertThat(turn.unanswered()).isEmpty();
      }
    }
  }

  @Test
  void keepsItsFileForItsOwner() throws IOException {
    take().close();
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void saysWhichFileIsInTheWay() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> SendingTurn.tryTake(file))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(file.toString());
  }
}
