package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestKeys;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Sha256Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PendingAccountTest {

  private static final KeyPair OWN = TestKeys.FIRST;
  private static final KeyPair OTHER = TestKeys.SECOND;
  private static final Account NOW = new Account(Amount.of(1_000), 5);

  private static Transaction transfer(KeyPair from, KeyPair to, long sequence, long amount) {
    return Transaction.sign(
        from,
        NetworkParameters.dev().id(),
        sequence,
        Amount.of(3),
        new Transfer(to.publicKey(), Amount.of(amount)).payload());
  }

  private static Account pending(Transaction... own) {
    return PendingAccount.of(NOW, List.of(own), Amount.ZERO);
  }

  private static Account receiving(long units) {
    return PendingAccount.of(NOW, List.of(), Amount.of(units));
  }

  @Test
  void isTheAccountWhenNothingWaits() {
    assertThat(pending()).isEqualTo(NOW);
  }

  @Test
  void paysAmountsAndFees() {
    Transaction record =
        Transaction.sign(
            OWN,
            NetworkParameters.dev().id(),
            6,
            Amount.of(4),
            DocumentRecord.ofDigest(Sha256Digest.ZERO).payload());
    assertThat(pending(transfer(OWN, OTHER, 5, 100), record))
        .isEqualTo(new Account(Amount.of(1_000 - 103 - 4), 7));
  }

  @Test
  void stopsAtAMissingSequence() {
    assertThat(pending(transfer(OWN, OTHER, 5, 100), transfer(OWN, OTHER, 7, 100)))
        .isEqualTo(new Account(Amount.of(897), 6));
    assertThat(pending(transfer(OWN, OTHER, 6, 100))).isEqualTo(NOW);
  }

  @Test
  void receivesWhatComesIn() {
    assertThat(receiving(40)).isEqualTo(new Account(Amount.of(1_040), 5));
  }

  @Test
  void losesOnlyTheFeeToItself() {
    assertThat(PendingAccount.of(NOW, List.of(transfer(OWN, OWN, 5, 100)), Amount.of(100)))
        .isEqualTo(new Account(Amount.of(997), 6));
  }

  @Test
  void holdsAtTheGreatestAmount() {
    assertThat(receiving(Long.MAX_VALUE)).isEqualTo(new Account(Amount.MAX, 5));
  }
}
