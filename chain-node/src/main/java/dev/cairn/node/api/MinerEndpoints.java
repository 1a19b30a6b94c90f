package dev.cairn.node.api;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.stratum.ShareResult;
import dev.cairn.node.stratum.StratumServer;
import dev.cairn.node.stratum.WorkerStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The miners outside of the node. */
final class MinerEndpoints {

  private final Threads threads;
  private final NodeFacts facts;

  MinerEndpoints(Threads threads, NodeFacts facts) {
    this.threads = threads;
    this.facts = facts;
  }

  Future<Checked<Answer>> list(Call call) {
    PublicKey own = call.member().feed().recipient();
    Optional<StratumServer> stratum = facts.stratum();
    Future<List<WorkerStatus>> workers =
        stratum.isPresent()
            ? threads.await(stratum.get().workers())
            : Future.succeededFuture(List.of());
    return workers.map(
        all ->
            Checked.passed(Answer.json(all.stream().map(worker -> worker(worker, own)).toList())));
  }

  private static View worker(WorkerStatus worker, PublicKey own) {
    View shares = new View();
    worker.shares().forEach((result, count) -> shares.number(key(result), count));
    return new View()
        .text("name", worker.name())
        .text("agent", worker.agent())
        .text("host", worker.host())
        .text("recipient", worker.recipient().orElse(own))
        .number("connectedAt", worker.connectedAt().seconds())
        .number("lastShareAt", worker.lastShareAt().map(time -> time.seconds()))
        .exact("difficulty", worker.difficulty())
        .decimal("hashesPerSecond", worker.hashesPerSecond())
        .object("shares", shares)
        .number("blocks", worker.blocks());
  }

  private static String key(ShareResult result) {
    return switch (result) {
      case ACCEPTED -> "accepted";
      case STALE -> "stale";
      case DUPLICATE -> "duplicate";
      case LOW_DIFFICULTY -> "lowDifficulty";
      case INVALID -> "invalid";
    };
  }
}
