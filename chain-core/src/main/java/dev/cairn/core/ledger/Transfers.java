package dev.cairn.core.ledger;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/** Payload type 1: moves an amount from the sender to another account. */
final class Transfers implements Application {

  @Override
  public ListedApplication listing() {
    return ListedApplication.TRANSFER;
  }

  @Override
  public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
    return Transfer.decode(transaction.payload().bytes()).rejection();
  }

  @Override
  public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
    Transfer transfer = Transfer.decode(transaction.payload().bytes()).value();
    return ledger.move(transaction.sender(), transfer.recipient(), transfer.amount());
  }
}
