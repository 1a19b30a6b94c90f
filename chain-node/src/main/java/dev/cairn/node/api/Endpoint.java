package dev.cairn.node.api;

import dev.cairn.core.verdict.Checked;
import io.vertx.core.Future;

/** Answers the requests of one route. Called on the event loop, where it must not block. */
interface Endpoint {

  Future<Checked<Answer>> answer(Call call);
}
