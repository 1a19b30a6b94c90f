package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateModel;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The part of {@link ChainStoreContract} that is about reading while another thread commits. */
abstract class StoreReadersContract extends StoreUnderTest {

  private static final int READERS = 2;

  /** Where a part of every update is: far apart, so that a torn one shows. */
  private static final List<Long> NAMESPACES = List.of(0L, 1024L, Long.MAX_VALUE);

  /** Every update condemns two headers; so many updates' are remembered. */
  private static final int CONDEMNED_UPDATES = 10;

  /**
   * What happens: update n (from 1) stores two blocks of one height, and makes the first of them
   * the tip; every fifth comes down first and goes over the second block of the update before.
   */
  private static final class Story {
    final List<ChainUpdate> updates = new ArrayList<>();

    /** The state's digest after each update. */
    final List<StateDigest> digests = new ArrayList<>();

    /** The update that stored a block. */
    final Map<BlockHash, Integer> numbers = new TreeMap<>();

    Story(int length) {
      StateMap state = StateMap.EMPTY;
      StateChanges start = count(0);
      state = state.with(start);
      digests.add(state.digest());
      updates.add(
          new UpdateBuilder().header(new StoredHeader(GENESIS, 0, 0)).tip(GENESIS, start).build());
      ChainedHeader tip = GENESIS;
      ChainedHeader beside = GENESIS;
      for (int n = 1; n <= length; n++) {
        boolean reorganises = n % 5 == 0;
        ChainedHeader parent = reorganises ? beside : tip;
        StoredBlock next = StoredBlock.on(parent, 2 * n);
        StoredBlock sibling = StoredBlock.on(parent, 2 * n + 1);
        numbers.put(next.hash(), n);
        numbers.put(sibling.hash(), n);
        StateChanges changes = count(n);
        UpdateBuilder update =
            new UpdateBuilder()
                .whole(next, 2L * n)
                .whole(sibling, 2L * n + 1)
                .undo(next.hash(), changes.inverse())
                .undo(sibling.hash(), changes.inverse())
                .condemned(condemnation(2 * n))
                .condemned(condemnation(2 * n + 1));
        if (n > CONDEMNED_UPDATES) {
          update
              .pardoned(condemnation(2 * (n - CONDEMNED_UPDATES)).hash())
              .pardoned(condemnation(2 * (n - CONDEMNED_UPDATES) + 1).hash());
        }
        updates.add(
            reorganises
                ? update.tip(List.of(tip), List.of(beside, next.chained()), changes).build()
                : update.tip(next.chained(), changes).build());
        state = state.with(changes);
        digests.add(state.digest());
        tip = next.chained();
        beside = sibling.chained();
      }
    }

    private static StateChanges count(int number) {
      List<StateChange> changes = new ArrayList<>();
      for (long namespace : NAMESPACES) {
        changes.add(
            new StateChange(
                namespace,
                KEY,
                number == 0 ? Optional.empty() : Optional.of(mark(number - 1, KEY)),
                Optional.of(mark(number, KEY))));
      }
      return new StateChanges(changes);
    }

    private static Condemnation condemnation(int number) {
      return new Condemnation(
          StoredBlock.on(GENESIS, 1_000_000 + number).hash(),
          Rejection.of(Rule.PARENT_INVALID, number, "valid ancestors"));
    }
  }

  StoreReadersContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  @Timeout(120)
  void showsEveryReaderEachUpdateWholeOrNotAtAll() throws Exception {
    Story story = new Story(Seeds.rounds(400, 10_000));
    ChainStore shared = store;
    shared.commit(story.updates.get(0));
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(READERS);
    ExecutorService pool = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(
            pool.submit(
                () -> {
                  try {
                    int seen = read(shared, story, 0);
                    reading.countDown();
                    while (!done.get()) {
                      seen = read(shared, story, seen);
                    }
                    assertThat(read(shared, story, seen)).isEqualTo(story.updates.size() - 1);
                  } finally {
                    reading.countDown(); // a reader that failed keeps nobody waiting
                  }
                }));
      }
      reading.await();
      for (ChainUpdate update : story.updates.subList(1, story.updates.size())) {
        shared.commit(update);
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
  }

  /**
   * Looks at each part once. What one look shows of an update, all later ones must show as well.
   *
   * @param seen the latest update that this reader has seen a part of
   * @return the same now
   */
  private static int read(ChainStore store, Story story, int seen) {
    int now = seen;
    StateView state = store.state();
    now = notBefore(now, numberOf(state));
    assertThat(state.digest()).isEqualTo(story.digests.get(now));

    BlockHash tip = store.tip().orElseThrow();
    now = notBefore(now, story.numbers.getOrDefault(tip, 0));
    ChainedHeader header = store.header(tip).orElseThrow().chained();
    assertThat(header.hash()).isEqualTo(tip);
    if (!header.height().isGenesis()) {
      assertThat(store.block(tip).orElseThrow().hash()).isEqualTo(tip);
      assertThat(store.undo(tip)).isPresent();
    }

    BlockHash active = store.hashAt(header.height()).orElseThrow();
    assertThat(store.header(active).orElseThrow().chained().height()).isEqualTo(header.height());
    now = notBefore(now, readHeaders(store, story, header.height()));
    now = notBefore(now, readCondemned(store));

    int later = numberOf(store.state());
    assertThat(numberOf(state)).isLessThanOrEqualTo(later); // and the old view still reads
    return notBefore(now, later);
  }

  private static int notBefore(int seen, int now) {
    assertThat(now).isGreaterThanOrEqualTo(seen);
    return now;
  }

  /** The update that a state is of, which all of its entries have to agree about. */
  private static int numberOf(StateView state) {
    List<StateReader.Entry> first = StateModel.entriesOf(state, NAMESPACES.get(0));
    assertThat(first).hasSize(1);
    Bytes value = first.get(0).value();
    for (long namespace : NAMESPACES) {
      assertThat(state.get(namespace, KEY)).contains(value);
      assertThat(state.ceiling(namespace, Bytes.EMPTY)).contains(new StateReader.Entry(KEY, value));
    }
    return Integer.parseInt(value.slice(0, 8).toHex(), 16);
  }

  /** The latest update whose blocks are listed, always both of them. */
  private static int readHeaders(ChainStore store, Story story, Height lowest) {
    List<StoredHeader> headers = store.headersFrom(lowest);
    Map<Integer, Integer> blocksOfUpdate = new TreeMap<>();
    int latest = 0;
    for (StoredHeader header : headers) {
      int number = story.numbers.getOrDefault(header.chained().hash(), 0);
      blocksOfUpdate.merge(number, 1, Integer::sum);
      latest = Math.max(latest, number);
    }
    blocksOfUpdate.forEach(
        (number, blocks) ->
            assertThat(blocks).as("blocks of update %s", number).isEqualTo(number == 0 ? 1 : 2));
    return latest;
  }

  /** The latest update that condemned something: both headers of each, and of ten at most. */
  private static int readCondemned(ChainStore store) {
    List<Condemnation> condemned = store.condemned();
    int latest = condemned.size() / 2;
    if (!condemned.isEmpty()) {
      latest = Integer.parseInt(condemned.get(condemned.size() - 1).why().got()) / 2;
    }
    List<Condemnation> expected = new ArrayList<>();
    for (int n = Math.max(1, latest - CONDEMNED_UPDATES + 1); n <= latest; n++) {
      expected.add(Story.condemnation(2 * n));
      expected.add(Story.condemnation(2 * n + 1));
    }
    assertThat(condemned).isEqualTo(expected);
    return latest;
  }
}
