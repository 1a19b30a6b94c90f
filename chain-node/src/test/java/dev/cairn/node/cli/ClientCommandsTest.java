package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.SignatureRule;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.network.NetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientCommandsTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final String ADDRESS = DevKey.keyPair().publicKey().toAddress();
  private static final String DOCUMENT = "a document";

  @TempDir private Path data;
  private FakeNode node;
  private final Map<String, String> environment = new TreeMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode();
    environment.put("CAIRN_API", node.url());
    environment.put("CAIRN_DATA", data.toString());
    node.on(
        "network",
        "{\"networkId\":\"%s\",\"parameters\":%s}".formatted(DEV.id(), NetworkFile.write(DEV)));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int cairn(String... arguments) {
    out.reset();
    err.reset();
    return Main.execute(new Surroundings(stream(out), stream(err), environment, data), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String walletAddress() {
    assertThat(cairn("wallet", "address")).isZero();
    return out().strip();
  }

  private static String account(long sequence) {
    return "{\"balance\":\"9\",\"pending\":{\"balance\":\"9\",\"sequence\":\"%d\"}}"
        .formatted(sequence);
  }

  @Test
  void printsTheApisOwnObjectWithJson() {
    node.on("status", "{\"network\":\"dev\",  \"height\":7}");
    assertThat(cairn("status", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"network\":\"dev\",  \"height\":7}\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void printsAnAnswerOfManyLinesOnOne() {
    node.on("status", "{\"name\":\"a  b\",\"parameters\":{\n  \"salt\": \"00\"\r\n}}\n");
    assertThat(cairn("status", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"name\":\"a  b\",\"parameters\":{\"salt\": \"00\"}}\n");
  }

  @Test
  void printsAlignedFactsForAPerson() {
    node.on(
        "status",
        "{\"network\":\"d\\u001b[31mev\",\"bestBlock\":\"ab\",\"uptimeSeconds\":7384,"
            + "\"provisional\":true,\"notices\":[{\"code\":\"ALONE\",\"text\":\"Nobody.\"}],"
            + "\"mining\":{\"threads\":1,\"reason\":null}}");
    assertThat(cairn("status")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            network         d?[31mev
            best block      ab
            uptime          2 h 3 min
            provisional     yes
            mining threads  1
            mining reason   -

            ! Nobody. [ALONE]
            """);
  }

  @Test
  void showsPeersAsATable() {
    node.on(
        "peers",
        "[{\"nodeId\":\"node1x\",\"address\":\"10.0.0.1:7771\",\"height\":7},"
            + "{\"nodeId\":\"node1y\",\"address\":\"10.0.0.22:7771\",\"height\":12}]");
    assertThat(cairn("peers")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            address         height  node id
            10.0.0.1:7771   7       node1x
            10.0.0.22:7771  12      node1y
            """);
  }

  @Test
  void tellsARefusalInWordsAndAsJson() {
    node.on("blocks/7", 404, "{\"reason\":\"BLOCK_UNKNOWN\",\"detail\":\"7\",\"hint\":\"later\"}");
    assertThat(cairn("block", "7")).isEqualTo(1);
    assertThat(err()).isEqualTo("cairn: 7 [BLOCK_UNKNOWN]\n  later\n");
    assertThat(out()).isEmpty();
    assertThat(cairn("block", "7", "--json")).isEqualTo(1);
    assertThat(out())
        .isEqualTo("{\"reason\":\"BLOCK_UNKNOWN\",\"detail\":\"7\",\"hint\":\"later\"}\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void saysThatNobodyAnswers() {
    String url = node.url();
    node.close();
    assertThat(cairn("status")).isEqualTo(3);
    assertThat(err()).startsWith("cairn: " + url).contains("NODE_UNREACHABLE", "./cairn run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "7", "\"text\"", "{"})
  void saysThatSomethingElseAnswers(String body) {
    node.on("status", body);
    assertThat(cairn("status")).isEqualTo(3);
    assertThat(err()).contains("no cairn node");
  }

  @Test
  void showsTheTokenToTheNodeAlone() {
    environment.put("CAIRN_API_TOKEN", "0123456789abcdef");
    node.on("status", 302, "{}");
    cairn("status");
    assertThat(node.requests()).hasSize(1);
    assertThat(node.requests().get(0).token()).isEqualTo("Bearer 0123456789abcdef");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:1,http://127.0.0.1:1",
    "0.0.0.0:8,http://127.0.0.1:8",
    "[::]:8,http://[::1]:8",
    "127.0.0.1:0,http://127.0.0.1:7070",
    "https://host/,https://host/"
  })
  void asksWhereANodeWasToldToListen(String given, String url) throws CommandFailure {
    assertThat(ClientOptions.url(given)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x",
        "http://",
        "http://u@h",
        "http://h/path",
        "http://h?q",
        "a b",
        "h:99999",
        "http://h:0"
      })
  void refusesAnAddressThatIsNone(String url) {
    assertThat(cairn("status", "--api", url)).isEqualTo(2);
    assertThat(err()).contains("URL_WRONG");
  }

  @ParameterizedTest
  @CsvSource({
    "block,../status",
    "block,-1",
    "transaction,ab",
    "account,cairn1x",
    "send,x",
    "bogus,1"
  })
  void refusesArgumentsBeforeAsking(String command, String argument) {
    assertThat(cairn(command, argument)).isEqualTo(2);
    assertThat(node.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "send --json,'AMOUNT'",
    "send x 1 --json --wait y,no whole number",
    "record put --json,FILE | --text",
    "peers --bogus --json,--bogus",
    "wallet bogus --json,bogus"
  })
  void tellsAWrongCommandLineAsJsonToo(String arguments, String what) {
    assertThat(cairn(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(out())
        .startsWith("{\"reason\":\"ARGUMENT_WRONG\",\"detail\":")
        .contains(what, " --help shows")
        .hasLineCount(1);
    assertThat(err()).isEmpty();
  }

  @Test
  void keepsTheKeyHereAndSignsWithTheNextSequence() {
    String own = walletAddress();
    assertThat(err()).contains("keys/main.key", "not encrypted", "Keep a copy");
    node.on("accounts/" + own, account(5));
    node.on("transactions", 202, "{\"id\":\"x\"}");
    assertThat(cairn("send", ADDRESS, "42", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"id\":\"x\"}\n");
    Transaction sent = sent().get(0);
    assertThat(sent.sender()).hasToString(own);
    assertThat(sent.sequence()).isEqualTo(5);
    assertThat(sent.fee()).isEqualTo(DEV.minimumFee());
    assertThat(Transfer.decode(sent.payload().bytes()).value())
        .isEqualTo(new Transfer(DevKey.keyPair().publicKey(), new Amount(42)));
    assertThat(SignatureRule.verify(sent.sender(), sent.signature(), sent.signedMessage(DEV.id())))
        .isTrue();
  }

  private List<Transaction> sent() {
    List<Transaction> sent = new ArrayList<>();
    for (FakeNode.Request request : node.requests()) {
      if (request.method().equals("POST")) {
        String hex = request.body().replaceAll(".*:\"([0-9a-f]+)\"}", "$1");
        sent.add(Transaction.decode(Bytes.ofHex(hex)).value());
      }
    }
    return sent;
  }

  @Test
  void takesTheNextSequenceWhenAnotherCommandWasFaster() {
    String own = walletAddress();
    node.on("accounts/" + own, account(5)).on("accounts/" + own, account(6));
    node.on("transactions", 422, "{\"reason\":\"SEQUENCE_USED\"}");
    node.on("transactions", 202, "{\"id\":\"x\"}");
    assertThat(cairn("send", ADDRESS, "1")).isZero();
    assertThat(sent()).extracting(Transaction::sequence).containsExactly(5L, 6L);
  }

  @Test
  void tellsWhyANodeRefuses() {
    String own = walletAddress();
    node.on("accounts/" + own, account(0));
    node.on("transactions", 422, "{\"reason\":\"BALANCE_TOO_LOW\",\"detail\":\"none\"}");
    assertThat(cairn("send", ADDRESS, "1", "--wait", "1")).isEqualTo(1);
    assertThat(err()).contains("BALANCE_TOO_LOW");
    assertThat(sent()).hasSize(1);
  }

  @Test
  void waitsThroughAReorganisationAndHandsItOverAgain() {
    String own = walletAddress();
    node.on("accounts/" + own, account(0));
    node.on("transactions", 202, "{\"id\":\"x\"}");
    assertThat(cairn("send", ADDRESS, "1")).isZero();
    String path = "transactions/" + sent().get(0).id();
    node.on(path, "{\"confirmations\":0}").on(path, "{\"confirmations\":1}");
    node.on(path, 404, "{\"reason\":\"TRANSACTION_UNKNOWN\"}");
    node.on(path, 503, "{\"reason\":\"STARTING\"}").on(path, "{\"confirmations\":2}");
    assertThat(cairn("send", ADDRESS, "1", "--wait", "2", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"confirmations\":2}\n");
    assertThat(sent()).hasSize(3);
    assertThat(sent().get(2)).isEqualTo(sent().get(1));
  }

  @Test
  void endsWaitingInTime() {
    String own = walletAddress();
    node.on("accounts/" + own, account(0)).on("transactions", 202, "{\"id\":\"x\"}");
    cairn("send", ADDRESS, "1");
    node.on("transactions/" + sent().get(0).id(), "{\"confirmations\":0}");
    assertThat(cairn("send", ADDRESS, "1", "--wait", "1", "--timeout", "0")).isEqualTo(4);
    assertThat(err()).contains("WAIT_TIMED_OUT");
  }

  @Test
  void refusesToSendWithoutAKey() {
    assertThat(cairn("send", ADDRESS, "1")).isEqualTo(73);
    assertThat(err()).contains("KEY_MISSING", "wallet address");
    walletAddress();
    assertThat(cairn("send", ADDRESS, "1", "--from", ADDRESS)).isEqualTo(73);
  }

  @Test
  void saysThatAWalletIsEmpty() {
    assertThat(cairn("wallet", "list", "--json")).isZero();
    assertThat(out()).isEqualTo("[]\n");
    assertThat(err()).contains("no keys", "wallet address");
  }

  @Test
  void listsTheKeysOfTheWallet() {
    String main = walletAddress();
    assertThat(cairn("wallet", "new", "--json")).isZero();
    String second = out().replaceAll(".*:\"|\"}\\s*", "");
    assertThat(cairn("wallet", "list")).isZero();
    assertThat(out()).isEqualTo(main + "\n" + second + "\n");
  }

  @Test
  void recordsADocumentOnce() throws Exception {
    Path file = Files.writeString(data.resolve("d"), DOCUMENT);
    String own = walletAddress();
    Sha256Digest digest = digest();
    node.on("accounts/" + own, account(0)).on("transactions", 202, "{\"id\":\"x\"}");
    node.on("records/" + digest, 404, "{\"reason\":\"RECORD_UNKNOWN\"}");
    assertThat(cairn("record", "put", file.toString())).isZero();
    assertThat(cairn("record", "put", "--text", DOCUMENT, "--with-content")).isZero();
    assertThat(sent())
        .extracting(t -> DocumentRecord.decode(t.payload().bytes(), 99).value())
        .containsExactly(
            DocumentRecord.ofDigest(digest),
            DocumentRecord.ofDocument(Bytes.of(DOCUMENT.getBytes(StandardCharsets.UTF_8))));
    try (FakeNode other = new FakeNode()) {
      other.on("records/" + digest, "{\"height\":7}");
      assertThat(cairn("record", "put", file.toString(), "--api", other.url())).isZero();
      assertThat(out()).contains("recorded already");
      assertThat(other.requests()).hasSize(1);
    }
  }

  private static Sha256Digest digest() throws Exception {
    byte[] bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
    return Sha256Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Makes the node serve a chain with the document in block 1 and one block above. */
  private List<Block> serveRecord(DocumentRecord record) throws Exception {
    Chain chain = Chain.inMemory(DEV, Applications.standard());
    Transaction transaction =
        Transaction.sign(DevKey.keyPair(), DEV.id(), 0, new Amount(1), record.payload());
    List<Block> blocks = List.of(mine(chain, transaction), mine(chain));
    Block block = blocks.get(0);
    String known =
        "{\"transaction\":\"%s\",\"block\":\"%s\",\"height\":1,\"confirmations\":2}"
            .formatted(transaction.id(), block.header().hash());
    List<String> path = block.proof(1).path().stream().map(root -> "\"" + root + "\"").toList();
    node.on("records/" + digest(), known).on("status", "{\"height\":2}");
    node.on(
        "transactions/" + transaction.id() + "/proof",
        "{\"transaction\":\"%s\",\"block\":\"%s\",\"height\":1,\"index\":1,\"header\":\"%s\",\"path\":%s}"
            .formatted(transaction.encode().toHex(), block.header().hash(), hex(block), path));
    node.on("blocks/2/header", "{\"header\":\"" + hex(blocks.get(1)) + "\"}");
    return blocks;
  }

  private static String hex(Block block) {
    return Bytes.of(block.header().toArray()).toHex();
  }

  private static Block mine(Chain chain, Transaction... transactions) {
    Timestamp now = new Timestamp(1_800_000_000);
    BlockBuilder builder = BlockBuilder.onTip(chain, now);
    for (Transaction transaction : transactions) {
      assertThat(builder.add(transaction)).isEmpty();
    }
    Block block =
        builder
            .build(DevKey.keyPair().publicKey())
            .mine(new DigestKernel(), () -> false)
            .orElseThrow();
    chain.submitBlock(block, now);
    return block;
  }

  @Test
  void verifiesARecordUpToTheTip() throws Exception {
    serveRecord(DocumentRecord.ofDigest(digest()));
    assertThat(cairn("record", "verify", "--text", DOCUMENT)).isZero();
    assertThat(out())
        .contains("2027-01-15T08:00:00Z", "at height 1", "all headers up to the tip", ADDRESS);
    assertThat(cairn("record", "verify", "--text", DOCUMENT, "--json", "--headers", "0")).isZero();
    assertThat(out()).startsWith("{\"record\":{").contains("\"headersAbove\":0,\"work\":\"2\"");
  }

  @Test
  void saysThatADocumentIsNotRecorded() throws Exception {
    node.on("records/" + digest(), 404, "{\"reason\":\"RECORD_UNKNOWN\"}");
    assertThat(cairn("record", "verify", "--text", DOCUMENT)).isEqualTo(1);
    assertThat(err()).contains("RECORD_UNKNOWN");
  }

  @Test
  void seesThroughARecordOfAnotherDocument() throws Exception {
    serveRecord(DocumentRecord.ofDigest(Sha256Digest.ZERO));
    assertThat(cairn("record", "verify", "--text", DOCUMENT)).isEqualTo(1);
    assertThat(err()).contains("PROOF_WRONG", "another document");
  }

  @Test
  void seesThroughAHeaderThatDoesNotFollow() throws Exception {
    List<Block> blocks = serveRecord(DocumentRecord.ofDigest(digest()));
    try (FakeNode liar =
        copyWith("blocks/2/header", "{\"header\":\"" + hex(blocks.get(0)) + "\"}")) {
      assertThat(cairn("record", "verify", "--text", DOCUMENT, "--api", liar.url())).isEqualTo(1);
      assertThat(err()).contains("PROOF_WRONG", "does not follow");
    }
  }

  @Test
  void seesThroughAHeaderWithoutWork() throws Exception {
    Block block = serveRecord(DocumentRecord.ofDigest(digest())).get(1);
    int nonce = block.header().nonce();
    while (block.header().bits().target().isMetBy(block.header().withNonce(nonce).hash())) {
      nonce++;
    }
    String header = Bytes.of(block.header().withNonce(nonce).toArray()).toHex();
    try (FakeNode liar = copyWith("blocks/2/header", "{\"header\":\"" + header + "\"}")) {
      assertThat(cairn("record", "verify", "--text", DOCUMENT, "--api", liar.url())).isEqualTo(1);
      assertThat(err()).contains("PROOF_WRONG", "proof of work");
    }
  }

  /** A node that answers as the other one, but for one path. */
  private FakeNode copyWith(String path, String body) throws IOException {
    return node.copy().replace(path, body);
  }

  @Test
  void makesANetworkAndItsSecret() throws Exception {
    Path file = data.resolve("ours.json");
    Path secret = data.resolve("secret");
    String[] create = {
      "network",
      "create",
      "ours",
      "--file",
      file.toString(),
      "--secret-file",
      secret.toString(),
      "--spacing",
      "2",
      "--block-bytes",
      "1000000",
      "--balance",
      ADDRESS + "=5",
      "--bits",
      "207fffff"
    };
    assertThat(cairn(create)).isZero();
    NetworkParameters made = NetworkFile.parse(Files.readString(file)).value();
    assertThat(made.spacingSeconds()).isEqualTo(2);
    assertThat(made.halfLifeSeconds()).isEqualTo(120);
    assertThat(made.maxFutureSeconds()).isEqualTo(60);
    assertThat(made.blockBytes()).isEqualTo(1_000_000);
    assertThat(made.balances()).hasSize(1);
    assertThat(out()).contains(made.id().toString());
    assertThat(Files.readString(secret)).startsWith("cairnsecret1");
    assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
    assertThat(cairn(create)).isEqualTo(73);
    assertThat(NetworkFile.parse(Files.readString(file)).value()).isEqualTo(made);
    assertThat(cairn("network", "show", file.toString(), "--json")).isZero();
    assertThat(out()).contains("\"networkId\":\"" + made.id() + "\"");
  }

  @Test
  void leavesNoNetworkFileWithoutItsSecretNorASecretWithoutItsNetwork() throws Exception {
    Path file = data.resolve("ours.json");
    Path secret = data.resolve("secret");
    String[] create = {
      "network", "create", "x", "--file", file.toString(), "--secret-file", secret.toString()
    };
    Files.writeString(secret, "another one");
    assertThat(cairn(create)).isEqualTo(73);
    assertThat(err()).contains(secret + ": it is there already");
    assertThat(file).doesNotExist();
    assertThat(secret).hasContent("another one");

    Files.delete(secret);
    Files.writeString(file, "a network");
    assertThat(cairn(create)).isEqualTo(73);
    assertThat(err()).contains(file + ": it is there already");
    assertThat(file).hasContent("a network");
    assertThat(secret).doesNotExist();

    create[4] = data.resolve("missing/ours.json").toString();
    assertThat(cairn(create)).isEqualTo(73);
    assertThat(secret).doesNotExist();
    create[4] = secret.toString();
    assertThat(cairn(create)).as("one file for both").isEqualTo(73);
  }

  @Test
  void refusesANetworkThatBreaksTheRules() {
    String file = data.resolve("x.json").toString();
    assertThat(cairn("network", "create", "x", "--file", file, "--spacing", "0")).isEqualTo(2);
    assertThat(err()).contains("SPACING_ZERO");
    assertThat(Path.of(file)).doesNotExist();
    assertThat(cairn("network", "create", "../x")).isEqualTo(2);
  }

  @Test
  void measuresHowFastThisMachineHashes() {
    String file = data.resolve("before.json").toString();
    assertThat(cairn("bench", "--threads", "1", "--save", file)).isZero();
    assertThat(out())
        .containsPattern("plain +1 +\\d+\\.\\d\\d +1\\.00  #+")
        .containsPattern("digest +1 +\\d+\\.\\d\\d +\\d+\\.\\d\\d  #+");
    assertThat(cairn("bench", "--threads", "1", "--compare", file)).isZero();
    assertThat(out()).contains("x before").doesNotContain("compared with");
    assertThat(cairn("bench", "--threads", "1", "--compare", file, "--json")).isZero();
    assertThat(out())
        .matches(
            "\\{\"machine\":\".*\",\"time\":\\d+,\"seconds\":1,\"results\":\\[\\{\"kernel\":\"plain\","
                + "\"threads\":1,\"hashesPerSecond\":[1-9]\\d*,\"ratioToPlain\":1.0,"
                + "\"ratioToBefore\":\\d+\\.\\d+},\\{.*}]}\\s*");
  }

  @Test
  void refusesResultsThatItCannotReadOrWouldReplace() throws Exception {
    Path file = data.resolve("result.json");
    assertThat(cairn("bench", "--compare", file.toString())).isEqualTo(73);
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            "not JSON",
            "{\"machine\":\"x\",\"time\":1,\"seconds\":1,\"results\":[null]}")) {
      Files.writeString(file, text);
      assertThat(cairn("bench", "--compare", file.toString())).isEqualTo(73);
      assertThat(err()).contains("RESULT_UNREADABLE");
    }
    assertThat(cairn("bench", "--save", file.toString())).isEqualTo(73);
    assertThat(err()).contains("it is there already");
  }

  @Test
  void tellsARunThatCannotStartAsOneEvent() {
    environment.put("CAIRN_MINE", "many");
    environment.remove("CAIRN_API");
    assertThat(cairn("run", "--json")).isEqualTo(78);
    assertThat(out()).isEqualTo("{\"event\":\"stopped\",\"reason\":\"SETTING_WRONG\"}\n");
    assertThat(err()).contains("CAIRN_MINE: 'many'");
  }
}
