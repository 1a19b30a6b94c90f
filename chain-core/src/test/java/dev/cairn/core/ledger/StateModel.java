package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.StateDigest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The state as one plain map, to compare states and overlays with. Draws random changes from few
 * keys, among them the awkward ones, so that they meet.
 */
public final class StateModel implements StateReader {

  /** Neighbours whose varints differ in length, and both ends of the range. */
  public static final List<Long> NAMESPACES =
      List.of(0L, 1L, 0xfcL, 0xfdL, 1024L, 0xffffL, 0x1_0000L, 0x1_0000_0000L, Long.MAX_VALUE);

  private static final byte[] KEY_BYTES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

  private final TreeMap<Long, TreeMap<Bytes, Bytes>> entries = new TreeMap<>();

  /** The state without entries. */
  public StateModel() {}

  @Override
  public Optional<Bytes> get(long namespace, Bytes key) {
    return Optional.ofNullable(in(namespace).get(key));
  }

  @Override
  public Optional<Entry> ceiling(long namespace, Bytes from) {
    return entry(in(namespace).ceilingEntry(from));
  }

  @Override
  public Optional<Entry> higher(long namespace, Bytes key) {
    return entry(in(namespace).higherEntry(key));
  }

  private static Optional<Entry> entry(Map.Entry<Bytes, Bytes> entry) {
    return Optional.ofNullable(entry).map(e -> new Entry(e.getKey(), e.getValue()));
  }

  private NavigableMap<Bytes, Bytes> in(long namespace) {
    return entries.getOrDefault(namespace, new TreeMap<>());
  }

  /** Sets a value, or removes the entry when there is none. */
  public void set(long namespace, Bytes key, Optional<Bytes> value) {
    TreeMap<Bytes, Bytes> inside = entries.computeIfAbsent(namespace, unused -> new TreeMap<>());
    if (value.isPresent()) {
      inside.put(key, value.get());
    } else {
      inside.remove(key);
    }
  }

  public void apply(StateChanges changes) {
    changes.changes().forEach(change -> set(change.namespace(), change.key(), change.after()));
  }

  public StateModel copy() {
    StateModel copy = new StateModel();
    entries.forEach((namespace, inside) -> copy.entries.put(namespace, new TreeMap<>(inside)));
    return copy;
  }

  /** What leads from this model to another, in the order of the state. */
  public StateChanges changesTo(StateModel other) {
    TreeMap<Long, TreeMap<Bytes, Bytes>> all = copy().entries;
    other.entries.forEach(
        (namespace, inside) ->
            all.computeIfAbsent(namespace, unused -> new TreeMap<>()).putAll(inside));
    List<StateChange> changes = new ArrayList<>();
    all.forEach(
        (namespace, inside) ->
            inside
                .keySet()
                .forEach(
                    key -> {
                      Optional<Bytes> before = get(namespace, key);
                      Optional<Bytes> after = other.get(namespace, key);
                      if (!before.equals(after)) {
                        changes.add(new StateChange(namespace, key, before, after));
                      }
                    }));
    return new StateChanges(changes);
  }

  /** Up to {@code max} random changes of this model, each of another entry. */
  public StateChanges drawChanges(Random random, int max) {
    StateModel changed = copy();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      changed.set(drawNamespace(random), drawKey(random), drawValue(random));
    }
    return changesTo(changed);
  }

  public static long drawNamespace(Random random) {
    return NAMESPACES.get(random.nextInt(NAMESPACES.size()));
  }

  /** One of few keys, of 0 to 3 bytes. */
  public static Bytes drawKey(Random random) {
    byte[] key = new byte[random.nextInt(4)];
    for (int i = 0; i < key.length; i++) {
      key[i] = KEY_BYTES[random.nextInt(KEY_BYTES.length)];
    }
    return Bytes.of(key);
  }

  /** Nothing in one of three cases, else one of few values, of 0 to 2 bytes. */
  public static Optional<Bytes> drawValue(Random random) {
    if (random.nextInt(3) == 0) {
      return Optional.empty();
    }
    byte[] value = new byte[random.nextInt(3)];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) random.nextInt(3);
    }
    return Optional.of(Bytes.of(value));
  }

  /** The digest of docs/consensus.md, section 11, as the page words it. */
  public StateDigest digest() {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<Long, TreeMap<Bytes, Bytes>> namespace : entries.entrySet()) {
      for (Map.Entry<Bytes, Bytes> entry : namespace.getValue().entrySet()) {
        sum = sum.add(entryNumber(namespace.getKey(), entry.getKey(), entry.getValue()));
      }
    }
    byte[] digest = new byte[32];
    for (int i = 0; i < 32; i++) {
      digest[i] = sum.shiftRight(8 * i).byteValue();
    }
    return StateDigest.of(digest);
  }

  private static BigInteger entryNumber(long namespace, Bytes key, Bytes value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(varint(namespace));
    bytes.writeBytes(varint(key.length()));
    bytes.writeBytes(key.toArray());
    bytes.writeBytes(value.toArray());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      byte[] bigEndian = new byte[32];
      for (int i = 0; i < 32; i++) {
        bigEndian[i] = hash[31 - i];
      }
      return new BigInteger(1, bigEndian);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] varint(long value) {
    if (value < 0xfd) {
      return new byte[] {(byte) value};
    }
    int length = value <= 0xffff ? 2 : value <= 0xffff_ffffL ? 4 : 8;
    byte[] bytes = new byte[1 + length];
    bytes[0] = (byte) (length == 2 ? 0xfd : length == 4 ? 0xfe : 0xff);
    for (int i = 0; i < length; i++) {
      bytes[1 + i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  /** Every entry of a namespace, as going from one to the next finds them. */
  public static List<Entry> entriesOf(StateReader state, long namespace) {
    List<Entry> found = new ArrayList<>();
    Optional<Entry> next = state.ceiling(namespace, Bytes.EMPTY);
    while (next.isPresent()) {
      found.add(next.get());
      next = state.higher(namespace, next.get().key());
    }
    return found;
  }

  /** Requires that a state has these entries and no others in the namespaces of the tests. */
  public void assertEqualTo(StateReader state) {
    for (long namespace : NAMESPACES) {
      assertThat(entriesOf(state, namespace))
          .as("entries of namespace %s", namespace)
          .isEqualTo(entriesOf(this, namespace));
      in(namespace).forEach((key, value) -> assertThat(state.get(namespace, key)).contains(value));
    }
  }

  /** Requires that a look-up gives the same at random places. */
  public void assertProbesEqualTo(StateReader state, Random random, int probes) {
    for (int i = 0; i < probes; i++) {
      long namespace = drawNamespace(random);
      Bytes key = drawKey(random);
      assertThat(state.get(namespace, key)).isEqualTo(get(namespace, key));
      assertThat(state.ceiling(namespace, key)).isEqualTo(ceiling(namespace, key));
      assertThat(state.higher(namespace, key)).isEqualTo(higher(namespace, key));
    }
  }
}
