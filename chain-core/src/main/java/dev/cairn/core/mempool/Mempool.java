package dev.cairn.core.mempool;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.TemplateLimit;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The transactions that wait for a block, bounded in bytes of heap. It hears of the chain as a
 * {@link ChainListener}: what a block has is taken out, what a reorganisation undoes comes back.
 *
 * <p>Confined to one thread, the chain's.
 */
public final class Mempool implements ChainListener {

  /** How many transactions a block may leave for later before it counts as full. */
  static final int SKIPPED_MAX = 50;

  private final TransactionRules rules;
  private final AdmissionRules admission;
  private final MempoolLimits limits;

  final Entries entries = new Entries();

  /** What left the chain since the last tip, in the order of the chain. */
  private final Deque<Transaction> undone = new ArrayDeque<>();

  private long undoneBytes;

  /** Who has transactions in the blocks that joined the chain since the last tip. */
  private final TreeSet<PublicKey> served = new TreeSet<>();

  private Tip tip;
  private Timestamp now;
  private long numbers;

  /**
   * An empty pool on a tip.
   *
   * @param tip of the chain that the pool will listen to
   * @param now the local clock; {@link #advance} moves it on
   */
  public Mempool(
      NetworkParameters network,
      TransactionRules rules,
      MempoolLimits limits,
      Tip tip,
      Timestamp now) {
    this.rules = rules;
    this.admission = new AdmissionRules(network, limits);
    this.limits = limits;
    this.tip = tip;
    this.now = now;
  }

  /**
   * Judges a transaction, signature and all, and takes it in. One that is in already passes. After
   * a refusal nothing has changed.
   *
   * @throws ApplicationFault when an application failed; nothing has changed
   */
  public Checked<TransactionId> add(Transaction transaction) {
    if (entries.byId.containsKey(transaction.id())) {
      return Checked.passed(transaction.id());
    }
    return rules
        .checkInIsolation(transaction)
        .<Checked<TransactionId>>map(Checked::refused)
        .orElseGet(() -> addIsolated(transaction));
  }

  /**
   * Takes in a transaction that passed {@link TransactionRules#checkInIsolation} before, perhaps on
   * another thread.
   */
  public Checked<TransactionId> addIsolated(Transaction transaction) {
    Optional<Rejection> refusal =
        entries.byId.containsKey(transaction.id()) ? Optional.empty() : admit(transaction);
    return refusal
        .<Checked<TransactionId>>map(Checked::refused)
        .orElseGet(() -> Checked.passed(transaction.id()));
  }

  private SenderQueue queue(PublicKey sender) {
    return entries.queue(sender).orElseGet(() -> new SenderQueue(sender, tip.account(sender)));
  }

  /**
   * Whether a sender's transaction of this sequence may be taken now that was refused because
   * earlier ones were missing, or because the sender had too many. It may say so of some more than
   * there are places for.
   */
  public boolean hasPlaceFor(PublicKey sender, long sequence) {
    return admission.hasPlace(sequence, queue(sender));
  }

  private Optional<Rejection> admit(Transaction transaction) {
    Account account = tip.account(transaction.sender());
    SenderQueue queue = queue(transaction.sender());
    MempoolEntry entry = MempoolEntry.of(transaction, numbers, now);
    Optional<Rejection> refusal = admission.check(entry, queue, account);
    if (refusal.isPresent()) {
      return refusal;
    }
    numbers++;
    List<MempoolEntry> losses = new ArrayList<>();
    if (admission.isFull(queue) && queue.at(entry.sequence()).isEmpty()) {
      losses.add(queue.tail()); // beyond the gap that is filled now
      entries.removeFrom(queue.tail());
    }
    losses.addAll(entries.put(entry, account));
    return makeRoom(entry, losses);
  }

  /** Lets the least worth go; if the new entry is among it, that is refused and all else kept. */
  private Optional<Rejection> makeRoom(MempoolEntry entry, List<MempoolEntry> losses) {
    while (entries.heapBytes() > limits.heapBytes()) {
      MempoolEntry victim = entries.leastWorth();
      entries.removeFrom(victim);
      if (victim.number() == entry.number()) {
        losses.forEach(lost -> entries.put(lost, tip.account(lost.sender())));
        return AdmissionRules.refuse(
            MempoolRule.MEMPOOL_FULL,
            "fee %d for %d bytes".formatted(entry.rate().fee(), entry.rate().bytes()),
            "more per byte");
      }
      losses.add(victim);
    }
    return Optional.empty();
  }

  @Override
  public void onDisconnected(ChainedHeader header, Block block) {
    List<Transaction> transactions = block.transactions();
    for (int i = transactions.size() - 1; i >= 0; i--) {
      undone.addFirst(transactions.get(i));
      undoneBytes += MempoolEntry.heapBytes(transactions.get(i));
    }
    while (undoneBytes > limits.heapBytes()) {
      undoneBytes -= MempoolEntry.heapBytes(undone.removeLast());
    }
  }

  @Override
  public void onConnected(ChainedHeader header, Block block) {
    block.transactions().forEach(transaction -> served.add(transaction.sender()));
  }

  @Override
  public void onTip(Tip newTip, int disconnected) {
    tip = newTip;
    if (disconnected == 0) {
      served.forEach(this::update);
    } else {
      // Whoever got coins in a block that was undone may have less now.
      List.copyOf(entries.bySender.keySet()).forEach(this::update);
      undone.forEach(this::addIsolated); // they passed isolation with their block
      List.copyOf(entries.bySender.values()).forEach(this::shortenBeyondGap);
    }
    served.clear();
    undone.clear();
    undoneBytes = 0;
  }

  private void update(PublicKey sender) {
    entries.update(sender, tip.account(sender));
  }

  /** Keeps the bound where what was undone left a gap, as not all of it came back. */
  private void shortenBeyondGap(SenderQueue queue) {
    while (queue.beyondGap() > limits.beyondGapPerSender()) {
      entries.removeFrom(queue.tail());
    }
  }

  /**
   * Moves the clock on, and lets go of what has waited too long. A clock that was set back stands
   * still.
   */
  public void advance(Timestamp time) {
    now = now.max(time);
    for (var oldest = entries.oldest();
        oldest.isPresent() && now.secondsSince(oldest.get().since()) >= limits.expirySeconds();
        oldest = entries.oldest()) {
      entries.removeFrom(oldest.get());
    }
  }

  /** The end of the active chain that the pool has heard of: the one to build a block on. */
  public Tip tip() {
    return tip;
  }

  /**
   * Puts the best paying transactions into a block that is being built on {@link #tip}, until it is
   * full or 50 were too large for what is left of it. What an application refuses there is dropped
   * from the pool, with the later ones of its sender.
   *
   * @return how many went in
   * @throws ApplicationFault when an application failed. The transaction at which it failed is
   *     dropped likewise, so that the next block can be built without it; what went in before it is
   *     still in the block and the pool
   * @throws IllegalArgumentException when the block is on another tip
   */
  public int fill(BlockBuilder builder) {
    if (!builder.parent().equals(tip.hash())) {
      throw new IllegalArgumentException(
          "a block on %s, while the pool is on %s".formatted(builder.parent(), tip.hash()));
    }
    List<MempoolEntry> refused = new ArrayList<>();
    try {
      return fill(builder, refused);
    } finally {
      refused.forEach(entries::removeFrom);
    }
  }

  private int fill(BlockBuilder builder, List<MempoolEntry> refused) {
    BestFirst candidates = new BestFirst(entries.heads(), MempoolEntry.BEST_FIRST);
    int added = 0;
    int skipped = 0;
    for (var next = candidates.next();
        next.isPresent() && skipped < SKIPPED_MAX;
        next = candidates.next()) {
      MempoolEntry entry = next.get();
      Optional<Rejection> refusal = tryIn(builder, entry, refused);
      if (refusal.isEmpty()) {
        added++;
        entries.successor(entry).ifPresent(candidates::add);
      } else if (isForThisBlockOnly(refusal.get().reason())) {
        skipped++;
      } else {
        refused.add(entry);
      }
    }
    return added;
  }

  private static Optional<Rejection> tryIn(
      BlockBuilder builder, MempoolEntry entry, List<MempoolEntry> refused) {
    try {
      return builder.add(entry.transaction());
    } catch (ApplicationFault fault) {
      refused.add(entry);
      throw fault;
    }
  }

  /** No room, or the caller put another transaction of the sender in before. */
  private static boolean isForThisBlockOnly(Reason reason) {
    return reason == TemplateLimit.BLOCK_FULL || reason == Rule.SEQUENCE_MISMATCH;
  }

  /** The transaction of this id. */
  public Optional<Transaction> get(TransactionId id) {
    return Optional.ofNullable(entries.byId.get(id)).map(MempoolEntry::transaction);
  }

  /** What a sender has pending, by sequence. */
  public List<Transaction> pendingOf(PublicKey sender) {
    return entries.queue(sender).stream()
        .flatMap(queue -> queue.entries().stream())
        .map(MempoolEntry::transaction)
        .toList();
  }

  /** What all pending transfers to an account together bring to it. */
  public Amount incoming(PublicKey recipient) {
    long units = entries.incoming(recipient);
    return units < 0 ? Amount.MAX : new Amount(units);
  }

  /** All transactions, in the order in which they came. */
  public List<Transaction> transactions() {
    return entries.byNumber.values().stream().map(MempoolEntry::transaction).toList();
  }

  /**
   * What came in, in its order, for whoever wants to hear of everything once: the next call begins
   * after the last number of this one. What comes back after a reorganisation has come anew.
   *
   * @param from the lowest number that is wanted, from 0
   * @param most how many are given at once
   */
  public List<Arrival> arrivals(long from, int most) {
    return entries.byNumber.tailMap(from).values().stream()
        .limit(most)
        .map(entry -> new Arrival(entry.number(), entry.transaction()))
        .toList();
  }

  /** The number that the next one to come in gets: whoever has heard of it knows all before. */
  public long nextArrival() {
    return numbers;
  }

  public int size() {
    return entries.byId.size();
  }

  /** About how many bytes of heap the entries take. */
  public long heapBytes() {
    return entries.heapBytes();
  }
}
