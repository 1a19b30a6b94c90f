package dev.cairn.core.mempool;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.value.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pending transactions of one sender, by sequence. Confined to the pool's thread.
 *
 * <p>Whatever leaves it is a sequence and all later ones, or one that another takes the place of,
 * or one that the chain has: so no gap arises but by a reorganisation.
 */
final class SenderQueue {

  private final PublicKey sender;
  private final TreeMap<Long, MempoolEntry> entries = new TreeMap<>();

  /** The account after the tip, as it was last looked up. */
  private Account account;

  private FeeRate worth = FeeRate.NOTHING;

  SenderQueue(PublicKey sender, Account account) {
    this.sender = sender;
    this.account = account;
  }

  PublicKey sender() {
    return sender;
  }

  Collection<MempoolEntry> entries() {
    return entries.values();
  }

  int size() {
    return entries.size();
  }

  Optional<MempoolEntry> at(long sequence) {
    return Optional.ofNullable(entries.get(sequence));
  }

  /** The sequence that can go into the next block. */
  long nextSequence() {
    return account.sequence();
  }

  /** The transaction that can go into the next block, if it is there. */
  Optional<MempoolEntry> head() {
    return at(account.sequence());
  }

  /** The transaction with the highest sequence, of a queue that is not empty. */
  MempoolEntry tail() {
    return entries.lastEntry().getValue();
  }

  /**
   * What keeping the tail is worth: the lowest fee per byte of all, for it cannot be mined without
   * them, and nothing when one of them is missing. As of the last {@link #settle}.
   */
  FeeRate worth() {
    return worth;
  }

  /** Computes the worth anew after changes of a queue that is not empty. */
  void settle() {
    worth = beyondGap() > 0 ? FeeRate.NOTHING : tail().rate();
    for (MempoolEntry entry : entries.values()) {
      worth = worth.min(entry.rate());
    }
  }

  /** The first sequence from the account's on that is missing. */
  long firstMissing() {
    long next = account.sequence();
    while (entries.containsKey(next)) {
      next++;
    }
    return next;
  }

  /** How many lie beyond a missing sequence. */
  int beyondGap() {
    return entries.tailMap(firstMissing()).size();
  }

  /** What this entry and all that come before its place cost together. */
  long costThrough(MempoolEntry entry) {
    long cost = entry.cost();
    for (MempoolEntry before : entries.headMap(entry.sequence()).values()) {
      cost = MempoolEntry.saturatedSum(cost, before.cost());
    }
    return cost;
  }

  /** Puts an entry in; gives what is lost by that: the one in its place, and what came too dear. */
  List<MempoolEntry> put(MempoolEntry entry, Account current) {
    Optional<MempoolEntry> replaced = Optional.ofNullable(entries.put(entry.sequence(), entry));
    List<MempoolEntry> lost = update(current);
    replaced.ifPresent(lost::add);
    return lost;
  }

  /**
   * Takes out what the chain has, and from the first one on that the balance does not cover, all.
   */
  List<MempoolEntry> update(Account current) {
    account = current;
    List<MempoolEntry> removed = clear(entries.headMap(account.sequence()));
    long cost = 0;
    for (MempoolEntry entry : entries.values()) {
      cost = MempoolEntry.saturatedSum(cost, entry.cost());
      if (cost > account.balance().units()) {
        removed.addAll(removeFrom(entry.sequence()));
        break;
      }
    }
    return removed;
  }

  /** Takes out this sequence and all later ones. */
  List<MempoolEntry> removeFrom(long sequence) {
    return clear(entries.tailMap(sequence));
  }

  private static List<MempoolEntry> clear(SortedMap<Long, MempoolEntry> part) {
    List<MempoolEntry> removed = new ArrayList<>(part.values());
    part.clear();
    return removed;
  }
}
