package dev.cairn.core.ledger;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/**
 * Payload type 2: sets down a document, or its digest. The state does not change: a node that wants
 * to find records by their digest keeps an index of its own.
 */
final class Records implements Application {

  @Override
  public ListedApplication listing() {
    return ListedApplication.RECORD;
  }

  @Override
  public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
    return DocumentRecord.decode(transaction.payload().bytes(), network.recordBytes()).rejection();
  }

  @Override
  public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
    return Optional.empty();
  }
}
