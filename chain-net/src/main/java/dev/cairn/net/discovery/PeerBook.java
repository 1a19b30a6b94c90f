package dev.cairn.net.discovery;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The addresses of other nodes, in two tables of equal size: those where a dial led to an open
 * link, and those that were only heard of. Confined to the engine loop.
 *
 * <p>What one group of sources tells has at most {@link NetLimits#addressesPerSource} places, in
 * buckets that a secret salt chooses: 64 of 2,048 by default. So k groups that lie together hold on
 * average at most a share of 1 - (1 - 1/32)^k of what was heard, and nothing of what was dialled
 * unless they answer there themselves. An address that has its place keeps it until dials to it
 * fail.
 */
public final class PeerBook {

  /** Dials that may fail before an address that was only heard of is forgotten. */
  static final int HEARD_FAILURES_MAX = 3;

  /** The same for an address that once answered: an hour of dials every three seconds. */
  static final int DIALLED_FAILURES_MAX = 1200;

  private static final Comparator<BookEntry> WORST_FIRST =
      Comparator.comparingInt(BookEntry::failures)
          .reversed()
          .thenComparingLong(BookEntry::lastDialled);

  private final NodeId self;
  private final PeerBookStore store;
  private final int anchorsMax;
  private final BucketTable heard;
  private final BucketTable dialled;
  private final List<KnownAddress> openNow = new ArrayList<>();
  private long successes;
  private boolean isChanged;

  /**
   * The book as it was saved last.
   *
   * @param random draws the salt of the buckets, anew for each process
   */
  public PeerBook(NodeId self, PeerBookStore store, RandomGenerator random, NetLimits limits) {
    this.self = self;
    this.store = store;
    anchorsMax = limits.outbound();
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    int half = Math.max(1, limits.addresses() / 2);
    heard = new BucketTable(Bytes.of(salt), half, limits.addressesPerSource());
    dialled = new BucketTable(Bytes.of(salt), half, limits.addressesPerSource());
    store.load().forEach(this::restore);
  }

  private void restore(BookEntry entry) {
    if (entry.lastDialled() == 0) {
      heard.add(entry.withAnchor(false), entry.source().group(), WORST_FIRST, PeerBook::isDoubtful);
      return;
    }
    successes = Math.max(successes, entry.lastDialled());
    boolean isAnchor = entry.isAnchor() && anchors().size() < anchorsMax;
    addDialled(entry.withAnchor(isAnchor));
  }

  private boolean addDialled(BookEntry entry) {
    Bytes group = entry.known().address().prefix();
    return dialled.add(entry, group, WORST_FIRST, candidate -> !candidate.isAnchor());
  }

  private static boolean isDoubtful(BookEntry entry) {
    return entry.failures() > 0;
  }

  /**
   * Somebody says that a node is there.
   *
   * @return whether it is new to the book and has found a place
   */
  public boolean heard(KnownAddress known, AddressSource source) {
    return hear(new BookEntry(known, source, false, 0, 0, false));
  }

  /**
   * A node that dialled us takes connections there, as it says itself.
   *
   * @return whether it is new to the book and has found a place
   */
  public boolean met(KnownAddress known, AddressSource source) {
    heard.find(known).ifPresent(entry -> heard.replace(entry.linked()));
    return hear(new BookEntry(known, source, true, 0, 0, false));
  }

  private boolean hear(BookEntry entry) {
    KnownAddress known = entry.known();
    if (known.node().equals(self)
        || !Reach.isDialable(known.address())
        || find(known).isPresent()
        || !heard.add(entry, entry.source().group(), WORST_FIRST, PeerBook::isDoubtful)) {
      return false;
    }
    isChanged = true;
    return true;
  }

  /** A dial has led to an open link. */
  public void dialled(KnownAddress known, AddressSource source) {
    successes++;
    isChanged = true;
    openNow.add(known);
    BookEntry now =
        find(known).orElse(new BookEntry(known, source, true, 0, 0, false)).dialled(successes);
    if (dialled.find(known).isPresent()) {
      dialled.replace(now);
    } else if (addDialled(now)) {
      heard.remove(known);
    }
    makeAnchor(now);
  }

  /** The longest links stay anchors: a newer one only takes the place of one that has ended. */
  private void makeAnchor(BookEntry entry) {
    List<BookEntry> anchors = anchorEntries();
    if (entry.isAnchor()) {
      return;
    }
    if (anchors.size() >= anchorsMax) {
      Optional<BookEntry> oldest =
          anchors.stream().filter(anchor -> !openNow.contains(anchor.known())).findFirst();
      if (oldest.isEmpty()) {
        return;
      }
      dialled.replace(oldest.get().withAnchor(false));
    }
    dialled.replace(entry.withAnchor(true));
  }

  /** The link of a dial that was told to {@link #dialled} has ended. */
  public void ended(KnownAddress known) {
    openNow.remove(known);
  }

  /** A dial came to nothing, and not because we are offline ourselves. */
  public void failed(KnownAddress known) {
    heard.find(known).ifPresent(entry -> fail(heard, entry, HEARD_FAILURES_MAX));
    dialled.find(known).ifPresent(entry -> fail(dialled, entry, DIALLED_FAILURES_MAX));
  }

  private void fail(BucketTable table, BookEntry entry, int failuresMax) {
    isChanged = true;
    if (entry.failures() + 1 < failuresMax) {
      table.replace(entry.failed());
    } else {
      table.remove(entry.known());
    }
  }

  /** Another node answers there. */
  public void wrong(KnownAddress known) {
    heard.remove(known);
    dialled.remove(known);
    isChanged = true;
  }

  /** Whatever the book has for this address is forgotten, for it is our own. */
  public void forget(PeerAddress address) {
    heard.removeAddress(address);
    dialled.removeAddress(address);
    isChanged = true;
  }

  /** What the book knows of this address. */
  public Optional<BookEntry> find(KnownAddress known) {
    return dialled.find(known).or(() -> heard.find(known));
  }

  /** What is to be dialled first after a restart, the latest success first. */
  public List<KnownAddress> anchors() {
    List<KnownAddress> anchors =
        new ArrayList<>(anchorEntries().stream().map(BookEntry::known).toList());
    Collections.reverse(anchors);
    return anchors;
  }

  private List<BookEntry> anchorEntries() {
    return dialled.entries().stream()
        .filter(BookEntry::isAnchor)
        .sorted(Comparator.comparingLong(BookEntry::lastDialled))
        .toList();
  }

  /**
   * An address to dial: as often one that once answered as one that was only heard of.
   *
   * @param fitting what may be dialled now
   */
  public Optional<KnownAddress> pick(RandomGenerator random, Predicate<KnownAddress> fitting) {
    boolean isHeardFirst = random.nextBoolean();
    BucketTable first = isHeardFirst ? heard : dialled;
    BucketTable second = isHeardFirst ? dialled : heard;
    return first
        .pick(random, entry -> fitting.test(entry.known()))
        .or(() -> second.pick(random, entry -> fitting.test(entry.known())))
        .map(BookEntry::known);
  }

  /**
   * At most so many addresses for a peer, drawn at random: only such from or to which there was a
   * link, so that what is merely said does not spread.
   */
  public List<KnownAddress> sample(
      int count, RandomGenerator random, Predicate<KnownAddress> fitting) {
    List<KnownAddress> candidates = new ArrayList<>();
    for (BookEntry entry : entries()) {
      if (entry.wasLinked() && fitting.test(entry.known())) {
        candidates.add(entry.known());
      }
    }
    int drawn = Math.min(count, candidates.size());
    for (int i = 0; i < drawn; i++) { // the beginning of a shuffle
      Collections.swap(candidates, i, i + random.nextInt(candidates.size() - i));
    }
    return List.copyOf(candidates.subList(0, drawn));
  }

  /** All entries: first those that answered, then those that were only heard of. */
  public List<BookEntry> entries() {
    List<BookEntry> all = new ArrayList<>(dialled.entries());
    all.addAll(heard.entries());
    return all;
  }

  public int size() {
    return heard.size() + dialled.size();
  }

  /** Saves the book if it has changed since it was saved last. */
  public void saveIfChanged() {
    if (isChanged) {
      isChanged = false;
      store.save(entries());
    }
  }
}
