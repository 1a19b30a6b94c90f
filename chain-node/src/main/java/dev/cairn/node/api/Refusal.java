package dev.cairn.node.api;

import dev.cairn.core.value.TextFault;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import io.vertx.core.Future;

/** How a refusal is answered: its HTTP status, and the same three texts for every reason. */
final class Refusal {

  /** For what the chain or the mempool does not take. */
  private static final int UNPROCESSABLE = 422;

  private static final int BAD_REQUEST = 400;

  private Refusal() {}

  static int status(Rejection why) {
    if (why.reason() instanceof ApiFault fault) {
      return fault.status();
    }
    return why.reason() instanceof TextFault ? BAD_REQUEST : UNPROCESSABLE;
  }

  static Answer.Whole answer(Rejection why) {
    return Answer.json(
        status(why),
        new View()
            .text("reason", why.code())
            .text("detail", detail(why))
            .text("hint", why.reason().hint()));
  }

  /** The same refusal as the outcome of something else. */
  static <T> Checked<T> of(Checked<?> refused) {
    return Checked.refused(refused.rejection().orElseThrow());
  }

  /** The same refusal as an answer. */
  static Future<Checked<Answer>> future(Checked<?> refused) {
    return Future.succeededFuture(of(refused));
  }

  private static String detail(Rejection why) {
    return "got " + why.got() + ", expected " + why.expected();
  }
}
