package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MinerTemplateTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final Bytes EXTRA_NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

  private final Chain chain = Chain.inMemory(NETWORK, Applications.standard());
  private final Timestamp now;

  MinerTemplateTest() {
    chain.submitBlock(TestBlock.onTip(chain).seal(), Timestamp.MAX);
    now = chain.tip().header().time().plusSeconds(100);
  }

  /** A block with so many transfers. */
  private MinerTemplate template(int transfers) {
    BlockBuilder builder = BlockBuilder.onTip(chain, chain.tip().header().time().plusSeconds(60));
    for (int i = 0; i < transfers; i++) {
      Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), Amount.of(1_000 + i));
      assertThat(
              builder.add(
                  Transaction.sign(
                      TestKeys.FIRST, NETWORK.id(), i, Amount.of(10 + i), transfer.payload())))
          .isEmpty();
    }
    Block block = builder.build(TestKeys.SECOND.publicKey()).block();
    return new MinerTemplate(NETWORK, chain.tip().header(), block);
  }

  private String answer(MinerTemplate template, Bytes extraNonce) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<byte[]> parts = template.answer("7", TestKeys.key(3).publicKey(), extraNonce, now);
    parts.forEach(bytes::writeBytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private JsonNode result(MinerTemplate template) {
    return parse(answer(template, EXTRA_NONCE)).path("result");
  }

  private static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (IOException malformed) {
      throw new AssertionError(json, malformed);
    }
  }

  /** What is written down: an answer, and the block that a miner makes of it. */
  private static String vector(String name) throws IOException {
    try (InputStream file = MinerTemplateTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isByteForByteWhatIsWrittenDown() throws IOException {
    assertThat(answer(template(2), EXTRA_NONCE)).isEqualTo(vector("getblocktemplate.json"));
  }

  @Test
  void becomesTheBlockThatIsWrittenDown() throws IOException {
    GbtMiner miner = new GbtMiner(parse(vector("getblocktemplate.json")).path("result"));
    assertThat(miner.mine() + "\n").isEqualTo(vector("submitblock.txt"));
    Block block = Block.decode(Bytes.ofHex(vector("submitblock.txt").strip())).value();
    assertThat(chain.submitBlock(block, now)).isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(block.coinbase().recipient()).isEqualTo(TestKeys.key(3).publicKey());
    assertThat(block.coinbase().extraNonce()).isEqualTo(EXTRA_NONCE);
  }

  @Test
  void becomesAValidBlockForAnyNumberOfTransactions() {
    for (int transfers : new int[] {0, 1, 2, 3, 4, 7, 252, 253}) {
      Chain fresh = Chain.inMemory(NETWORK, Applications.standard());
      fresh.submitBlock(chain.block(chain.tip().hash()).orElseThrow(), Timestamp.MAX);
      String hex = new GbtMiner(result(template(transfers))).mine();
      Block block = Block.decode(Bytes.ofHex(hex)).value();
      assertThat(block.transactions()).hasSize(transfers);
      assertThat(fresh.submitBlock(block, now))
          .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
    }
  }

  @Test
  void givesTheHeaderInTheByteOrdersOfBitcoin() {
    JsonNode result = result(template(0));
    GbtMiner miner = new GbtMiner(result);
    String header = HexFormat.of().formatHex(miner.header(0x01020304));
    assertThat(header)
        .startsWith("00000020" + chain.tip().hash().toHex())
        .endsWith(
            HexFormat.of().toHexDigits(Integer.reverseBytes((int) now.seconds()))
                + "ffff7f2004030201");
    assertThat(result.path("previousblockhash").asText()).isEqualTo(chain.tip().hash().toString());
  }

  @Test
  void namesTransactionsByTheHashOfTheirBytes() {
    JsonNode result = result(template(2));
    for (JsonNode transaction : result.path("transactions")) {
      String id =
          Transaction.decode(Bytes.ofHex(transaction.path("data").asText()))
              .value()
              .id()
              .toString();
      assertThat(transaction.path("txid").asText()).isEqualTo(id);
      assertThat(transaction.path("hash").asText()).isEqualTo(id);
      assertThat(transaction.path("required").asBoolean()).isTrue();
    }
    assertThat(result.path("transactions").get(1).path("fee").asLong()).isEqualTo(11);
    assertThat(result.path("coinbasetxn").path("fee").asLong()).isEqualTo(-21);
  }

  @Test
  void letsNobodyChangeTheCoinbase() {
    JsonNode result = result(template(0));
    assertThat(result.path("mutable")).hasSize(1);
    assertThat(result.path("mutable").get(0).asText()).isEqualTo("time");
    assertThat(result.has("rules")).isFalse();
    assertThat(result.has("coinbasevalue")).isFalse();
    assertThat(result.has("coinbaseaux")).isFalse();
    assertThat(result.has("workid")).isFalse();
  }

  @Test
  void differsInTheCoinbaseWithAnotherExtraNonce() {
    MinerTemplate template = template(1);
    String one = answer(template, EXTRA_NONCE);
    String other = answer(template, Bytes.ofHex("ff".repeat(16)));
    GbtMiner first = new GbtMiner(parse(one).path("result"));
    GbtMiner second = new GbtMiner(parse(other).path("result"));
    assertThat(first.header(0)).isNotEqualTo(second.header(0));
  }
}
