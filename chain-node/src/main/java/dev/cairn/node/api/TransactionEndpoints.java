package dev.cairn.node.api;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.RecordPlace;
import dev.cairn.node.storage.TransactionPlace;
import io.vertx.core.Future;
import java.util.Optional;

/** Transactions and records: to send one, to look at one, to prove one. */
final class TransactionEndpoints {

  private static final int ACCEPTED = 202;

  private final Threads threads;

  TransactionEndpoints(Threads threads) {
    this.threads = threads;
  }

  Future<Checked<Answer>> submit(Call call) {
    Checked<Transaction> sent = TransactionBody.parse(call.body()).then(Transaction::decode);
    return sent.isPassed() ? submit(call.member(), sent.value()) : Refusal.future(sent);
  }

  private Future<Checked<Answer>> submit(Member member, Transaction transaction) {
    return threads
        .await(member.submit(transaction))
        .map(verdict -> verdict.map(TransactionEndpoints::accepted));
  }

  private static Answer accepted(TransactionId id) {
    return Answer.json(ACCEPTED, new View().text("id", id));
  }

  Future<Checked<Answer>> transaction(Call call) {
    Checked<TransactionId> asked = TransactionId.parse(call.path("id"));
    if (!asked.isPassed()) {
      return Refusal.future(asked);
    }
    TransactionId id = asked.value();
    Member member = call.member();
    return confirmed(member, id)
        .compose(
            view ->
                view.isPresent()
                    ? Future.succeededFuture(view)
                    : pending(member, id)
                        .compose(
                            waiting ->
                                waiting.isPresent()
                                    ? Future.succeededFuture(waiting)
                                    : confirmed(member, id))) // a block has taken it meanwhile
        .map(
            view ->
                view.<Checked<Answer>>map(found -> Checked.passed(Answer.json(found)))
                    .orElseGet(() -> Checked.refused(unknown(id))));
  }

  private Future<Optional<View>> confirmed(Member member, TransactionId id) {
    return threads.onWorker(
        () -> member.store().transaction(id).flatMap(new TransactionReader(member)::view));
  }

  private Future<Optional<View>> pending(Member member, TransactionId id) {
    return threads
        .onEngine(member, (chain, mempool) -> mempool.get(id))
        .map(found -> found.map(each -> TransactionReader.pending(member.network(), each)));
  }

  private static Rejection unknown(TransactionId id) {
    return Rejection.of(ApiFault.TRANSACTION_UNKNOWN, id, "a known transaction");
  }

  Future<Checked<Answer>> proof(Call call) {
    Checked<TransactionId> asked = TransactionId.parse(call.path("id"));
    if (!asked.isPassed()) {
      return Refusal.future(asked);
    }
    Member member = call.member();
    TransactionId id = asked.value();
    return threads
        .onWorker(
            () -> member.store().transaction(id).flatMap(new TransactionReader(member)::proof))
        .compose(
            proof ->
                proof.isPresent()
                    ? Future.succeededFuture(Checked.passed(Answer.json(proof.get())))
                    : whyNoProof(member, id));
  }

  private Future<Checked<Answer>> whyNoProof(Member member, TransactionId id) {
    return pending(member, id)
        .map(
            waiting ->
                Checked.refused(
                    waiting.isPresent()
                        ? Rejection.of(
                            ApiFault.TRANSACTION_NOT_CONFIRMED, "one in the mempool", "in a block")
                        : unknown(id)));
  }

  Future<Checked<Answer>> record(Call call) {
    Member member = call.member();
    return threads.onWorker(
        () ->
            Sha256Digest.parse(call.path("sha256"))
                .then(
                    digest ->
                        member
                            .store()
                            .record(digest)
                            .flatMap(place -> record(member, place))
                            .<Checked<Answer>>map(view -> Checked.passed(Answer.json(view)))
                            .orElseGet(
                                () ->
                                    Checked.refused(
                                        ApiFault.RECORD_UNKNOWN, digest, "a recorded digest"))));
  }

  private static Optional<View> record(Member member, RecordPlace record) {
    TransactionPlace place = record.place();
    long tip = member.peer().tip().height().value();
    return member
        .store()
        .header(place.block())
        .map(
            header ->
                new View()
                    .text("sha256", record.document())
                    .number("form", record.form())
                    .text("transaction", place.id())
                    .text("block", place.block())
                    .number("height", place.height().value())
                    .number("time", header.chained().time().seconds())
                    .number("confirmations", BlockReader.confirmations(tip, place.height())));
  }
}
