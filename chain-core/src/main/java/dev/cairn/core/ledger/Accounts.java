package dev.cairn.core.ledger;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Optional;

/** The accounts: namespace 0 of the state (docs/consensus.md, section 11). */
public final class Accounts {

  /** Where accounts lie; no payload type has this number. */
  public static final long NAMESPACE = 0;

  private final StateOverlay state;

  /** Accounts that can be changed. */
  public Accounts(StateOverlay state) {
    this.state = state;
  }

  /** Reads one account; an absent one is empty. */
  public static Account read(StateReader state, PublicKey key) {
    return state.get(NAMESPACE, keyOf(key)).map(Account::decode).orElse(Account.EMPTY);
  }

  public Account get(PublicKey key) {
    return read(state, key);
  }

  void put(PublicKey key, Account account) {
    if (account.equals(Account.EMPTY)) {
      state.remove(NAMESPACE, keyOf(key));
    } else {
      state.put(NAMESPACE, keyOf(key), account.encode());
    }
  }

  /** Takes a transaction's fee and counts the transaction; the balance must cover the fee. */
  public void charge(PublicKey sender, Amount fee) {
    Account account = get(sender);
    put(sender, new Account(account.balance().minus(fee), account.sequence() + 1));
  }

  /** Creates coins: only for a block's reward. */
  public void reward(PublicKey recipient, Amount amount) {
    Account account = get(recipient);
    put(recipient, account.withBalance(account.balance().plus(amount)));
  }

  /** Moves an amount; refuses when there is too little, and then changes nothing. */
  Optional<Rejection> move(PublicKey from, PublicKey to, Amount amount) {
    Account source = get(from);
    if (source.balance().isLessThan(amount)) {
      return Optional.of(
          Rejection.of(Rule.BALANCE_TOO_LOW, "balance " + source.balance(), "at least " + amount));
    }
    put(from, source.withBalance(source.balance().minus(amount)));
    reward(to, amount);
    return Optional.empty();
  }

  private static Bytes keyOf(PublicKey key) {
    return key.toBytes();
  }
}
