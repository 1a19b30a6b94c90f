package dev.cairn.core.ledger;

import dev.cairn.core.value.Bytes;
import java.util.Optional;

/**
 * Reads the state: a map from namespace and key to value, ordered by namespace and then by the key
 * as unsigned bytes (docs/consensus.md, section 11).
 */
public interface StateReader {

  /** The value at this key. */
  Optional<Bytes> get(long namespace, Bytes key);

  /** The first entry of the namespace whose key is {@code from} or comes after it. */
  Optional<Entry> ceiling(long namespace, Bytes from);

  /** The first entry of the namespace whose key comes after {@code key}. */
  default Optional<Entry> higher(long namespace, Bytes key) {
    byte[] successor = java.util.Arrays.copyOf(key.toArray(), key.length() + 1);
    return ceiling(namespace, Bytes.of(successor));
  }

  /** One entry of a namespace. */
  record Entry(Bytes key, Bytes value) {}
}
