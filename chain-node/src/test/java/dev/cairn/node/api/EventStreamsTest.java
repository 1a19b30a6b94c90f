package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.api.EventReader.Event;
import dev.cairn.node.member.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventStreamsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static final ApiLimits LIMITS =
      new ApiLimits(
          new ApiLimits.Links(64, 32, 8 << 10, 2 << 10, 4 << 10, 10_000, 10_000, 1_000, 5_000),
          ApiLimits.DEFAULT.rates(),
          ApiLimits.DEFAULT.pages(),
          new ApiLimits.Streams(2, 10, 300, 50),
          new ApiLimits.Miners(1, 1, 1, 1, 1));

  @TempDir private Path folder;

  private ApiFixture node;

  @BeforeEach
  void start() throws IOException {
    node = new ApiFixture(folder, LIMITS, Optional.empty()).join();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static List<String> kinds(List<Event> events) {
    return events.stream().map(Event::kind).toList();
  }

  private static List<String> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }

  private static String hash(Block block) {
    return block.hash().toString();
  }

  @Test
  void tellsOfBlocksAsTheyCome() throws IOException {
    Block first = node.mine();
    try (EventReader reader = new EventReader(node, "", "")) {
      Event network = reader.next();
      assertThat(network.kind()).isEqualTo("network");
      assertThat(network.id()).isEqualTo(hash(first));
      assertThat(network.data().path("networkId").asText())
          .isEqualTo(ApiFixture.NETWORK.id().toString());
      Block second = node.mine();
      Event block = reader.next();
      assertThat(block.kind()).isEqualTo("block");
      assertThat(block.id()).isEqualTo(hash(second));
      assertThat(block.data().path("height").asInt()).isEqualTo(2);
      assertThat(block.data().path("previous").asText()).isEqualTo(hash(first));
    }
  }

  @Test
  void goesOnAfterTheLastEventThatAClientHas() throws IOException {
    List<String> mined = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      mined.add(hash(node.mine()));
    }
    for (String cursor : new String[] {"since", "header"}) {
      String known = mined.get(9);
      boolean isHeader = cursor.equals("header");
      try (EventReader reader =
          new EventReader(
              node,
              isHeader ? "?since=" + mined.get(200) : "?since=" + known,
              isHeader ? "Last-Event-ID: " + known + "\r\n" : "")) {
        assertThat(reader.next().id()).isEqualTo(known);
        assertThat(ids(reader.next(240))).isEqualTo(mined.subList(10, 250));
      }
    }
  }

  @Test
  void tellsWhatWasUndoneAndWhatCameInstead() throws IOException {
    Block old = node.mine();
    Block older = node.mine();
    try (EventReader reader = new EventReader(node, "", "")) {
      reader.next();
      List<Block> better = branch(3);
      Event reorganisation = reader.next();
      assertThat(reorganisation.kind()).isEqualTo("reorganisation");
      assertThat(reorganisation.id()).isEqualTo(ApiFixture.NETWORK.id().toString());
      assertThat(reorganisation.data().path("from").asText()).isEqualTo(hash(older));
      assertThat(reorganisation.data().path("to").asText()).isEqualTo(hash(better.get(2)));
      assertThat(reorganisation.data().path("commonAncestor").asText())
          .isEqualTo(ApiFixture.NETWORK.id().toString());
      assertThat(reorganisation.data().path("disconnected").get(0).asText()).isEqualTo(hash(older));
      assertThat(reorganisation.data().path("disconnected").get(1).asText()).isEqualTo(hash(old));
      List<Event> blocks = reader.next(3);
      assertThat(ids(blocks)).isEqualTo(better.stream().map(EventStreamsTest::hash).toList());
    }
    // A client that was away meanwhile hears the same.
    try (EventReader reader = new EventReader(node, "?since=" + hash(older), "")) {
      assertThat(kinds(reader.next(5)))
          .containsExactly("network", "reorganisation", "block", "block", "block");
    }
  }

  /** Blocks that are better than what the node has, from the genesis on. */
  private List<Block> branch(int blocks) {
    Chain other = Chain.inMemory(ApiFixture.NETWORK, Applications.standard());
    List<Block> branch = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      TestBlock draft = TestBlock.onTip(other);
      draft.message = Bytes.of((byte) 7);
      branch.add(draft.seal());
      other.submitBlock(branch.get(i), Timestamp.MAX);
    }
    branch.forEach(block -> node.submit(node.chain, block));
    return branch;
  }

  @Test
  void tellsOfTransactionsThatComeIntoTheMempool() throws IOException {
    node.post(ApiFixture.transfer(0, TestKeys.SECOND, 1));
    try (EventReader reader = new EventReader(node, "", "")) {
      reader.next();
      Transaction sent = ApiFixture.transfer(1, TestKeys.SECOND, 1);
      node.post(sent);
      Event event = reader.next();
      assertThat(event.kind()).isEqualTo("transaction");
      assertThat(event.id()).isEmpty();
      assertThat(event.data().path("id").asText()).isIn(sent.id().toString(), first());
    }
  }

  private static String first() {
    return ApiFixture.transfer(0, TestKeys.SECOND, 1).id().toString();
  }

  @Test
  void sendsCommentsWhenNothingHappens() throws IOException {
    try (EventReader reader = new EventReader(node, "", "")) {
      reader.next();
      String line = reader.line();
      while (!line.equals(":")) {
        line = reader.line();
      }
    }
  }

  @Test
  void refusesUnknownAndMalformedCursors() {
    assertThat(node.get("/api/v1/events?since=" + "ab".repeat(32)).refusal())
        .isEqualTo("404 CURSOR_UNKNOWN");
    assertThat(node.get("/api/v1/events?since=tip").refusal()).isEqualTo("400 CURSOR_INVALID");
  }

  @Test
  void refusesMoreStreamsThanItCanServe() throws IOException {
    try (EventReader first = new EventReader(node, "", "");
        EventReader second = new EventReader(node, "", "")) {
      first.next();
      second.next();
      assertThat(node.get("/api/v1/events").refusal()).isEqualTo("503 TOO_MANY_STREAMS");
    }
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (EventReader reader = new EventReader(node, "", "")) {
                assertThat(reader.next().kind()).isEqualTo("network");
              }
            });
  }

  @Test
  void goesOnInAnotherNetwork() throws IOException {
    Block old = node.mine();
    try (EventReader reader = new EventReader(node, "", "")) {
      assertThat(reader.next().id()).isEqualTo(hash(old));
      Member left = node.member();
      node.facts.member = null;
      node.server.onMemberChanged();
      left.close();
      node.join("another", 0);
      node.server.onMemberChanged();
      Event network = reader.next();
      assertThat(network.kind()).isEqualTo("network");
      assertThat(network.id()).isEqualTo(ApiFixture.NETWORK.id().toString());
      node.submit(node.chain, old);
      assertThat(reader.next().id()).isEqualTo(hash(old));
    }
  }

  @Test
  void closesAStreamThatNobodyReads() throws IOException {
    for (int i = 0; i < 700; i++) { // more than the buffers of both sides hold
      node.mine();
    }
    String all = "?since=" + ApiFixture.NETWORK.id();
    try (EventReader sleeper = new EventReader(node, all, "");
        EventReader reader = new EventReader(node, all, "")) {
      assertThat(reader.next(701)).hasSize(701);
      await().atMost(LONG).untilAsserted(() -> assertThat(streams()).isEqualTo(1));
      assertThatThrownBy(() -> sleeper.next(701)).isInstanceOf(IOException.class);
      Block next = node.mine();
      assertThat(reader.next().id()).isEqualTo(hash(next));
    }
    await().atMost(LONG).untilAsserted(() -> assertThat(streams()).isZero());
  }

  private int streams() {
    String figures = node.get("/metrics").body();
    String name = "\ncairn_api_event_streams ";
    int start = figures.indexOf(name) + name.length();
    return (int) Double.parseDouble(figures.substring(start, figures.indexOf('\n', start)));
  }
}
