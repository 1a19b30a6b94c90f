package dev.cairn.core.mempool;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.PublicKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The policy of a mempool in plain lists, computed anew at each question. */
final class NaiveMempool {

  private record Item(Transaction transaction, long number, long since) {
    PublicKey sender() {
      return transaction.sender();
    }

    long sequence() {
      return transaction.sequence();
    }

    BigInteger fee() {
      return BigInteger.valueOf(transaction.fee().units());
    }

    BigInteger size() {
      return BigInteger.valueOf(transaction.size());
    }

    BigInteger cost() {
      return transaction.payload().type() == 1
          ? fee()
              .add(
                  BigInteger.valueOf(
                      Transfer.decode(transaction.payload().bytes()).value().amount().units()))
          : fee();
    }

    long heap() {
      return 870 + transaction.size() + transaction.payload().bytes().length();
    }
  }

  private static final Comparator<Item> BY_RATE =
      (one, other) -> one.fee().multiply(other.size()).compareTo(other.fee().multiply(one.size()));

  private final NetworkParameters network;
  private final MempoolLimits limits;
  private List<Item> items = new ArrayList<>();
  private Tip tip;
  private long now;
  private long numbers;

  NaiveMempool(NetworkParameters network, MempoolLimits limits, Tip tip, long now) {
    this.network = network;
    this.limits = limits;
    this.tip = tip;
    this.now = now;
  }

  List<Transaction> contents() {
    return items.stream()
        .sorted(Comparator.comparing(Item::number))
        .map(Item::transaction)
        .toList();
  }

  String add(Transaction transaction) {
    if (contents().contains(transaction)) {
      return "OK";
    }
    Item item = new Item(transaction, numbers++, now);
    List<Item> own = of(items, item.sender());
    if (transaction.size() > network.blockBytes() - 243) {
      return "TRANSACTION_TOO_LARGE";
    }
    if (item.sequence() < next(item.sender())) {
      return "SEQUENCE_USED";
    }
    if (transaction.fee().units() < network.minimumFee().units()) {
      return "FEE_BELOW_MINIMUM";
    }
    BigInteger cost = item.cost();
    for (Item before : own) {
      cost = before.sequence() < item.sequence() ? cost.add(before.cost()) : cost;
    }
    if (cost.compareTo(balance(item.sender())) > 0) {
      return "BALANCE_TOO_LOW";
    }
    List<Item> after = new ArrayList<>(items);
    Item same = own.stream().filter(i -> i.sequence() == item.sequence()).findFirst().orElse(null);
    if (same != null) {
      BigInteger tenth = same.fee().add(BigInteger.valueOf(9)).divide(BigInteger.TEN);
      BigInteger relay = item.size().multiply(BigInteger.valueOf(limits.relayFeePerByte()));
      if (item.fee().compareTo(same.fee().add(tenth.max(relay))) < 0
          || BY_RATE.compare(item, same) <= 0) {
        return "REPLACEMENT_FEE_TOO_LOW";
      }
      after.remove(same);
    } else {
      int beyond = beyondGap(own, item.sender()).size();
      boolean isMissing = item.sequence() == missing(own, item.sender());
      if (own.size() >= limits.pendingPerSender()) {
        if (!isMissing || beyond == 0) {
          return "SENDER_HAS_TOO_MANY_PENDING";
        }
        after.remove(own.get(own.size() - 1));
      } else if (!isMissing && beyond >= limits.beyondGapPerSender()) {
        return "SEQUENCE_GAP_TOO_WIDE";
      }
    }
    after.add(item);
    after = valid(after);
    while (heap(after) > limits.heapBytes()) {
      Item victim = leastWorth(after);
      after.remove(victim);
      if (victim.equals(item)) {
        return "MEMPOOL_FULL";
      }
    }
    items = after;
    return "OK";
  }

  void onTip(Tip newTip, List<Transaction> undone, boolean reorganised) {
    tip = newTip;
    items = valid(items);
    long bytes = 0;
    for (Transaction transaction : undone) {
      bytes += new Item(transaction, 0, 0).heap();
      if (bytes <= limits.heapBytes()) {
        add(transaction);
      }
    }
    for (PublicKey sender : senders(items)) {
      List<Item> beyond = beyondGap(of(items, sender), sender);
      while (reorganised && beyond.size() > limits.beyondGapPerSender()) {
        items.remove(beyond.remove(beyond.size() - 1));
      }
    }
  }

  void advance(long time) {
    now = Math.max(now, time);
    for (Item old : List.copyOf(items)) {
      if (now - old.since() >= limits.expirySeconds()) {
        items.removeIf(i -> i.sender().equals(old.sender()) && i.sequence() >= old.sequence());
      }
    }
  }

  /** What a block would have. All transactions pass in the ledger when the balance suffices. */
  List<Transaction> template() {
    List<Transaction> chosen = new ArrayList<>();
    Map<PublicKey, Long> turn = new TreeMap<>();
    senders(items).forEach(sender -> turn.put(sender, next(sender)));
    long bytes = 80 + 98 + 64;
    while (true) {
      Item best =
          items.stream()
              .filter(i -> turn.get(i.sender()) == i.sequence())
              .max(BY_RATE.thenComparing(Comparator.comparing(Item::number).reversed()))
              .orElse(null);
      if (best == null) {
        return chosen;
      }
      int count = chosen.size() + 2;
      if (bytes + best.transaction().size() + (count < 253 ? 1 : 3) <= network.blockBytes()) {
        chosen.add(best.transaction());
        bytes += best.transaction().size();
        turn.put(best.sender(), best.sequence() + 1);
      } else {
        turn.put(best.sender(), -1L);
      }
    }
  }

  private List<Item> valid(List<Item> all) {
    List<Item> kept = new ArrayList<>();
    for (PublicKey sender : senders(all)) {
      BigInteger left = balance(sender);
      for (Item item : of(all, sender)) {
        if (item.sequence() >= next(sender) && left.signum() >= 0) {
          left = left.subtract(item.cost());
          if (left.signum() >= 0) {
            kept.add(item);
          }
        }
      }
    }
    return kept;
  }

  private Item leastWorth(List<Item> all) {
    Item victim = null;
    Item victimWorst = null;
    for (PublicKey sender : senders(all)) {
      List<Item> own = of(all, sender);
      Item tail = own.get(own.size() - 1);
      boolean unreachable = !beyondGap(own, sender).isEmpty();
      Item worst = unreachable ? null : own.stream().min(BY_RATE).orElseThrow();
      int order = victim == null ? -1 : compareWorth(worst, victimWorst);
      if (order < 0 || (order == 0 && tail.number() > victim.number())) {
        victim = tail;
        victimWorst = worst;
      }
    }
    return victim;
  }

  /** Null is what cannot be mined, which is worth nothing. */
  private static int compareWorth(Item one, Item other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return BY_RATE.compare(one, other);
  }

  private List<Item> beyondGap(List<Item> own, PublicKey sender) {
    long missing = missing(own, sender);
    return new ArrayList<>(own.stream().filter(i -> i.sequence() > missing).toList());
  }

  private long missing(List<Item> own, PublicKey sender) {
    long missing = next(sender);
    for (Item item : own) {
      missing += item.sequence() == missing ? 1 : 0;
    }
    return missing;
  }

  private static List<Item> of(Collection<Item> all, PublicKey sender) {
    return all.stream()
        .filter(i -> i.sender().equals(sender))
        .sorted(Comparator.comparing(Item::sequence))
        .toList();
  }

  private static TreeSet<PublicKey> senders(Collection<Item> all) {
    TreeSet<PublicKey> senders = new TreeSet<>();
    all.forEach(item -> senders.add(item.sender()));
    return senders;
  }

  private static long heap(List<Item> all) {
    return all.stream().mapToLong(Item::heap).sum();
  }

  private long next(PublicKey sender) {
    return tip.account(sender).sequence();
  }

  private BigInteger balance(PublicKey sender) {
    return BigInteger.valueOf(tip.account(sender).balance().units());
  }
}
