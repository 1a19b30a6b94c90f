package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.node.network.NetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payments through a node that answers badly, or while others pay from the same key. */
@Timeout(120)
final class SendingTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final String ADDRESS = DevKey.keyPair().publicKey().toAddress();
  private static final String UNKNOWN = "{\"reason\":\"TRANSACTION_UNKNOWN\"}";

  @TempDir private Path data;
  private FakeNode node;
  private String own = "";
  private Outcome last = new Outcome(0, "", "");

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode();
    node.on(
        "network",
        "{\"networkId\":\"%s\",\"parameters\":%s}".formatted(DEV.id(), NetworkFile.write(DEV)));
    own = cairn("wallet", "address").out().strip();
    node.on("accounts/" + own, account(5));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Outcome cairn(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment =
        Map.of("CAIRN_API", node.url(), "CAIRN_DATA", data.toString());
    int code =
        Main.execute(new Surroundings(stream(out), stream(err), environment, data), arguments);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private int send(String... further) {
    List<String> arguments = new ArrayList<>(List.of("send", ADDRESS, "42"));
    arguments.addAll(List.of(further));
    last = cairn(arguments.toArray(String[]::new));
    return last.code();
  }

  private static String account(long sequence) {
    return "{\"balance\":\"9\",\"pending\":{\"balance\":\"9\",\"sequence\":\"%d\"}}"
        .formatted(sequence);
  }

  private static Transaction transaction(String body) {
    return Transaction.decode(Bytes.ofHex(body.replaceAll(".*:\"([0-9a-f]+)\"}", "$1"))).value();
  }

  private List<Transaction> sent() {
    return node.requests().stream()
        .filter(request -> request.method().equals("POST"))
        .map(request -> transaction(request.body()))
        .toList();
  }

  /** What the next command sends without trouble, for its id. */
  private Transaction paid() {
    node.on("transactions", 202, "{\"id\":\"x\"}");
    assertThat(send()).isZero();
    return sent().get(0);
  }

  @Test
  void sendsTheSameBytesAgainWhenTheConnectionBreaks() {
    node.breakOff("transactions").on("transactions", 503, "{\"reason\":\"BUSY\"}");
    node.on("transactions", 202, "{\"id\":\"x\"}");
    assertThat(send("--json")).isZero();
    assertThat(last.out()).isEqualTo("{\"id\":\"x\"}\n");
    assertThat(last.err()).contains("sent again");
    assertThat(sent()).hasSize(3).containsOnly(sent().get(0));
  }

  @Test
  void takesARefusalForSuccessWhenTheFirstAttemptHadSucceeded() throws IOException {
    Transaction payment = paid();
    try (FakeNode forgetful = node) {
      node = forgetful.copy().replace("transactions/" + payment.id(), "{\"confirmations\":1}");
      node.replace("transactions", 0, "").on("transactions", 422, "{\"reason\":\"SEQUENCE_USED\"}");
      assertThat(send("--json")).isZero();
    }
    assertThat(last.out()).isEqualTo("{\"id\":\"" + payment.id() + "\"}\n");
    assertThat(sent()).hasSize(2).containsOnly(payment);
  }

  @Test
  void signsNoOtherTransactionOnceOneIsInDoubt() throws IOException {
    Transaction payment = paid();
    try (FakeNode forgetful = node) {
      node = forgetful.copy();
      node.replace("transactions", 0, "").on("transactions", 422, "{\"reason\":\"SEQUENCE_USED\"}");
      node.on("transactions/" + payment.id(), 404, UNKNOWN);
      node.on("accounts/" + own, account(6));
      assertThat(send()).isEqualTo(1);
    }
    assertThat(last.err()).contains("SEQUENCE_USED");
    assertThat(sent()).hasSize(2).containsOnly(payment);
  }

  @Test
  void saysThatATransactionIsInDoubtAndDoesNotPayItTwice() {
    node.breakOff("transactions");
    assertThat(send("--json")).isEqualTo(5);
    Transaction payment = sent().get(0);
    assertThat(last.out())
        .startsWith("{\"reason\":\"TRANSACTION_IN_DOUBT\"")
        .contains("./cairn transaction " + payment.id());
    assertThat(sent()).hasSizeGreaterThan(3).containsOnly(payment);

    node.on("transactions/" + payment.id(), "{\"confirmations\":0}");
    node.replace("accounts/" + own, account(6)).replace("transactions", 202, "{\"id\":\"x\"}");
    int before = sent().size();
    assertThat(send("--fee", "9")).as("the same payment").isZero();
    assertThat(last.out()).contains(payment.id().toString());
    assertThat(last.err()).contains("nothing was sent now");
    assertThat(sent()).hasSize(before);

    assertThat(send()).as("paid again on purpose").isZero();
    assertThat(sent()).hasSize(before + 1);
    assertThat(sent().get(before).sequence()).isEqualTo(6);
  }

  @Test
  void tellsThatAnEarlierPaymentWasTakenAndGoesOnWithAnother() {
    node.breakOff("transactions");
    assertThat(send()).isEqualTo(5);
    Transaction payment = sent().get(0);
    node.on("transactions/" + payment.id(), "{\"confirmations\":0}");
    node.replace("accounts/" + own, account(6)).replace("transactions", 202, "{\"id\":\"x\"}");
    Outcome other = cairn("send", ADDRESS, "43");
    assertThat(other.code()).isZero();
    assertThat(other.err()).contains("has taken " + payment.id());
    assertThat(sent().get(sent().size() - 1).sequence()).isEqualTo(6);
  }

  @Test
  void usesTheSequenceOfAPaymentThatNobodyHas() {
    node.breakOff("transactions");
    assertThat(send()).isEqualTo(5);
    Transaction payment = sent().get(0);
    node.on("transactions/" + payment.id(), 404, UNKNOWN);
    node.replace("transactions", 202, "{\"id\":\"x\"}");
    assertThat(send("--fee", "9")).isZero();
    assertThat(sent().get(sent().size() - 1).sequence()).isEqualTo(payment.sequence());
  }

  @Test
  void isInNoDoubtAboutANodeThatOnlyStarts() {
    node.on("transactions", 503, "{\"reason\":\"STARTING\"}");
    assertThat(send()).isEqualTo(1);
    assertThat(last.err()).contains("STARTING").doesNotContain("IN_DOUBT");
  }

  @Test
  void waitsThroughARestartOfTheNode() {
    Transaction payment = paid();
    String path = "transactions/" + payment.id();
    node.on(path, "{\"confirmations\":0}");
    for (int i = 0; i < 5; i++) {
      node.breakOff(path);
    }
    node.on(path, 503, "{\"reason\":\"STARTING\"}").on(path, 404, UNKNOWN);
    node.on(path, "{\"confirmations\":2}");
    assertThat(send("--wait", "2", "--json")).isZero();
    assertThat(last.out()).isEqualTo("{\"confirmations\":2}\n");
    assertThat(sent()).containsOnly(payment);
  }

  @Test
  void waitsForANodeThatIsGoneAsLongAsItWasTold() {
    Transaction payment = paid();
    node.breakOff("transactions/" + payment.id());
    assertThat(send("--wait", "1", "--timeout", "1")).isEqualTo(4);
    assertThat(last.err()).contains("WAIT_TIMED_OUT", node.url());
  }

  @Test
  void givesEachOfManyCommandsAtOnceASequenceOfItsOwn() {
    AtomicInteger next = new AtomicInteger(5);
    AtomicInteger choosing = new AtomicInteger();
    AtomicInteger mostChoosing = new AtomicInteger();
    node.replace(
        "accounts/" + own,
        200,
        any -> {
          mostChoosing.accumulateAndGet(choosing.incrementAndGet(), Math::max);
          return account(next.get());
        });
    node.on(
        "transactions",
        202,
        body -> {
          choosing.decrementAndGet();
          next.accumulateAndGet((int) transaction(body).sequence() + 1, Math::max);
          return "{\"id\":\"x\"}";
        });
    List<CompletableFuture<Outcome>> commands = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String fee = String.valueOf(1 + i); // a higher fee would take the place of another
      commands.add(
          CompletableFuture.supplyAsync(
              () -> cairn("send", ADDRESS, "42", "--fee", fee), task -> new Thread(task).start()));
    }
    assertThat(commands).allSatisfy(command -> assertThat(command.join().code()).isZero());
    assertThat(sent())
        .extracting(Transaction::sequence)
        .containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(mostChoosing).hasValue(1);
  }
}
