package dev.cairn.node.api;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.node.member.Member;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The threads on which work is done besides the event loop; results come back on that. */
final class Threads {

  private final Context eventLoop;
  private final long answerMillis;

  Threads(Context eventLoop, long answerMillis) {
    this.eventLoop = eventLoop;
    this.answerMillis = answerMillis;
  }

  /** Does something that may block, as reading the store. */
  <T> Future<T> onWorker(Callable<T> work) {
    return eventLoop.executeBlocking(work, false);
  }

  /** Asks chain and mempool on the engine loop. */
  <T> Future<T> onEngine(Member member, BiFunction<Chain, Mempool, T> question) {
    return await(member.peer().ask(question));
  }

  /** What another thread gives, which must not take too long. */
  <T> Future<T> await(CompletableFuture<T> elsewhere) {
    return Future.fromCompletionStage(elsewhere, eventLoop)
        .timeout(answerMillis, TimeUnit.MILLISECONDS);
  }

  /** Runs something on the event loop, from any thread. */
  void onEventLoop(Runnable task) {
    eventLoop.runOnContext(any -> task.run());
  }
}
