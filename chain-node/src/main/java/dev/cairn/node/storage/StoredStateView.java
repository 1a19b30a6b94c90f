package dev.cairn.node.storage;

import dev.cairn.core.ledger.StateView;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.StateDigest;
import java.util.Optional;

/** The state in a view of the database. */
final class StoredStateView implements StateView {

  private final DatabaseView view;
  private final StateDigest digest;

  StoredStateView(DatabaseView view, StateDigest digest) {
    this.view = view;
    this.digest = digest;
  }

  @Override
  public Optional<Bytes> get(long namespace, Bytes key) {
    return view.get(Family.STATE, Keys.state(namespace, key)).map(Bytes::of);
  }

  @Override
  public Optional<Entry> ceiling(long namespace, Bytes from) {
    return view.first(Family.STATE, Keys.state(namespace, from), Keys.namespace(namespace))
        .map(entry -> new Entry(Keys.stateKeyOf(entry.key()), Bytes.of(entry.value())));
  }

  @Override
  public StateDigest digest() {
    return digest;
  }
}
