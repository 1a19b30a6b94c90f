package dev.cairn.node.api;

import dev.cairn.core.verdict.Checked;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked, in one table; openapi.json describes the same. */
final class Routes {

  private static final String BASE = "/api/v1";

  private Routes() {}

  static List<Route> all(
      Threads threads,
      ApiLimits limits,
      NodeFacts facts,
      EventStreams streams,
      Metrics metrics,
      RpcEndpoint rpc) {
    StatusEndpoints status = new StatusEndpoints(threads, limits, facts);
    BlockEndpoints blocks = new BlockEndpoints(threads, limits);
    TransactionEndpoints transactions = new TransactionEndpoints(threads);
    MinerEndpoints miners = new MinerEndpoints(threads, facts);
    AccountEndpoints accounts = new AccountEndpoints(threads, limits);
    return List.of(
        Route.get(BASE + "/status", status::status),
        Route.get(BASE + "/peers", status::peers),
        Route.get(BASE + "/network", status::network),
        Route.get(BASE + "/miners", miners::list),
        Route.get(BASE + "/mempool", status::mempool, "limit", "after"),
        Route.get(BASE + "/blocks", blocks::list, "from", "limit"),
        Route.get(BASE + "/blocks/{block}", blocks::block),
        Route.get(BASE + "/blocks/{block}/header", blocks::header),
        Route.get(BASE + "/blocks/{block}/raw", blocks::raw),
        Route.post(BASE + "/transactions", transactions::submit),
        Route.get(BASE + "/transactions/{id}", transactions::transaction),
        Route.get(BASE + "/transactions/{id}/proof", transactions::proof),
        Route.get(BASE + "/accounts/{address}", accounts::account),
        Route.get(
            BASE + "/accounts/{address}/transactions", accounts::transactions, "limit", "before"),
        Route.get(BASE + "/records/{sha256}", transactions::record),
        Route.get(BASE + "/events", streams::events, "since"),
        Route.get(BASE + "/openapi.json", call -> openApi()).always(),
        Route.get("/metrics", metrics::scrape).always(),
        Route.get("/", call -> greeting(facts)).always(),
        Route.post("/", rpc::answer).always(),
        Route.post("/rpc", rpc::answer).always());
  }

  /** Whether it is asked in the way of miners, which log in with Basic authentication. */
  static boolean isForMiners(HttpServerRequest request) {
    @Nullable String path = request.path();
    return request.method().equals(HttpMethod.POST)
        && path != null
        && (path.equals("/") || path.equals("/rpc"));
  }

  private static Future<Checked<Answer>> greeting(NodeFacts facts) {
    String text =
        """
        Cairn %s. This is the API of a node.

        How it is doing:  /api/v1/status
        What there is:    /api/v1/openapi.json
        Metrics:          /metrics
        """
            .formatted(facts.version());
    return Future.succeededFuture(Checked.passed(Answer.text("text/plain; charset=utf-8", text)));
  }

  private static Future<Checked<Answer>> openApi() {
    try (@Nullable InputStream file = Routes.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not on the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Future.succeededFuture(Checked.passed(Answer.text(Answer.JSON, text)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
