package dev.cairn.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.member.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A node that does not mine by itself, with its API, and a client for it. */
final class ApiFixture implements AutoCloseable {

  static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final TestFacts facts = new TestFacts();
  final ApiServer server;
  final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** The blocks that this fixture has made, so that the next one can follow. */
  final Chain chain = Chain.inMemory(NETWORK, Applications.standard());

  private final Path folder;

  ApiFixture(Path folder) throws IOException {
    this(folder, ApiLimits.DEFAULT, Optional.empty());
  }

  ApiFixture(Path folder, ApiLimits limits, Optional<String> token) throws IOException {
    this.folder = folder;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = ApiServer.start(new ApiConfig(address, token), facts, limits);
  }

  /** Enters the network; the first block of this fixture is the first of the network. */
  ApiFixture join() throws IOException {
    return join("member", 0);
  }

  ApiFixture join(String name, int miningThreads) throws IOException {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    facts.member =
        Member.start(
            NETWORK,
            Files.createDirectories(folder.resolve(name)),
            new Member.Mining(miningThreads, TestKeys.SECOND.publicKey(), false),
            builder -> builder.listen(listen));
    return this;
  }

  Member member() {
    return facts.member().orElseThrow();
  }

  PeerNode peer() {
    return member().peer();
  }

  /** Makes the next block, and waits until the node has it. */
  Block mine(Transaction... transactions) {
    Block block = TestBlock.onTip(chain).with(transactions).seal();
    submit(chain, block);
    return block;
  }

  /** Gives a block to a chain and to the node. */
  void submit(Chain on, Block block) {
    on.submitBlock(block, Timestamp.MAX);
    peer().submit(block).join();
  }

  /** A transaction of the key that owns the coins of the network. */
  static Transaction transaction(long sequence, Payload payload) {
    return Transaction.sign(TestKeys.FIRST, NETWORK.id(), sequence, Amount.of(10), payload);
  }

  static Transaction transfer(long sequence, KeyPair to, long amount) {
    return transaction(sequence, new Transfer(to.publicKey(), Amount.of(amount)).payload());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  Reply get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  /** What the API answers, when it does. */
  JsonNode found(String path) {
    Reply reply = get(path);
    if (reply.status() != 200) {
      throw new AssertionError(path + ": " + reply.status() + " " + reply.body());
    }
    return reply.json();
  }

  Reply post(String body) {
    return send(
        HttpRequest.newBuilder(uri("/api/v1/transactions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Reply post(Transaction transaction) {
    return post("{\"transaction\":\"" + transaction.encode().toHex() + "\"}");
  }

  Reply send(HttpRequest.Builder request) {
    try {
      return new Reply(
          client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** An answer of the API. */
  record Reply(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return parse(body());
    }

    /** The code of a refusal, with its status. */
    String refusal() {
      return status() + " " + json().path("reason").asText();
    }
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException malformed) {
      throw new AssertionError(json, malformed);
    }
  }

  @Override
  public void close() {
    server.close();
    facts.member().ifPresent(Member::close);
  }
}
