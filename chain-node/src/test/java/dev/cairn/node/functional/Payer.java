package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Hands transactions of the dev network's rich key to a node, and knows what it acknowledged. */
final class Payer {

  private static final PublicKey FRIEND =
      KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]).publicKey();

  private final RunningNode node;
  private final List<String> acknowledged = new ArrayList<>();

  Payer(RunningNode node) {
    this.node = node;
  }

  /** Pays one unit, if there is room for one more that waits for a block. */
  boolean pay() throws IOException {
    return send(new Transfer(FRIEND, new Amount(1)).payload(), 1);
  }

  /**
   * Sends one transaction.
   *
   * @return whether it was acknowledged; false when too many wait for a block, or the node fails
   * @throws IOException when the node is gone
   */
  boolean send(Payload payload, long fee) throws IOException {
    HttpResponse<String> found =
        node.answer("accounts/" + DevKey.keyPair().publicKey().toAddress());
    if (found.statusCode() != 200) {
      assertThat(found.statusCode()).as(found.body()).isEqualTo(503);
      return false;
    }
    JsonNode account = new JsonMapper().readTree(found.body());
    Transaction transaction =
        Transaction.sign(
            DevKey.keyPair(),
            NetworkParameters.dev().id(),
            account.get("pending").get("sequence").asLong(),
            new Amount(fee),
            payload);
    HttpResponse<String> answer = node.post(transaction.encode().toHex());
    if (answer.statusCode() == 202) {
      acknowledged.add(transaction.id().toString());
      return true;
    }
    assertThat(answer.statusCode()).as(answer.body()).isIn(422, 429, 503);
    return false;
  }

  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Everything that was acknowledged is known to this node, which may be another process. */
  void requireAll(RunningNode later) throws IOException {
    for (String id : acknowledged) {
      assertThat(later.get("transactions/" + id).get("id").asText()).isEqualTo(id);
    }
  }
}
