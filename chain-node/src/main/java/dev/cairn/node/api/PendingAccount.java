package dev.cairn.node.api;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.verdict.Checked;
import java.util.List;
import java.util.Optional;

/** What an account becomes when everything that waits in the mempool gets into blocks. */
final class PendingAccount {

  private PendingAccount() {}

  /**
   * The account after its own pending transactions, as far as no sequence is missing, and after all
   * pending transfers to it.
   *
   * @param own pending transactions of the account, by sequence
   * @param incoming what pending transfers bring to it
   */
  static Account of(Account now, List<Transaction> own, Amount incoming) {
    Amount spent = Amount.ZERO;
    long sequence = now.sequence();
    for (Transaction transaction : own) {
      if (transaction.sequence() != sequence) {
        break;
      }
      Amount moved = transferOf(transaction).map(Transfer::amount).orElse(Amount.ZERO);
      spent = spent.tryPlus(transaction.fee()).orElse(Amount.MAX);
      spent = spent.tryPlus(moved).orElse(Amount.MAX);
      sequence++;
    }
    Amount most = now.balance().tryPlus(incoming).orElse(Amount.MAX);
    return new Account(most.tryMinus(spent).orElse(Amount.ZERO), sequence);
  }

  private static Optional<Transfer> transferOf(Transaction transaction) {
    if (transaction.payload().type() != Transfer.TYPE) {
      return Optional.empty();
    }
    Checked<Transfer> transfer = Transfer.decode(transaction.payload().bytes());
    return transfer.isPassed() ? Optional.of(transfer.value()) : Optional.empty();
  }
}
