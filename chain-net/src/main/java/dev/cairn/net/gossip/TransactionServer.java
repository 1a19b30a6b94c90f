package dev.cairn.net.gossip;

import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Answers each {@link GetTransactions} with one message, in their order. Requests wait while their
 * sender does not read. Confined to the engine loop.
 */
final class TransactionServer {

  private final Mempool mempool;
  private final NetLimits limits;

  TransactionServer(Mempool mempool, NetLimits limits) {
    this.mempool = mempool;
    this.limits = limits;
  }

  void onRequest(TransactionPeer from, GetTransactions request) {
    if (from.requests.size() >= limits.servedRequests()) {
      from.peer.misbehaved(
          Misbehaviour.OVERSIZED_REQUEST, "more than " + limits.servedRequests() + " at once");
      return;
    }
    from.requests.add(request);
    answer(from);
  }

  /** Answers what waits, as long as the peer reads. */
  void answer(TransactionPeer to) {
    while (!to.requests.isEmpty() && to.peer.isWritable() && !to.peer.isGone()) {
      to.peer.send(answer(to.requests.remove().ids()));
    }
  }

  /** What fits; an id that comes twice counts once. */
  private Transactions answer(List<TransactionId> ids) {
    List<Transaction> found = new ArrayList<>();
    List<TransactionId> missing = new ArrayList<>();
    long bytes = 0;
    for (TransactionId id : new TreeSet<>(ids).size() == ids.size() ? ids : distinct(ids)) {
      Optional<Transaction> transaction = mempool.get(id);
      if (transaction.isPresent()
          && (found.isEmpty() || bytes + transaction.get().size() <= Transactions.BYTES_MAX)) {
        found.add(transaction.get());
        bytes += transaction.get().size();
      } else {
        missing.add(id);
      }
    }
    return new Transactions(found, missing);
  }

  private static List<TransactionId> distinct(List<TransactionId> ids) {
    TreeSet<TransactionId> seen = new TreeSet<>();
    return ids.stream().filter(seen::add).toList();
  }
}
