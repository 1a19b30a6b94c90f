package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a draft's transactions have done so far to balances and sequences. */
final class DraftLedger {

  private final Optional<ReferenceState> before;
  private final Map<String, Long> balances = new LinkedHashMap<>();
  private final Map<String, Long> sequences = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private long fees;

  DraftLedger(Optional<ReferenceState> before) {
    this.before = before;
  }

  /** Whether the state is known on which the transactions are to be applied. */
  boolean isKnown() {
    return before.isPresent();
  }

  long balance(String account) {
    return balances.computeIfAbsent(
        account, absent -> before.map(state -> state.balance(account)).orElse(0L));
  }

  long sequence(String account) {
    return sequences.computeIfAbsent(
        account, absent -> before.map(state -> state.sequence(account)).orElse(0L));
  }

  boolean hasName(byte[] name) {
    return names.contains(ReferenceHash.hex(name))
        || before.map(state -> state.hasName(name)).orElse(false);
  }

  long fees() {
    return fees;
  }

  void onTransaction(String sender, long fee) {
    balances.put(sender, balance(sender) - fee);
    sequences.put(sender, sequence(sender) + 1);
    fees += fee;
  }

  void onTransfer(String sender, String recipient, long amount) {
    balances.put(sender, balance(sender) - amount);
    balances.put(recipient, balance(recipient) + amount);
  }

  void onName(byte[] name) {
    names.add(ReferenceHash.hex(name));
  }
}
