package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.core.key.KeyPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountEndpointsTest {

  private static final KeyPair RICH = TestKeys.FIRST;
  private static final KeyPair OTHER = TestKeys.key(9);

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

  private static String path(KeyPair account) {
    return "/api/v1/accounts/" + account.publicKey().toAddress();
  }

  @Test
  void showsWhatIsConfirmedAndWhatWaits() {
    node.mine(ApiFixture.transfer(0, OTHER, 100));
    node.post(ApiFixture.transfer(1, OTHER, 7));
    JsonNode rich = node.found(path(RICH));
    assertThat(rich.path("address").asText()).isEqualTo(RICH.publicKey().toAddress());
    assertThat(rich.path("balance").asText()).isEqualTo("999999999890");
    assertThat(rich.path("sequence").asText()).isEqualTo("1");
    assertThat(rich.path("pending").path("balance").asText()).isEqualTo("999999999873");
    assertThat(rich.path("pending").path("sequence").asText()).isEqualTo("2");
    JsonNode other = node.found(path(OTHER));
    assertThat(other.path("balance").asText()).isEqualTo("100");
    assertThat(other.path("pending").path("balance").asText()).isEqualTo("107");
    assertThat(other.path("pending").path("sequence").asText()).isEqualTo("0");
  }

  @Test
  void showsAnUnusedAccountAsEmpty() {
    JsonNode unused = node.found(path(TestKeys.key(50)));
    assertThat(unused.path("balance").asText()).isEqualTo("0");
    assertThat(unused.path("sequence").asText()).isEqualTo("0");
    assertThat(node.found(path(TestKeys.key(50)) + "/transactions").path("transactions")).isEmpty();
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String path : new String[] {"", "/transactions"}) {
      String address = RICH.publicKey().toAddress();
      assertThat(node.get("/api/v1/accounts/" + address.substring(0, 63) + "q" + path).status())
          .isEqualTo(400);
      assertThat(node.get("/api/v1/accounts/cairn1" + path).status()).isEqualTo(400);
      assertThat(node.get("/api/v1/accounts/" + node.facts.id() + path).refusal())
          .isEqualTo("400 PREFIX_WRONG");
    }
  }

  @Test
  void listsTransactionsFromTheNewestOn() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var sent = ApiFixture.transfer(i, OTHER, 1);
      node.mine(sent);
      expected.add(0, sent.id().toString());
    }
    JsonNode all = node.found(path(OTHER) + "/transactions");
    assertThat(ids(all)).isEqualTo(expected);
    assertThat(all.path("next").isNull()).isTrue();

    List<String> paged = new ArrayList<>();
    String query = "?limit=2";
    for (int page = 0; page < 3; page++) {
      JsonNode list = node.found(path(OTHER) + "/transactions" + query);
      paged.addAll(ids(list));
      query = "?limit=2&before=" + list.path("next").asText();
      assertThat(list.path("next").isNull()).isEqualTo(page == 2);
    }
    assertThat(paged).isEqualTo(expected);
    JsonNode mined = node.found(path(TestKeys.SECOND) + "/transactions").path("transactions");
    assertThat(mined.get(0).path("type").asText()).isEqualTo("coinbase");
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.path("transactions").forEach(each -> ids.add(each.path("id").asText()));
    return ids;
  }

  @Test
  void refusesOtherCursors() {
    String list = path(OTHER) + "/transactions?before=";
    assertThat(node.get(list + "xyz").refusal()).isEqualTo("400 CURSOR_INVALID");
    assertThat(node.get(list + "ab".repeat(32)).refusal()).isEqualTo("404 CURSOR_UNKNOWN");
    assertThat(node.get(path(OTHER) + "/transactions?limit=-5").refusal())
        .isEqualTo("400 QUERY_INVALID");
  }
}
