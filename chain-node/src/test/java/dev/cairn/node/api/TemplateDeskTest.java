package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.api.ApiFixture.Reply;
import dev.cairn.node.api.rpc.RpcFault;
import dev.cairn.node.member.Member;
import dev.cairn.node.mining.MiningObstacle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long polling, by HTTP. */
final class TemplateDeskTest {

  /** So long that no test waits for it. */
  private static final long LONG = 600_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final ApiLimits.Miners PATIENT = new ApiLimits.Miners(128, 16, LONG, LONG, LONG);

  @TempDir private Path folder;

  private static Reply reply(CompletableFuture<Reply> poll) {
    return poll.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static JsonNode result(CompletableFuture<Reply> poll) {
    Reply reply = reply(poll);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().path("result");
  }

  private static String parent(JsonNode template) {
    return template.path("previousblockhash").asText();
  }

  @Test
  void wakesAHundredMinersWhenTheTipChanges() throws IOException {
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, PATIENT)) {
      JsonNode known = miner.template();
      List<CompletableFuture<Reply>> polls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        polls.add(miner.poll(known));
      }
      assertThat(miner.template().path("longpollid")).isEqualTo(known.path("longpollid"));
      assertThat(polls).noneMatch(CompletableFuture::isDone);
      Block block = miner.node.mine();
      Set<String> coinbases = new LinkedHashSet<>();
      for (CompletableFuture<Reply> poll : polls) {
        JsonNode next = result(poll);
        assertThat(parent(next)).isEqualTo(block.hash().toString());
        coinbases.add(next.path("coinbasetxn").path("data").asText());
      }
      assertThat(coinbases).hasSize(100);
    }
  }

  @Test
  void answersAtOnceWhenTheMinerIsBehind() throws IOException {
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, PATIENT)) {
      JsonNode known = miner.template();
      Block block = miner.node.mine();
      assertThat(parent(result(miner.poll(known)))).isEqualTo(block.hash().toString());
      JsonNode strange = ApiFixture.parse("{\"longpollid\":\"what another node has said\"}");
      assertThat(parent(result(miner.poll(strange)))).isEqualTo(block.hash().toString());
    }
  }

  @Test
  void wakesAMinerWhenTheBitsAreEased() throws IOException {
    long now = Instant.now().getEpochSecond();
    NetworkParameters sleepy =
        new NetworkParameters.Builder("sleepy", Bytes.of(new byte[16]), Timestamp.of(now - 60))
            .bits(new CompactBits(0x207fffff))
            .genesisBits(new CompactBits(0x1a00ffff))
            .difficulty(1, 8, 4) // eased by the half every 8 seconds
            .build();
    ApiLimits limits = MinerApiFixture.limits(PATIENT);
    try (MinerApiFixture miner = new MinerApiFixture(folder, limits, Optional.empty())) {
      InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      miner.node.facts.member =
          Member.start(
              sleepy,
              Files.createDirectories(folder.resolve("sleepy")),
              new Member.Mining(0, TestKeys.SECOND.publicKey(), false),
              builder -> builder.listen(listen));
      JsonNode known = miner.template();
      JsonNode next = result(miner.poll(known));
      assertThat(parent(next)).isEqualTo(parent(known));
      assertThat(next.path("bits")).isNotEqualTo(known.path("bits"));
      assertThat(next.path("mintime").asLong()).isGreaterThan(known.path("maxtime").asLong());
      assertThat(next.path("curtime").asLong())
          .isBetween(next.path("mintime").asLong(), next.path("maxtime").asLong());
    }
  }

  @Test
  void wakesAMinerAfterAWhileForTransactionsThatPayMore() throws IOException {
    ApiLimits.Miners greedy = new ApiLimits.Miners(128, 16, LONG, 0, 0);
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, greedy)) {
      CompletableFuture<Reply> poll = miner.poll(miner.template());
      miner.node.post(ApiFixture.transfer(0, TestKeys.SECOND, 1));
      assertThat(result(poll).path("transactions")).hasSize(1);
    }
  }

  @Test
  void answersAfterAWhileAlthoughNothingIsBetter() throws IOException {
    ApiLimits.Miners hasty = new ApiLimits.Miners(128, 16, 100, LONG, LONG);
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, hasty)) {
      JsonNode known = miner.template();
      assertThat(result(miner.poll(known)).path("longpollid")).isEqualTo(known.path("longpollid"));
    }
  }

  @Test
  void keepsATemplateOnTheSameTipForAWhile() throws IOException {
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, PATIENT)) {
      miner.template();
      miner.node.post(ApiFixture.transfer(0, TestKeys.SECOND, 1));
      assertThat(miner.template().path("transactions")).isEmpty();
      miner.node.mine();
      await().atMost(PATIENCE).until(() -> miner.template().path("transactions").size() == 1);
    }
  }

  @Test
  void refusesToLetMoreMinersWaitThanItCan() throws IOException {
    ApiLimits.Miners few = new ApiLimits.Miners(2, 16, LONG, LONG, LONG);
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, few)) {
      JsonNode known = miner.template();
      List<CompletableFuture<Reply>> polls =
          List.of(miner.poll(known), miner.poll(known), miner.poll(known));
      await()
          .atMost(PATIENCE)
          .until(() -> polls.stream().filter(CompletableFuture::isDone).count() == 1);
      CompletableFuture<Reply> refused =
          polls.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
      assertThat(MinerApiFixture.error(reply(refused))).isEqualTo("503 -7");
      Block block = miner.node.mine();
      for (CompletableFuture<Reply> poll : polls) {
        assertThat(poll == refused || parent(result(poll)).equals(block.hash().toString()))
            .isTrue();
      }
    }
  }

  @Test
  void forgetsAMinerThatHasGone() throws IOException {
    ApiLimits.Miners one = new ApiLimits.Miners(1, 16, LONG, LONG, LONG);
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, one)) {
      JsonNode known = miner.template();
      for (int i = 0; i < 20; i++) { // each would take the only place
        awaitPlace(miner, known).cancel(true);
      }
      await().atMost(PATIENCE).until(() -> isWoken(miner));
    }
  }

  /** Whether a block wakes a poll. It is refused until the end of those before is noticed. */
  private static boolean isWoken(MinerApiFixture miner) {
    CompletableFuture<Reply> poll = awaitPlace(miner, miner.template());
    Block block = miner.node.mine();
    Reply reply = reply(poll);
    if (reply.status() == 503) {
      return false;
    }
    assertThat(parent(reply.json().path("result"))).isEqualTo(block.hash().toString());
    return true;
  }

  /** A long poll that waits, or is on its way: the next one finds the place taken. */
  private static CompletableFuture<Reply> awaitPlace(MinerApiFixture miner, JsonNode known) {
    AtomicReference<CompletableFuture<Reply>> first = new AtomicReference<>(miner.poll(known));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              CompletableFuture<Reply> second = miner.poll(known);
              await().atMost(PATIENCE).until(() -> first.get().isDone() || second.isDone());
              if (!second.isDone()) {
                first.set(second); // the first one was refused
              }
              return !first.get().isDone() && second.isDone();
            });
    return first.get();
  }

  @Test
  void saysWhatANodeLacksThatCannotMineYet() {
    assertThat(TemplateDesk.refusal(MiningObstacle.SYNCING, true).reason())
        .isEqualTo(RpcFault.NOT_CONNECTED);
    assertThat(TemplateDesk.refusal(MiningObstacle.SYNCING, false).reason())
        .isEqualTo(RpcFault.IN_INITIAL_DOWNLOAD);
    assertThat(TemplateDesk.refusal(MiningObstacle.CHAIN_HALTED, false).reason())
        .isEqualTo(RpcFault.NOTHING_TO_MINE);
  }

  @Test
  void sendsMinersAwayFromANetworkThatTheNodeLeaves() throws IOException {
    try (MinerApiFixture miner = MinerApiFixture.joined(folder, PATIENT)) {
      CompletableFuture<Reply> poll = miner.poll(miner.template());
      Member left = miner.node.member();
      miner.node.facts.member = null;
      assertThat(MinerApiFixture.error(miner.ask("getblocktemplate", ""))).isEqualTo("500 -10");
      miner.node.server.onMemberChanged();
      left.close();
      assertThat(reply(poll).status()).isEqualTo(500);
      miner.node.join("another", 0);
      miner.node.server.onMemberChanged();
      assertThat(miner.template().path("height").asLong()).isEqualTo(1);
    }
  }
}
