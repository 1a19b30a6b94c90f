package dev.cairn.net.discovery;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.PeerAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Places for addresses in buckets. A group of sources reaches only a few of them, chosen by a
 * secret salt, so however much it tells, it fills no others. Confined to the engine loop.
 */
final class BucketTable {

  /** Places in one bucket. */
  static final int BUCKET_PLACES = 8;

  private static final Comparator<KnownAddress> ORDER =
      Comparator.comparing(KnownAddress::node).thenComparing(KnownAddress::address);

  private final Bytes salt;
  private final int bucketsPerGroup;
  private final List<List<BookEntry>> buckets = new ArrayList<>();
  private final TreeMap<KnownAddress, Integer> bucketOf = new TreeMap<>(ORDER);

  /**
   * @param places in all
   * @param placesPerGroup at most so many of them hold what one group told
   */
  BucketTable(Bytes salt, int places, int placesPerGroup) {
    this.salt = salt;
    int count = Math.max(1, places / BUCKET_PLACES);
    bucketsPerGroup = Math.min(count, Math.max(1, placesPerGroup / BUCKET_PLACES));
    for (int i = 0; i < count; i++) {
      buckets.add(new ArrayList<>());
    }
  }

  int size() {
    return bucketOf.size();
  }

  Optional<BookEntry> find(KnownAddress known) {
    Integer bucket = bucketOf.get(known);
    return bucket == null
        ? Optional.empty()
        : buckets.get(bucket).stream().filter(entry -> entry.known().equals(known)).findFirst();
  }

  /**
   * Adds an entry that is not there yet, in a free place of its group's buckets, or in the place of
   * the worst entry of one of them.
   *
   * @param worst the lower, the sooner an entry has to go
   * @param mayGo whether an entry may lose its place to this one
   * @return whether it was added
   */
  boolean add(
      BookEntry entry, Bytes group, Comparator<BookEntry> worst, Predicate<BookEntry> mayGo) {
    int[] reached = bucketsOf(group);
    int first = draw(group, entry.known());
    for (int i = 0; i < reached.length; i++) {
      int bucket = reached[(first + i) % reached.length];
      if (buckets.get(bucket).size() < BUCKET_PLACES) {
        put(bucket, entry);
        return true;
      }
    }
    int bucket = reached[first];
    Optional<BookEntry> leaver = buckets.get(bucket).stream().filter(mayGo).min(worst);
    leaver.ifPresent(
        gone -> {
          remove(gone.known());
          put(bucket, entry);
        });
    return leaver.isPresent();
  }

  private void put(int bucket, BookEntry entry) {
    buckets.get(bucket).add(entry);
    bucketOf.put(entry.known(), bucket);
  }

  /** Puts a changed entry in the place of the one with the same address. */
  void replace(BookEntry changed) {
    Integer bucket = bucketOf.get(changed.known());
    if (bucket != null) {
      buckets
          .get(bucket)
          .replaceAll(entry -> entry.known().equals(changed.known()) ? changed : entry);
    }
  }

  Optional<BookEntry> remove(KnownAddress known) {
    Optional<BookEntry> found = find(known);
    Integer bucket = bucketOf.remove(known);
    if (bucket != null) {
      buckets.get(bucket).removeIf(entry -> entry.known().equals(known));
    }
    return found;
  }

  void removeAddress(PeerAddress address) {
    for (BookEntry entry : entries()) {
      if (entry.known().address().equals(address)) {
        remove(entry.known());
      }
    }
  }

  /** All entries in the order of their buckets. */
  List<BookEntry> entries() {
    return buckets.stream().flatMap(List::stream).toList();
  }

  /**
   * One of the fitting entries: each bucket that has any is as likely as another, so that whoever
   * fills few buckets is seldom drawn.
   */
  Optional<BookEntry> pick(RandomGenerator random, Predicate<BookEntry> fitting) {
    @Nullable BookEntry picked = null;
    int seen = 0;
    for (List<BookEntry> bucket : buckets) {
      List<BookEntry> candidates = bucket.stream().filter(fitting).toList();
      if (!candidates.isEmpty()) {
        seen++;
        if (random.nextInt(seen) == 0) {
          picked = candidates.get(random.nextInt(candidates.size()));
        }
      }
    }
    return Optional.ofNullable(picked);
  }

  /** Which of its group's buckets comes first for this address. */
  private int draw(Bytes group, KnownAddress known) {
    PeerAddress address = known.address();
    byte[] numbers = ByteBuffer.allocate(8).putInt(address.port()).putInt(address.scope()).array();
    byte[] hash =
        Sha256.hash(
            salt.toArray(),
            group.toArray(),
            known.node().key().toArray(),
            address.host().toArray(),
            numbers);
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), bucketsPerGroup);
  }

  /** The buckets that a group reaches; one may be there twice. */
  private int[] bucketsOf(Bytes group) {
    int[] reached = new int[bucketsPerGroup];
    ByteBuffer numbers = ByteBuffer.allocate(0);
    for (int i = 0; i < reached.length; i++) {
      if (!numbers.hasRemaining()) {
        byte[] block = ByteBuffer.allocate(4).putInt(i).array();
        numbers = ByteBuffer.wrap(Sha256.hash(salt.toArray(), block, group.toArray()));
      }
      reached[i] = Integer.remainderUnsigned(numbers.getInt(), buckets.size());
    }
    return reached;
  }
}
