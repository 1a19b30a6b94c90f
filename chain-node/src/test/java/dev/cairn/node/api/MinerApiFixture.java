package dev.cairn.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.node.api.ApiFixture.Reply;
import dev.cairn.node.api.rpc.GbtMiner;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A node and a miner that asks it in the way of Bitcoin's miners. */
final class MinerApiFixture implements AutoCloseable {

  static final String USER = TestKeys.key(3).publicKey().toAddress();

  final ApiFixture node;

  MinerApiFixture(Path folder, ApiLimits limits, Optional<String> token) throws IOException {
    node = new ApiFixture(folder, limits, token);
  }

  static MinerApiFixture joined(Path folder) throws IOException {
    return joined(folder, ApiLimits.DEFAULT.miners());
  }

  static MinerApiFixture joined(Path folder, ApiLimits.Miners miners) throws IOException {
    MinerApiFixture fixture = new MinerApiFixture(folder, limits(miners), Optional.empty());
    fixture.node.join();
    return fixture;
  }

  static ApiLimits limits(ApiLimits.Miners miners) {
    ApiLimits usual = ApiLimits.DEFAULT;
    return new ApiLimits(usual.links(), usual.rates(), usual.pages(), usual.streams(), miners);
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  HttpRequest.Builder request(String path, String json) {
    return HttpRequest.newBuilder(node.uri(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private HttpRequest.Builder request(String json) {
    return request("/", json).header("Authorization", basic(USER, "x"));
  }

  Reply send(String json) {
    return node.send(request(json));
  }

  /** The number of the error that is answered, with the HTTP status. */
  static String error(Reply reply) {
    return reply.status() + " " + reply.json().path("error").path("code").asInt();
  }

  Reply ask(String method, String params) {
    return send(call(method, params));
  }

  private static String call(String method, String params) {
    return "{\"method\":\"" + method + "\",\"params\":[" + params + "],\"id\":0}";
  }

  /** The result of getblocktemplate. */
  JsonNode template() {
    Reply reply = ask("getblocktemplate", "{\"capabilities\":[\"coinbasetxn\",\"longpoll\"]}");
    if (reply.status() != 200) {
      throw new AssertionError(reply.status() + " " + reply.body());
    }
    return reply.json().path("result");
  }

  /** A long poll, on its way. */
  CompletableFuture<Reply> poll(JsonNode known) {
    return node.client
        .sendAsync(request(pollText(known)).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(Reply::new);
  }

  static String pollText(JsonNode known) {
    return call(
        "getblocktemplate", "{\"longpollid\":\"" + known.path("longpollid").asText() + "\"}");
  }

  /** What submitblock says. */
  Reply submit(String block) {
    return ask("submitblock", "\"" + block + "\"");
  }

  JsonNode outcome(String block) {
    return submit(block).json().path("result");
  }

  /** Mines what is to be mined, and submits it. */
  JsonNode mine() {
    return outcome(new GbtMiner(template()).mine());
  }

  @Override
  public void close() {
    node.close();
  }
}
