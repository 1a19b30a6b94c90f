package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleProof;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.node.api.ApiFixture.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionEndpointsTest {

  @TempDir private Path folder;

  private ApiFixture node;

  @BeforeEach
  void start() throws IOException {
    node = new ApiFixture(folder).join();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static String path(Transaction transaction) {
    return "/api/v1/transactions/" + transaction.id();
  }

  @Test
  void takesATransactionAndShowsWhereItIs() {
    Transaction sent = ApiFixture.transfer(0, TestKeys.SECOND, 5);
    Reply reply = node.post(sent);
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().path("id").asText()).isEqualTo(sent.id().toString());

    JsonNode pending = node.found(path(sent));
    assertThat(pending.path("type").asText()).isEqualTo("transfer");
    assertThat(pending.path("sender").asText()).isEqualTo(TestKeys.FIRST.publicKey().toString());
    assertThat(pending.path("recipient").asText())
        .isEqualTo(TestKeys.SECOND.publicKey().toString());
    assertThat(pending.path("amount").asText()).isEqualTo("5");
    assertThat(pending.path("fee").asText()).isEqualTo("10");
    assertThat(pending.path("sequence").asText()).isEqualTo("0");
    assertThat(pending.path("size").asInt()).isEqualTo(sent.size());
    assertThat(pending.path("block").isNull()).isTrue();
    assertThat(pending.path("height").isNull()).isTrue();
    assertThat(pending.path("confirmations").asInt()).isZero();

    Block block = node.mine(sent);
    node.mine();
    JsonNode confirmed = node.found(path(sent));
    assertThat(confirmed.path("block").asText()).isEqualTo(block.hash().toString());
    assertThat(confirmed.path("height").asInt()).isEqualTo(1);
    assertThat(confirmed.path("confirmations").asInt()).isEqualTo(2);
  }

  @Test
  void answersARepetitionAsBefore() {
    Transaction sent = ApiFixture.transfer(0, TestKeys.SECOND, 5);
    Reply first = node.post(sent);
    assertThat(node.post(sent).body()).isEqualTo(first.body());
    node.mine(sent);
    Reply late = node.post(sent);
    assertThat(late.status()).isEqualTo(202);
    assertThat(late.body()).isEqualTo(first.body());
  }

  @Test
  void refusesWithTheReasonOfTheChain() {
    Transaction tooMuch = ApiFixture.transfer(0, TestKeys.SECOND, 1L << 60);
    Reply reply = node.post(tooMuch);
    assertThat(reply.refusal()).isEqualTo("422 BALANCE_TOO_LOW");
    assertThat(reply.json().path("detail").asText()).contains("got ").contains("expected ");
    assertThat(reply.json().path("hint").asText()).isNotEmpty();
    assertThat(node.post(tooMuch).body()).isEqualTo(reply.body());
    Transaction forged = TestBlock.withBrokenSignature(ApiFixture.transfer(0, TestKeys.SECOND, 5));
    assertThat(node.post(forged).refusal()).isEqualTo("422 SIGNATURE_INVALID");
    node.mine(ApiFixture.transfer(0, TestKeys.SECOND, 5));
    assertThat(node.post(ApiFixture.transfer(0, TestKeys.SECOND, 6)).refusal())
        .isEqualTo("422 SEQUENCE_USED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0g", "zz"})
  void refusesMalformedHex(String hex) {
    assertThat(node.post("{\"transaction\":\"" + hex + "\"}").status()).isEqualTo(400);
  }

  @Test
  void refusesOtherBodies() {
    assertThat(node.post("").refusal()).isEqualTo("400 JSON_INVALID");
    assertThat(node.post("{\"transaction\":\"00\",\"wait\":1}").refusal())
        .isEqualTo("400 JSON_KEY_UNKNOWN");
    assertThat(node.post("{\"transaction\":\"\"}").refusal()).isEqualTo("422 TRUNCATED");
    String more = ApiFixture.transfer(0, TestKeys.SECOND, 5).encode().toHex() + "00";
    assertThat(node.post("{\"transaction\":\"" + more + "\"}").refusal())
        .isEqualTo("422 TRAILING_BYTES");
  }

  @Test
  void boundsTheBody() {
    int most = (int) ApiLimits.bodyBytes(ApiFixture.NETWORK.blockBytes());
    assertThat(node.post(" ".repeat(most)).refusal()).isEqualTo("400 JSON_INVALID");
    Reply reply = node.post(" ".repeat(most + 1));
    assertThat(reply.refusal()).isEqualTo("413 BODY_TOO_LARGE");
  }

  @Test
  void showsRecordsAndCoinbases() {
    Bytes document = Bytes.of("a document".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    DocumentRecord record = DocumentRecord.ofDocument(document);
    Transaction whole = ApiFixture.transaction(0, record.payload());
    Transaction digest =
        ApiFixture.transaction(1, DocumentRecord.ofDigest(Sha256Digest.ZERO).payload());
    Block block = node.mine(whole, digest);
    JsonNode shown = node.found(path(whole));
    assertThat(shown.path("type").asText()).isEqualTo("record");
    assertThat(shown.path("sha256").asText()).isEqualTo(record.digest().toString());
    assertThat(shown.path("form").asInt()).isZero();
    assertThat(shown.path("documentBytes").asInt()).isEqualTo(document.length());
    assertThat(node.found(path(digest)).path("documentBytes").isNull()).isTrue();

    JsonNode coinbase = node.found("/api/v1/transactions/" + block.coinbase().id());
    assertThat(coinbase.path("type").asText()).isEqualTo("coinbase");
    assertThat(coinbase.path("recipient").asText())
        .isEqualTo(TestKeys.SECOND.publicKey().toString());
    assertThat(coinbase.path("amount").asText()).isEqualTo(block.coinbase().reward().toString());
    assertThat(coinbase.path("height").asInt()).isEqualTo(1);

    JsonNode found = node.found("/api/v1/records/" + record.digest());
    assertThat(found.path("sha256").asText()).isEqualTo(record.digest().toString());
    assertThat(found.path("form").asInt()).isZero();
    assertThat(found.path("transaction").asText()).isEqualTo(whole.id().toString());
    assertThat(found.path("block").asText()).isEqualTo(block.hash().toString());
    assertThat(found.path("time").asLong()).isEqualTo(block.header().time().seconds());
    assertThat(found.path("confirmations").asInt()).isEqualTo(1);
  }

  @Test
  void refusesUnknownRecords() {
    assertThat(node.get("/api/v1/records/" + "ab".repeat(32)).refusal())
        .isEqualTo("404 RECORD_UNKNOWN");
    assertThat(node.get("/api/v1/records/ab").refusal()).isEqualTo("400 HEX_LENGTH_WRONG");
  }

  @Test
  void provesATransactionAgainstItsHeader() {
    List<Transaction> sent = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sent.add(ApiFixture.transfer(i, TestKeys.SECOND, 5));
    }
    Block block = node.mine(sent.toArray(Transaction[]::new));
    for (int index = 0; index <= sent.size(); index++) {
      JsonNode proof =
          node.found("/api/v1/transactions/" + block.transactionIds().get(index) + "/proof");
      List<MerkleRoot> path = new ArrayList<>();
      proof.path("path").forEach(hash -> path.add(MerkleRoot.parse(hash.asText()).value()));
      BlockHeader header = BlockHeader.decode(Bytes.ofHex(proof.path("header").asText())).value();
      assertThat(header.hash().toString()).isEqualTo(proof.path("block").asText());
      assertThat(proof.path("height").asInt()).isEqualTo(1);
      assertThat(proof.path("index").asInt()).isEqualTo(index);
      Bytes bytes = Bytes.ofHex(proof.path("transaction").asText());
      assertThat(
              new MerkleProof(proof.path("index").asLong(), path).check(bytes, header.merkleRoot()))
          .isEmpty();
    }
  }

  @Test
  void provesNothingThatIsInNoBlock() {
    Transaction sent = ApiFixture.transfer(0, TestKeys.SECOND, 5);
    assertThat(node.get(path(sent) + "/proof").refusal()).isEqualTo("404 TRANSACTION_UNKNOWN");
    assertThat(node.get(path(sent)).refusal()).isEqualTo("404 TRANSACTION_UNKNOWN");
    node.post(sent);
    assertThat(node.get(path(sent) + "/proof").refusal())
        .isEqualTo("409 TRANSACTION_NOT_CONFIRMED");
    assertThat(node.get("/api/v1/transactions/xyz").refusal()).isEqualTo("400 HEX_LENGTH_WRONG");
  }

  @Test
  void listsTheMempoolInPages() {
    List<Transaction> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sent.add(ApiFixture.transfer(i, TestKeys.SECOND, 5));
      node.post(sent.get(i));
    }
    JsonNode all = node.found("/api/v1/mempool");
    assertThat(all.path("count").asInt()).isEqualTo(3);
    assertThat(all.path("heapBytes").asInt()).isPositive();
    assertThat(all.path("next").isNull()).isTrue();
    JsonNode first = node.found("/api/v1/mempool?limit=2");
    assertThat(first.path("transactions")).hasSize(2);
    JsonNode rest = node.found("/api/v1/mempool?limit=2&after=" + first.path("next").asText());
    assertThat(rest.path("transactions")).hasSize(1);
    assertThat(rest.path("transactions").get(0).path("id").asText())
        .isEqualTo(sent.get(2).id().toString());
    assertThat(node.get("/api/v1/mempool?after=-1").refusal()).isEqualTo("400 CURSOR_INVALID");
  }

  @Test
  void showsNoPayloadOfATypeThatTheNetworkLacks() {
    Transaction unknown = ApiFixture.transaction(0, new Payload(1024, Bytes.of((byte) 1)));
    assertThat(node.post(unknown).refusal()).isEqualTo("422 PAYLOAD_TYPE_UNKNOWN");
  }
}
