package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Removing from the front, as queues and order books do, costs the same however much is gone. */
class FrontOfTheStateTest {

  private static final int ENTRIES = 20_000;

  /** Counts what is asked of the state below. */
  private static final class CountingReader implements StateReader {
    private final StateReader inner;
    private long questions;

    private CountingReader(StateReader inner) {
      this.inner = inner;
    }

    @Override
    public Optional<Bytes> get(long namespace, Bytes key) {
      return inner.get(namespace, key);
    }

    @Override
    public Optional<Entry> ceiling(long namespace, Bytes from) {
      questions++;
      return inner.ceiling(namespace, from);
    }
  }

  @Test
  void poppingAllEntriesAsksTheStateBelowTwiceForEach() {
    StateOverlay filler = new StateOverlay(StateMap.EMPTY);
    for (int i = 0; i < ENTRIES; i++) {
      filler.put(7, key(i), Bytes.of((byte) 1));
    }
    CountingReader below = new CountingReader(StateMap.EMPTY.with(filler.changes()));
    StateOverlay queue = new StateOverlay(below);

    for (int i = 0; i < ENTRIES; i++) {
      StateReader.Entry first = queue.ceiling(7, Bytes.EMPTY).orElseThrow();
      assertThat(first.key()).isEqualTo(key(i));
      queue.remove(7, first.key());
    }

    assertThat(queue.ceiling(7, Bytes.EMPTY)).isEmpty();
    assertThat(below.questions).isLessThanOrEqualTo(2L * ENTRIES + 2);
  }

  @Test
  void poppingWhatWasPutInTheSameBlockFindsTheNext() {
    StateOverlay queue = new StateOverlay(StateMap.EMPTY);
    for (int i = 0; i < ENTRIES; i++) {
      queue.put(7, key(i), Bytes.of((byte) 1));
    }
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(queue.ceiling(7, Bytes.EMPTY).orElseThrow().key()).isEqualTo(key(i));
      queue.remove(7, key(i));
    }
    assertThat(queue.ceiling(7, Bytes.EMPTY)).isEmpty();
    assertThat(queue.changes().changes()).isEmpty();
  }

  private static Bytes key(int number) {
    return Bytes.of(new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }
}
