package dev.cairn.core.validation;

import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.List;
import java.util.Optional;

/**
 * The rules for one transaction, of a block or on its way into one (docs/consensus.md, sections 8.1
 * and 8.3). Any thread may use it.
 */
public final class TransactionRules {

  private final NetworkParameters network;
  private final Applications applications;
  private final SignatureChecks signatures;

  /**
   * @param applications at least all that the network lists
   */
  public TransactionRules(
      NetworkParameters network, Applications applications, SignatureChecks signatures) {
    applications.requireAllOf(network);
    this.network = network;
    this.applications = applications;
    this.signatures = signatures;
  }

  /**
   * What a transaction shows by itself, its signature last.
   *
   * @throws ApplicationFault when an application failed
   */
  public Optional<Rejection> checkInIsolation(Transaction transaction) {
    return checkPayload(transaction)
        .or(
            () ->
                signatures.lowestInvalid(List.of(signatureJob(transaction))).isPresent()
                    ? Optional.of(invalidSignature(transaction))
                    : Optional.empty());
  }

  /** All of isolation but the signature. */
  Optional<Rejection> checkPayload(Transaction transaction) {
    long type = transaction.payload().type();
    if (network.application(type).isEmpty()) {
      return Optional.of(
          Rejection.of(
              Rule.PAYLOAD_TYPE_UNKNOWN, "type " + type, "one of " + network.applications()));
    }
    Application application = applicationOf(transaction);
    return ApplicationFault.guard(transaction, () -> application.check(transaction, network));
  }

  SignatureChecks.Job signatureJob(Transaction transaction) {
    return new SignatureChecks.Job(
        cacheKey(transaction.id()),
        transaction.sender(),
        transaction.signature(),
        () -> transaction.signedMessage(network.id()));
  }

  /**
   * The id mixed with the network's, so that networks may share a cache: a signature is for one.
   */
  private TransactionId cacheKey(TransactionId id) {
    byte[] mixed = id.toArray();
    byte[] networkId = network.id().toArray();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] ^= networkId[i];
    }
    return TransactionId.of(mixed);
  }

  static Rejection invalidSignature(Transaction transaction) {
    return Rejection.of(
        Rule.SIGNATURE_INVALID,
        transaction.signature(),
        "a signature of " + transaction.sender() + " for this network");
  }

  /**
   * Judges a transaction against the state and makes its effect there. After a refusal what it
   * wrote must be thrown away with the overlay.
   *
   * @param transaction one that passed isolation
   * @param height of the block that carries it
   * @param time of that block
   * @throws ApplicationFault when an application failed
   */
  public Optional<Rejection> apply(
      Transaction transaction, StateOverlay state, Height height, Timestamp time) {
    Accounts accounts = new Accounts(state);
    Account sender = accounts.get(transaction.sender());
    Optional<Rejection> refusal = checkAgainst(sender, transaction);
    if (refusal.isPresent()) {
      return refusal;
    }
    accounts.charge(transaction.sender(), transaction.fee());
    Application application = applicationOf(transaction);
    Ledger ledger = new Ledger(state, transaction.payload().type(), height, time);
    return ApplicationFault.guard(transaction, () -> application.apply(transaction, ledger));
  }

  private Optional<Rejection> checkAgainst(Account sender, Transaction transaction) {
    if (transaction.sequence() != sender.sequence()) {
      return refuse(
          Rule.SEQUENCE_MISMATCH,
          "sequence " + transaction.sequence(),
          "sequence " + sender.sequence());
    }
    if (transaction.fee().isLessThan(network.minimumFee())) {
      return refuse(
          Rule.FEE_BELOW_MINIMUM, "fee " + transaction.fee(), "at least " + network.minimumFee());
    }
    if (sender.balance().isLessThan(transaction.fee())) {
      return refuse(
          Rule.BALANCE_TOO_LOW, "balance " + sender.balance(), "a fee of " + transaction.fee());
    }
    return Optional.empty();
  }

  private Application applicationOf(Transaction transaction) {
    return applications
        .find(transaction.payload().type())
        .orElseThrow(() -> new IllegalStateException("unchecked payload type: " + transaction));
  }

  private static Optional<Rejection> refuse(Rule rule, Object got, Object expected) {
    return Optional.of(Rejection.of(rule, got, expected));
  }
}
