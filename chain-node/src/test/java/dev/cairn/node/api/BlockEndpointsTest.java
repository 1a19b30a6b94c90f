package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.value.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockEndpointsTest {

  private static final int BLOCKS = 25;
  private static final List<Block> MINED = new ArrayList<>();

  @TempDir private static Path folder;

  private static ApiFixture node;
  private static Block side;

  @BeforeAll
  static void start() throws IOException {
    node = new ApiFixture(folder).join();
    for (int i = 1; i < BLOCKS; i++) {
      MINED.add(node.mine());
    }
    TestBlock draft = TestBlock.onTip(node.chain);
    draft.message = Bytes.of((byte) 1);
    side = draft.seal();
    MINED.add(node.mine(ApiFixture.transfer(0, TestKeys.SECOND, 5)));
    node.peer().submit(side).join();
  }

  @AfterAll
  static void stop() {
    node.close();
    MINED.clear();
  }

  private static Block block(int height) {
    return MINED.get(height - 1);
  }

  @Test
  void showsABlockByHeightAndHash() {
    Block last = block(BLOCKS);
    JsonNode byHeight = node.found("/api/v1/blocks/" + BLOCKS);
    assertThat(byHeight).isEqualTo(node.found("/api/v1/blocks/" + last.hash()));
    assertThat(byHeight.path("hash").asText()).isEqualTo(last.hash().toString());
    assertThat(byHeight.path("height").asLong()).isEqualTo(BLOCKS);
    assertThat(byHeight.path("previous").asText()).isEqualTo(block(BLOCKS - 1).hash().toString());
    assertThat(byHeight.path("merkleRoot").asText())
        .isEqualTo(last.header().merkleRoot().toString());
    assertThat(byHeight.path("time").asLong()).isEqualTo(last.header().time().seconds());
    assertThat(byHeight.path("bits").asText()).isEqualTo("207fffff");
    assertThat(byHeight.path("nonce").asLong())
        .isEqualTo(Integer.toUnsignedLong(last.header().nonce()));
    assertThat(byHeight.path("version").asLong()).isEqualTo(0x20000000L);
    assertThat(byHeight.path("work").asText())
        .isEqualTo(node.peer().tip().header().work().toString());
    assertThat(byHeight.path("bytes").asInt()).isEqualTo(last.size());
    assertThat(byHeight.path("transactions")).hasSize(2);
    assertThat(byHeight.path("transactions").get(1).asText())
        .isEqualTo(last.transactionIds().get(1).toString());
    assertThat(byHeight.path("confirmations").asInt()).isEqualTo(1);
    assertThat(node.found("/api/v1/blocks/1").path("confirmations").asInt()).isEqualTo(BLOCKS);
  }

  @Test
  void showsTheGenesisThatHasNoBody() {
    JsonNode genesis = node.found("/api/v1/blocks/0");
    assertThat(genesis.path("hash").asText()).isEqualTo(ApiFixture.NETWORK.id().toString());
    assertThat(genesis.path("transactions")).isEmpty();
    assertThat(genesis.path("bytes").asInt()).isEqualTo(80);
    assertThat(node.get("/api/v1/blocks/0/raw").refusal()).isEqualTo("404 BODY_UNKNOWN");
    assertThat(node.found("/api/v1/blocks/0/header").path("header").asText()).hasSize(160);
  }

  @Test
  void showsABlockOffTheActiveChainAsUnconfirmed() {
    JsonNode found = node.found("/api/v1/blocks/" + side.hash());
    assertThat(found.path("height").asInt()).isEqualTo(BLOCKS);
    assertThat(found.path("confirmations").asInt()).isZero();
  }

  @Test
  void givesTheBytes() {
    String hex = node.found("/api/v1/blocks/" + BLOCKS + "/raw").path("block").asText();
    assertThat(Block.decode(Bytes.ofHex(hex)).value()).isEqualTo(block(BLOCKS));
    assertThat(node.found("/api/v1/blocks/3/header").path("header").asText())
        .isEqualTo(HexFormat.of().formatHex(block(3).header().toArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"26", "4294967295"})
  void knowsNoBlockAboveTheTip(String height) {
    for (String path : new String[] {"", "/header", "/raw"}) {
      assertThat(node.get("/api/v1/blocks/" + height + path).refusal())
          .isEqualTo("404 BLOCK_UNKNOWN");
    }
  }

  @Test
  void knowsNoBlockOfAnotherHash() {
    assertThat(node.get("/api/v1/blocks/" + "ab".repeat(32)).refusal())
        .isEqualTo("404 BLOCK_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "4294967296", "1e400", "NaN", "tip", "0x1", "1%30"})
  void refusesOtherNames(String name) {
    assertThat(node.get("/api/v1/blocks/" + name).refusal()).isEqualTo("400 PATH_INVALID");
  }

  private static List<Long> heights(JsonNode list) {
    List<Long> heights = new ArrayList<>();
    list.path("blocks").forEach(block -> heights.add(block.path("height").asLong()));
    return heights;
  }

  @Test
  void listsTheNewestWhenNothingIsSaid() {
    JsonNode list = node.found("/api/v1/blocks");
    assertThat(heights(list)).hasSize(20).startsWith(6L).endsWith(25L);
    assertThat(list.path("next").isNull()).isTrue();
    assertThat(list.path("blocks").get(19)).isEqualTo(node.found("/api/v1/blocks/25"));
  }

  @Test
  void listsFromAHeightUpwards() {
    JsonNode list = node.found("/api/v1/blocks?from=0&limit=2");
    assertThat(heights(list)).containsExactly(0L, 1L);
    assertThat(list.path("next").asLong()).isEqualTo(2);
    assertThat(heights(node.found("/api/v1/blocks?from=24&limit=2"))).containsExactly(24L, 25L);
    assertThat(node.found("/api/v1/blocks?from=24&limit=2").path("next").isNull()).isTrue();
  }

  @Test
  void listsNothingAboveTheTip() {
    for (String from : new String[] {"26", "4294967295"}) {
      JsonNode list = node.found("/api/v1/blocks?from=" + from + "&limit=1000000000");
      assertThat(heights(list)).isEmpty();
      assertThat(list.path("next").isNull()).isTrue();
    }
  }

  @Test
  void capsTheRange() {
    assertThat(heights(node.found("/api/v1/blocks?from=0&limit=999999999999"))).hasSize(26);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from=-1", "from=4294967296", "from=1e400", "from=", "from=01"})
  void refusesOtherHeights(String query) {
    assertThat(node.get("/api/v1/blocks?" + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=-1", "limit=NaN", "limit=1e400", "limit="})
  void refusesOtherLimits(String query) {
    assertThat(node.get("/api/v1/blocks?" + query).refusal()).isEqualTo("400 QUERY_INVALID");
  }

  @Test
  void streamsAListThatIsLargerThanABatch() throws IOException {
    ApiLimits usual = ApiLimits.DEFAULT;
    ApiLimits small =
        new ApiLimits(
            usual.links(),
            usual.rates(),
            new ApiLimits.Pages(1_000, 20, 600),
            usual.streams(),
            usual.miners());
    try (ApiFixture other = new ApiFixture(folder, small, Optional.empty())) {
      other.facts.member = node.member();
      assertThat(other.get("/api/v1/blocks?from=0&limit=100").header("transfer-encoding"))
          .isEqualTo("chunked");
      assertThat(other.found("/api/v1/blocks?from=0&limit=100"))
          .isEqualTo(node.found("/api/v1/blocks?from=0&limit=100"));
      other.facts.member = null;
    }
  }
}
