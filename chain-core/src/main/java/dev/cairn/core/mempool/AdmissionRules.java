package dev.cairn.core.mempool;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Optional;

/**
 * What a transaction needs to come into the pool, room excepted: size, sequence, fee, balance,
 * place, and the fee of a replacement, in this order.
 */
final class AdmissionRules {

  private final NetworkParameters network;
  private final MempoolLimits limits;

  AdmissionRules(NetworkParameters network, MempoolLimits limits) {
    this.network = network;
    this.limits = limits;
  }

  /**
   * Why an entry is not taken in.
   *
   * @param queue what its sender has pending
   * @param account the sender's
   */
  Optional<Rejection> check(MempoolEntry entry, SenderQueue queue, Account account) {
    Optional<MempoolEntry> replaced = queue.at(entry.sequence());
    return checkAlone(entry.transaction(), account)
        .or(() -> checkBalance(entry, queue, account))
        .or(
            () ->
                replaced.isPresent()
                    ? checkReplacement(entry, replaced.get())
                    : checkPlace(entry.sequence(), queue));
  }

  private Optional<Rejection> checkAlone(Transaction transaction, Account account) {
    long room =
        network.blockBytes()
            - BlockHeader.BYTES
            - Coinbase.BYTES_MIN
            - Coinbase.MESSAGE_BYTES_MAX
            - ByteWriter.varintSize(2);
    if (transaction.size() > room) {
      return refuse(
          MempoolRule.TRANSACTION_TOO_LARGE, transaction.size() + " bytes", "at most " + room);
    }
    if (transaction.sequence() < account.sequence()) {
      return refuse(
          MempoolRule.SEQUENCE_USED,
          "sequence " + transaction.sequence(),
          "at least " + account.sequence());
    }
    if (transaction.fee().isLessThan(network.minimumFee())) {
      return refuse(
          Rule.FEE_BELOW_MINIMUM, "fee " + transaction.fee(), "at least " + network.minimumFee());
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkBalance(
      MempoolEntry entry, SenderQueue queue, Account account) {
    long cost = queue.costThrough(entry);
    if (cost > account.balance().units()) {
      return refuse(
          Rule.BALANCE_TOO_LOW,
          "balance " + account.balance(),
          "%d for this and what is pending before it".formatted(cost));
    }
    return Optional.empty();
  }

  /** What speaks against one more of a sequence that is not there. */
  private Optional<Rejection> checkPlace(long sequence, SenderQueue queue) {
    long missing = queue.firstMissing();
    int beyondGap = queue.beyondGap();
    boolean fillsGap = sequence == missing && beyondGap > 0;
    if (isFull(queue) && !fillsGap) {
      return refuse(
          MempoolRule.SENDER_HAS_TOO_MANY_PENDING,
          queue.size() + " pending",
          "less than " + limits.pendingPerSender());
    }
    if (sequence > missing && beyondGap >= limits.beyondGapPerSender()) {
      return refuse(
          MempoolRule.SEQUENCE_GAP_TOO_WIDE, beyondGap + " beyond a gap", "sequence " + missing);
    }
    return Optional.empty();
  }

  /**
   * Whether this sequence has a place, and all missing ones before it could still have theirs; true
   * where another transaction has the place.
   */
  boolean hasPlace(long sequence, SenderQueue queue) {
    return queue.at(sequence).isPresent()
        || (checkPlace(sequence, queue).isEmpty()
            && sequence - queue.firstMissing() <= limits.beyondGapPerSender()
            && sequence - queue.nextSequence() < limits.pendingPerSender());
  }

  /** Whether one more must take the place of another. */
  boolean isFull(SenderQueue queue) {
    return queue.size() >= limits.pendingPerSender();
  }

  private Optional<Rejection> checkReplacement(MempoolEntry entry, MempoolEntry replaced) {
    long old = replaced.rate().fee();
    long tenth = old / 10 + (old % 10 == 0 ? 0 : 1);
    long more = Math.max(tenth, limits.relayFeePerByte() * entry.rate().bytes());
    boolean paysMore = entry.rate().fee() - old >= more;
    if (!paysMore || entry.rate().compareTo(replaced.rate()) <= 0) {
      return refuse(
          MempoolRule.REPLACEMENT_FEE_TOO_LOW,
          "fee %d for %d bytes".formatted(entry.rate().fee(), entry.rate().bytes()),
          "at least %d more than %d for %d bytes, and more per byte"
              .formatted(more, old, replaced.rate().bytes()));
    }
    return Optional.empty();
  }

  static Optional<Rejection> refuse(Reason reason, Object got, Object expected) {
    return Optional.of(Rejection.of(reason, got, expected));
  }
}
