package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ATTACKS A9, D1: a node that is killed again and again while it mines and takes transactions. */
class KilledNodeTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final PublicKey FRIEND =
      KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]).publicKey();
  private static final int LIFE_MILLIS_MAX = 1_500;
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Pending transactions of one sender are limited to 64. */
  private static final int PENDING_MAX = 60;

  @TempDir Path folder;

  private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> startMillis = new ArrayList<>();

  @Test
  void losesNothingThatItHasAcknowledged() throws Exception {
    Random random = Seeds.random("KilledNodeTest");
    int kills = Seeds.rounds(30, 1000);
    for (int i = 0; i < kills; i++) {
      try (RunningNode node = start("1")) {
        requireNothingMissing(node);
        int before = acknowledged.size();
        CompletableFuture<Void> user = CompletableFuture.runAsync(() -> use(node));
        await().atMost(LONG).until(() -> acknowledged.size() > before || user.isDone());
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE_MILLIS_MAX)); // the rest of its life
        assertThat(user).isNotDone();
        node.kill();
        user.get(LONG.toSeconds(), TimeUnit.SECONDS);
      }
    }
    try (RunningNode node = start("off")) {
      requireNothingMissing(node);
      requireStateOfReplay(node);
      assertThat(node.stop()).isZero();
    }
    Collections.sort(startMillis);
    System.out.printf(
        "killed %d times, %d transactions acknowledged, none lost; ready again after %d ms"
            + " (median), %d ms (most)%n",
        kills,
        acknowledged.size(),
        startMillis.get(startMillis.size() / 2),
        startMillis.get(startMillis.size() - 1));
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(kills);
  }

  private RunningNode start(String mine) throws IOException {
    RunningNode node =
        RunningNode.start(
            folder.resolve("data"), "--network", "dev", "--mine", mine, "--no-discovery");
    startMillis.add(node.startMillis());
    return node;
  }

  /** Hands in transfers until the node is gone; all of them have to be taken. */
  private void use(RunningNode node) {
    try {
      JsonNode account = node.get("accounts/" + DevKey.keyPair().publicKey().toAddress());
      long confirmed = account.get("sequence").asLong();
      long next = account.get("pending").get("sequence").asLong();
      while (true) {
        if (next - confirmed >= PENDING_MAX) {
          confirmed =
              node.get("accounts/" + DevKey.keyPair().publicKey().toAddress())
                  .get("sequence")
                  .asLong();
          continue;
        }
        Transaction transfer =
            Transaction.sign(
                DevKey.keyPair(),
                NETWORK.id(),
                next,
                new Amount(1),
                new Transfer(FRIEND, new Amount(1)).payload());
        HttpResponse<String> answer = node.post(transfer.encode().toHex());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        acknowledged.add(transfer.id().toString());
        next++;
      }
    } catch (IOException killed) {
      // as expected, after the kill
    }
  }

  private void requireNothingMissing(RunningNode node) throws IOException {
    int from = Math.max(0, acknowledged.size() - 200); // the others were looked for before
    for (String id : acknowledged.subList(from, acknowledged.size())) {
      assertThat(node.get("transactions/" + id).get("id").asText()).isEqualTo(id);
    }
  }

  private void requireStateOfReplay(RunningNode node) throws IOException {
    Chain replay = Chain.inMemory(NETWORK, Applications.standard());
    JsonNode status = node.get("status");
    long height = status.get("height").asLong();
    for (long i = 1; i <= height; i++) {
      String hex = node.get("blocks/" + i + "/raw").get("block").asText();
      Block block = Block.decode(Bytes.ofHex(hex)).value();
      assertThat(replay.submitBlock(block, new Timestamp(System.currentTimeMillis() / 1000)))
          .isInstanceOf(Verdict.Accepted.class);
    }
    assertThat(replay.digestAt(new Height(height)).orElseThrow().toString())
        .isEqualTo(status.get("stateDigest").asText());
    for (String id : acknowledged) {
      node.get("transactions/" + id);
    }
  }
}
