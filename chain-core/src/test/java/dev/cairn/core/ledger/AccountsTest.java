package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final PublicKey ANN = key(1);
  private static final PublicKey BEN = key(2);

  private final StateOverlay state = new StateOverlay(StateMap.EMPTY);
  private final Accounts accounts = new Accounts(state);

  static PublicKey key(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    return PublicKey.of(bytes);
  }

  private static Account account(long balance, long sequence) {
    return new Account(new Amount(balance), sequence);
  }

  @Test
  void writesAnAccountAsBalanceAndSequence() {
    assertThat(account(0x0102030405060708L, 9).encode().toHex())
        .isEqualTo("0807060504030201" + "0900000000000000");
    assertThat(account(Long.MAX_VALUE, Long.MAX_VALUE).encode().toHex())
        .isEqualTo("ffffffffffffff7f" + "ffffffffffffff7f");
    assertThat(Account.decode(account(5, 7).encode())).isEqualTo(account(5, 7));
    assertThat(Account.decode(account(Long.MAX_VALUE, Long.MAX_VALUE).encode()))
        .isEqualTo(account(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void reportsADamagedEntryAsADefect() {
    assertThatThrownBy(() -> Account.decode(Bytes.ofHex("00")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Account.decode(Bytes.of(new byte[17])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Account(Amount.ZERO, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsAnAbsentAccountEmpty() {
    assertThat(accounts.get(ANN)).isEqualTo(Account.EMPTY).isEqualTo(account(0, 0));
    assertThat(Accounts.read(StateMap.EMPTY, ANN)).isEqualTo(Account.EMPTY);
  }

  @Test
  void keepsAccountsUnderTheirKeyInNamespaceZero() {
    accounts.put(ANN, account(5, 7));

    assertThat(state.get(0, Bytes.of(ANN.toArray()))).contains(account(5, 7).encode());
    assertThat(accounts.get(BEN)).isEqualTo(Account.EMPTY);
  }

  @Test
  void keepsNoEntryForAnAccountThatBecomesEmpty() {
    accounts.put(ANN, account(5, 0));
    assertThat(accounts.move(ANN, BEN, new Amount(5))).isEmpty();

    assertThat(state.get(0, Bytes.of(ANN.toArray()))).isEmpty();
    assertThat(state.changes().changes()).hasSize(1);
  }

  @Test
  void keepsTheEntryOfAnEmptiedAccountThatHasASequence() {
    accounts.put(ANN, account(5, 1));
    assertThat(accounts.move(ANN, BEN, new Amount(5))).isEmpty();

    assertThat(state.get(0, Bytes.of(ANN.toArray()))).contains(account(0, 1).encode());
  }

  @Test
  void keepsNoEntryForARewardOfNothing() {
    accounts.reward(ANN, Amount.ZERO);

    assertThat(state.changes()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void movesAnAmountAndLeavesSequencesAlone() {
    accounts.put(ANN, account(100, 3));
    accounts.put(BEN, account(7, 9));

    assertThat(accounts.move(ANN, BEN, new Amount(30))).isEmpty();

    assertThat(accounts.get(ANN)).isEqualTo(account(70, 3));
    assertThat(accounts.get(BEN)).isEqualTo(account(37, 9));
  }

  @Test
  void movesABalanceToTheLastUnit() {
    accounts.put(ANN, account(100, 0));

    assertThat(accounts.move(ANN, BEN, new Amount(100))).isEmpty();

    assertThat(accounts.get(ANN)).isEqualTo(Account.EMPTY);
    assertThat(accounts.get(BEN)).isEqualTo(account(100, 0));
  }

  @Test
  void changesNothingWhenABalanceIsOneUnitTooLow() {
    accounts.put(ANN, account(100, 3));
    accounts.put(BEN, account(7, 9));
    StateChanges before = state.changes();

    Optional<Rejection> refusal = accounts.move(ANN, BEN, new Amount(101));

    assertThat(refusal).contains(Rejection.of(Rule.BALANCE_TOO_LOW, "balance 100", "at least 101"));
    assertThat(state.changes()).isEqualTo(before);
    assertThat(accounts.move(key(3), BEN, new Amount(1)).map(Rejection::reason))
        .contains(Rule.BALANCE_TOO_LOW);
    assertThat(state.changes()).isEqualTo(before);
  }

  @Test
  void movesAnAmountFromAnAccountToItself() {
    accounts.put(ANN, account(100, 3));

    assertThat(accounts.move(ANN, ANN, new Amount(100))).isEmpty();
    assertThat(accounts.get(ANN)).isEqualTo(account(100, 3));
    assertThat(accounts.move(ANN, ANN, new Amount(101)).map(Rejection::reason))
        .contains(Rule.BALANCE_TOO_LOW);
    assertThat(accounts.get(ANN)).isEqualTo(account(100, 3));
  }

  @Test
  void makesNoEntriesByMovingNothing() {
    assertThat(accounts.move(ANN, BEN, Amount.ZERO)).isEmpty();

    assertThat(state.changes()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void takesTheFeeAndCountsTheTransaction() {
    accounts.put(ANN, account(100, 3));

    accounts.charge(ANN, new Amount(100));

    assertThat(accounts.get(ANN)).isEqualTo(account(0, 4));
    assertThatThrownBy(() -> accounts.charge(ANN, new Amount(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(accounts.get(ANN)).isEqualTo(account(0, 4));
  }
}
