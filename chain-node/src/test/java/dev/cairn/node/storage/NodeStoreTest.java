package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.core.Seeds;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreTest {

  @TempDir Path folder;

  private final ChainMaker maker = new ChainMaker(1);
  private NodeStore store;

  @BeforeEach
  void open() throws IOException {
    store = NodeStore.open(folder.resolve("store"), ChainMaker.NETWORK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  // Indexes.

  @Test
  void findsWhatAScanOfTheActiveChainFinds() throws IOException {
    Random random = Seeds.random("findsWhatAScanOfTheActiveChainFinds");
    ChainMaker drawn = new ChainMaker(random.nextLong());
    store.commit(ChainMaker.genesis());
    List<ChainMaker.Made> active = new ArrayList<>();
    List<ChainMaker.Made> left = new ArrayList<>();
    for (int step = 0; step < Seeds.rounds(60, 2_000); step++) {
      int kept = active.size() - Math.min(active.size(), random.nextInt(4));
      List<ChainMaker.Made> from = new ArrayList<>(active.subList(kept, active.size()));
      List<ChainMaker.Made> to = new ArrayList<>();
      List<ChainMaker.Made> stored = List.of();
      boolean goesBack =
          !left.isEmpty()
              && kept > 0
              && left.get(0).chained().header().previous().equals(hash(active, kept));
      if (goesBack) {
        to.addAll(left); // a branch that was active before, with the transactions of then
      } else {
        to.addAll(branch(drawn, tip(active, kept), random, from));
        stored = List.copyOf(to);
      }
      store.commit(ChainMaker.move(stored, from, to));
      active.subList(kept, active.size()).clear();
      active.addAll(to);
      left = from;
      if (step % 20 == 19) {
        reopen();
      }
      assertIndexesFit(active, left, drawn);
    }
  }

  private static ChainedHeader tip(List<ChainMaker.Made> active, int length) {
    return length == 0 ? ChainMaker.GENESIS : active.get(length - 1).chained();
  }

  private static Object hash(List<ChainMaker.Made> active, int length) {
    return tip(active, length).hash();
  }

  /** Some blocks; transactions of the branch that is left often come again in them. */
  private static List<ChainMaker.Made> branch(
      ChainMaker drawn, ChainedHeader parent, Random random, List<ChainMaker.Made> left) {
    List<Transaction> again = new ArrayList<>();
    left.forEach(made -> again.addAll(made.block().transactions()));
    List<ChainMaker.Made> branch = new ArrayList<>();
    ChainedHeader top = parent;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      ChainMaker.Made made =
          !again.isEmpty() && random.nextBoolean()
              ? drawn.child(top, List.copyOf(again))
              : drawn.child(top, random.nextInt(4));
      again.removeAll(made.block().transactions());
      branch.add(made);
      top = made.chained();
    }
    return branch;
  }

  private void assertIndexesFit(
      List<ChainMaker.Made> active, List<ChainMaker.Made> left, ChainMaker drawn) {
    Map<TransactionId, TransactionPlace> places = new LinkedHashMap<>();
    Map<PublicKey, List<TransactionPlace>> accounts = new LinkedHashMap<>();
    Map<Sha256Digest, RecordPlace> records = new LinkedHashMap<>();
    active.forEach(made -> NaiveIndex.scan(made, places, accounts, records));

    places.forEach((id, place) -> assertThat(store.transaction(id)).contains(place));
    for (ChainMaker.Made made : left) {
      for (TransactionId id : made.block().transactionIds()) {
        assertThat(store.transaction(id)).isEqualTo(Optional.ofNullable(places.get(id)));
      }
    }
    for (PublicKey account : drawn.accounts()) {
      List<TransactionPlace> expected = accounts.getOrDefault(account, List.of());
      assertThat(store.transactionsOf(account, Optional.empty(), 10_000)).isEqualTo(expected);
      assertThat(pages(account, 3)).isEqualTo(expected);
    }
    for (Sha256Digest document : drawn.documents()) {
      assertThat(store.record(document)).isEqualTo(Optional.ofNullable(records.get(document)));
    }
    boolean carried = active.stream().anyMatch(made -> !made.block().transactions().isEmpty());
    assertThat(store.hasCarriedTransaction()).isEqualTo(carried);
  }

  private List<TransactionPlace> pages(PublicKey account, int limit) {
    List<TransactionPlace> all = new ArrayList<>();
    List<TransactionPlace> page = store.transactionsOf(account, Optional.empty(), limit);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      page = store.transactionsOf(account, Optional.of(page.get(page.size() - 1)), limit);
    }
    return all;
  }

  @Test
  void knowsNothingOfStrangers() {
    store.commit(ChainMaker.genesis());

    assertThat(store.transaction(TransactionId.ZERO)).isEmpty();
    assertThat(store.transactionsOf(maker.accounts().get(0), Optional.empty(), 1)).isEmpty();
    assertThat(store.record(Sha256Digest.ZERO)).isEmpty();
    assertThat(store.hasCarriedTransaction()).isFalse();
  }

  // Kept transactions.

  @Test
  void keepsTransactionsInTheirOrderUntilTheyAreForgotten() throws IOException {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      transactions.add(maker.transaction());
      store.keep(List.of(transactions.get(i)));
    }
    store.keep(List.of(transactions.get(0))); // a second time: neither twice nor newer
    assertThat(store.kept()).isEqualTo(transactions);
    reopen();
    assertThat(store.kept()).isEqualTo(transactions);

    store.forget(
        List.of(transactions.get(0).id(), transactions.get(299).id(), maker.transaction().id()));
    reopen();
    assertThat(store.kept()).isEqualTo(transactions.subList(1, 299));

    store.keep(List.of(transactions.get(0)));
    assertThat(store.kept().get(298)).isEqualTo(transactions.get(0)); // now it is the newest
  }

  @Test
  void keepsManyTransactionsAtOnceAndFindsThemById() throws IOException {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      transactions.add(maker.transaction());
    }
    store.keep(transactions);
    List<TransactionId> ids = transactions.stream().map(Transaction::id).toList();
    assertThat(store.keptIds()).isEqualTo(ids);
    reopen();
    assertThat(store.keptIds()).isEqualTo(ids);

    store.forget(ids.subList(0, 10));
    assertThat(store.keptIds()).isEqualTo(ids.subList(10, 50));
    assertThat(store.kept(List.of(ids.get(49), ids.get(0), ids.get(10))))
        .containsExactly(transactions.get(49), transactions.get(10));
  }

  @Test
  void keepsTransactionsOfSeveralThreads() throws Exception {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      transactions.add(maker.transaction());
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> keeping = new ArrayList<>();
      for (Transaction transaction : transactions) {
        keeping.add(pool.submit(() -> store.keep(List.of(transaction))));
      }
      for (Future<?> one : keeping) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    reopen();
    assertThat(store.kept()).containsExactlyInAnyOrderElementsOf(transactions);
  }

  // Opening.

  @Test
  void refusesTheStoreOfAnotherNetwork() {
    store.close();
    NetworkParameters other = NetworkParameters.lan(Bytes.of(new byte[16]), new Timestamp(1));

    assertRefused(folder.resolve("store"), other, StoreFault.STORE_OTHER_NETWORK);
  }

  @Test
  void refusesTheStoreOfANewerRelease() throws IOException {
    store.close();
    Path format = folder.resolve("store/format");
    Files.writeString(format, Files.readString(format).replace("format 1", "format 2"));

    assertRefused(folder.resolve("store"), ChainMaker.NETWORK, StoreFault.STORE_NEWER);

    Files.writeString(format, "cairn store\nformat 3\nwhatever comes then\n");
    assertRefused(folder.resolve("store"), ChainMaker.NETWORK, StoreFault.STORE_NEWER);
  }

  @Test
  void refusesAStoreThatIsOpenAlready() {
    assertRefused(folder.resolve("store"), ChainMaker.NETWORK, StoreFault.DATA_IN_USE);
  }

  @Test
  void refusesAFolderThatCannotBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertRefused(folder.resolve("none/store"), ChainMaker.NETWORK, StoreFault.DATA_UNUSABLE);
    assertRefused(file, ChainMaker.NETWORK, StoreFault.DATA_UNUSABLE);
    assertRefused(file.resolve("store"), ChainMaker.NETWORK, StoreFault.DATA_UNUSABLE);
    assertRefused(folder.resolve("x".repeat(256)), ChainMaker.NETWORK, StoreFault.DATA_UNUSABLE);
    assertRefused(folder.resolve("\ud83e\udea8"), ChainMaker.NETWORK, StoreFault.DATA_UNUSABLE);
  }

  @Test
  void takesAnyOtherName() throws IOException {
    for (String name : List.of("with spaces", "ümläut 中", "x".repeat(255), "%s'\"$")) {
      Path directory = folder.resolve(name);
      try (NodeStore made = NodeStore.open(directory, ChainMaker.NETWORK)) {
        made.commit(ChainMaker.genesis());
      }
      try (NodeStore again = NodeStore.open(directory, ChainMaker.NETWORK)) {
        assertThat(again.tip()).contains(ChainMaker.GENESIS.hash());
      }
    }
  }

  @Test
  void refusesAStoreOfWhichAPartIsGone() throws IOException {
    store.commit(ChainMaker.genesis());
    store.close();
    for (Path file : Folders.filesIn(folder.resolve("store"))) {
      Path copy = folder.resolve("copy");
      Folders.copy(folder.resolve("store"), copy);
      Files.delete(copy.resolve(folder.resolve("store").relativize(file)));
      String name = file.getFileName().toString();
      if (name.matches("format|mark|CURRENT|MANIFEST.*|.*\\.log")) {
        assertRefused(copy, ChainMaker.NETWORK, StoreFault.STORE_DAMAGED);
      } else {
        try (NodeStore whole = NodeStore.open(copy, ChainMaker.NETWORK)) {
          assertThat(whole.tip()).as("without %s", file).isPresent();
        }
      }
      Folders.delete(copy);
    }
  }

  private static void assertRefused(Path directory, NetworkParameters network, StoreFault fault) {
    StoreException refused =
        catchThrowableOfType(
            StoreException.class, () -> NodeStore.open(directory, network).close());
    assertThat(refused).as("%s", directory).isNotNull();
    assertThat(refused.fault()).as("%s", refused.getMessage()).isEqualTo(fault);
    assertThat(refused).hasMessageContaining(directory.getFileName().toString());
  }

  // Views.

  @Test
  void answersNothingAfterClosing() {
    store.commit(ChainMaker.genesis());
    ChainMaker.Made made = maker.child(ChainMaker.GENESIS, 1);
    store.commit(ChainMaker.connect(made));
    StateView state = store.state();
    Bytes key = Bytes.of((byte) 0xff);
    assertThat(state.get(ChainMaker.COUNTED, key)).isPresent();
    Transaction transaction = maker.transaction();

    store.close();
    store.close(); // a second time does nothing

    assertThat(state.digest()).isNotNull();
    for (Runnable call :
        List.<Runnable>of(
            () -> state.get(ChainMaker.COUNTED, key),
            () -> state.ceiling(ChainMaker.COUNTED, Bytes.EMPTY),
            () -> store.state(),
            () -> store.tip(),
            () -> store.header(made.chained().hash()),
            () -> store.headersFrom(Height.GENESIS),
            () -> store.condemned(),
            () -> store.commit(ChainMaker.connect(made)),
            () -> store.keep(List.of(transaction)),
            () -> store.kept(),
            () -> store.forget(List.of(transaction.id())),
            () -> store.record(Sha256Digest.ZERO))) {
      assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void survivesBeingClosedWhileOthersRead() throws Exception {
    store.commit(ChainMaker.genesis());
    store.commit(ChainMaker.connect(maker.child(ChainMaker.GENESIS, 1)));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            pool.submit(
                () ->
                    assertThatThrownBy(
                            () -> {
                              while (true) {
                                store.state().ceiling(ChainMaker.COUNTED, Bytes.EMPTY);
                                store.tip();
                              }
                            })
                        .isInstanceOf(IllegalStateException.class)));
      }
      ChainMaker.Made last = maker.child(ChainMaker.GENESIS, 3);
      store.commit(ChainMaker.move(List.of(last), List.of(), List.of(last)));
      store.close();
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  // Bulk.

  @Test
  void hasAllCommitsOnDiskWhenBulkEnds() throws IOException {
    store.commit(ChainMaker.genesis());
    store.setBulk(true);
    long before = mark();
    ChainedHeader tip = ChainMaker.GENESIS;
    for (int i = 0; i < NodeStore.BULK_COMMITS - 1; i++) {
      ChainMaker.Made made = maker.child(tip, 0);
      store.commit(ChainMaker.connect(made));
      tip = made.chained();
    }
    assertThat(mark()).isEqualTo(before);

    ChainMaker.Made made = maker.child(tip, 0);
    store.commit(ChainMaker.connect(made));
    long afterEight = mark();
    assertThat(afterEight).isGreaterThan(before);

    store.commit(ChainMaker.connect(maker.child(made.chained(), 0)));
    assertThat(mark()).isEqualTo(afterEight);
    store.setBulk(false);
    assertThat(mark()).isGreaterThan(afterEight);
  }

  /** Up to which change the store says that all is on disk. */
  private long mark() throws IOException {
    return java.nio.ByteBuffer.wrap(Files.readAllBytes(folder.resolve("store/mark"))).getLong(8);
  }
}
