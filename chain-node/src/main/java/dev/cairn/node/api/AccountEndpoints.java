package dev.cairn.node.api;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.TransactionPlace;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accounts: what they own, and what they have sent and received. */
final class AccountEndpoints {

  private final Threads threads;
  private final ApiLimits limits;

  AccountEndpoints(Threads threads, ApiLimits limits) {
    this.threads = threads;
    this.limits = limits;
  }

  /** An account, and what waits from it and for it at the same moment. */
  private record Moment(Account account, List<Transaction> own, Amount incoming) {}

  Future<Checked<Answer>> account(Call call) {
    Checked<PublicKey> asked = PublicKey.parseAddress(call.path("address"));
    if (!asked.isPassed()) {
      return Refusal.future(asked);
    }
    PublicKey key = asked.value();
    return threads
        .onEngine(
            call.member(),
            (chain, mempool) ->
                new Moment(chain.tip().account(key), mempool.pendingOf(key), mempool.incoming(key)))
        .map(moment -> Checked.passed(Answer.json(view(key, moment))));
  }

  private static View view(PublicKey key, Moment moment) {
    Account now = moment.account();
    Account pending = PendingAccount.of(now, moment.own(), moment.incoming());
    return new View()
        .text("address", key)
        .text("balance", now.balance())
        .text("sequence", now.sequence())
        .object(
            "pending",
            new View().text("balance", pending.balance()).text("sequence", pending.sequence()));
  }

  Future<Checked<Answer>> transactions(Call call) {
    return threads.onWorker(
        () ->
            PublicKey.parseAddress(call.path("address"))
                .then(
                    key ->
                        call.limit(limits)
                            .then(
                                most ->
                                    cursor(call)
                                        .map(before -> list(call.member(), key, before, most)))));
  }

  /** The last transaction of the page before; it must still be where it was. */
  private static Checked<Optional<TransactionPlace>> cursor(Call call) {
    Optional<String> text = call.query("before");
    if (text.isEmpty()) {
      return Checked.passed(Optional.empty());
    }
    Checked<TransactionId> id = TransactionId.parse(text.get());
    if (!id.isPassed()) {
      return Checked.refused(
          ApiFault.CURSOR_INVALID, Parameters.shown(text.get()), "the next of another page");
    }
    return call.member()
        .store()
        .transaction(id.value())
        .map(place -> Checked.passed(Optional.of(place)))
        .orElseGet(
            () ->
                Checked.refused(
                    ApiFault.CURSOR_UNKNOWN, id.value(), "a transaction of the active chain"));
  }

  private static Answer list(
      Member member, PublicKey key, Optional<TransactionPlace> before, int most) {
    List<TransactionPlace> places = member.store().transactionsOf(key, before, most + 1);
    boolean hasMore = places.size() > most;
    Deque<TransactionPlace> page = new ArrayDeque<>(hasMore ? places.subList(0, most) : places);
    Optional<TransactionId> next = hasMore ? Optional.of(page.getLast().id()) : Optional.empty();
    return new Answer.Listed(
        "transactions",
        new Page(new TransactionReader(member), page),
        () -> new View().text("next", next));
  }

  /** Reads one transaction after the other. Confined to one thread at a time. */
  private record Page(TransactionReader reader, Deque<TransactionPlace> rest)
      implements Supplier<@Nullable View> {

    @Override
    public @Nullable View get() {
      while (!rest.isEmpty()) {
        Optional<View> view = reader.view(rest.removeFirst());
        if (view.isPresent()) {
          return view.get();
        }
      }
      return null;
    }
  }
}
