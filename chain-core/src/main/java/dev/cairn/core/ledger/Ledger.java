package dev.cairn.core.ledger;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/**
 * What an application sees and changes while one of its transactions is applied: all of the state
 * to read, its own namespace to write, and balances to move, so that no application can make coins.
 * Valid during the call only.
 */
public final class Ledger implements StateReader {

  private final StateOverlay state;
  private final Accounts accounts;
  private final long namespace;
  private final Height height;
  private final Timestamp time;

  /**
   * @param namespace the payload type of the application that gets this ledger
   * @param height of the block
   * @param time of the block
   */
  public Ledger(StateOverlay state, long namespace, Height height, Timestamp time) {
    this.state = state;
    this.accounts = new Accounts(state);
    this.namespace = namespace;
    this.height = height;
    this.time = time;
  }

  /** The height of the block that carries the transaction. */
  public Height height() {
    return height;
  }

  /** The time of the block that carries the transaction. */
  public Timestamp time() {
    return time;
  }

  /** The value at this key of the application's own namespace. */
  public Optional<Bytes> get(Bytes key) {
    return state.get(namespace, key);
  }

  /** Sets the value at this key of the application's own namespace. */
  public void put(Bytes key, Bytes value) {
    state.put(namespace, key, value);
  }

  /** Removes this key from the application's own namespace, if it is there. */
  public void remove(Bytes key) {
    state.remove(namespace, key);
  }

  @Override
  public Optional<Bytes> get(long anyNamespace, Bytes key) {
    return state.get(anyNamespace, key);
  }

  @Override
  public Optional<Entry> ceiling(long anyNamespace, Bytes from) {
    return state.ceiling(anyNamespace, from);
  }

  /** The account of a key; the sender's is seen with the fee paid and the sequence counted. */
  public Account account(PublicKey key) {
    return accounts.get(key);
  }

  /**
   * Moves an amount between two accounts, whoever they belong to.
   *
   * @return BALANCE_TOO_LOW when there is too little, and then nothing has changed
   */
  public Optional<Rejection> move(PublicKey from, PublicKey to, Amount amount) {
    return accounts.move(from, to, amount);
  }
}
