package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.TransactionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any time has lost nothing that it acknowledged. */
class StoreCrashTest {

  @TempDir Path folder;

  /** The block of each height; the same in both processes. */
  private static ChainMaker.Made block(ChainedHeader parent) {
    long height = parent.height().value() + 1;
    return new ChainMaker(height).child(parent, (int) (height % 4));
  }

  /** Commits one block after the other and says so, and keeps transactions meanwhile. */
  static final class Committer {
    private Committer() {}

    public static void main(String[] arguments) throws IOException {
      try (NodeStore store = NodeStore.open(Path.of(arguments[0]), ChainMaker.NETWORK)) {
        if (store.tip().isEmpty()) {
          store.commit(ChainMaker.genesis());
        }
        store.setBulk(arguments[1].equals("bulk"));
        ChainedHeader tip = store.tip().flatMap(store::header).orElseThrow().chained();
        ChainMaker maker = new ChainMaker(1_000_000_007L * tip.height().value() + 1);
        Thread keeper = new Thread(() -> keep(store, maker));
        keeper.setDaemon(true);
        keeper.start();
        while (true) {
          ChainMaker.Made made = block(tip);
          store.commit(ChainMaker.connect(made));
          tip = made.chained();
          say("block " + tip.height());
        }
      }
    }

    private static void keep(NodeStore store, ChainMaker maker) {
      while (true) {
        Transaction transaction = maker.transaction();
        store.keep(List.of(transaction));
        say("kept " + transaction.id());
      }
    }

    private static void say(String line) {
      synchronized (System.out) {
        System.out.println(line);
        System.out.flush();
      }
    }
  }

  @Test
  @Timeout(3600)
  void losesNothingThatWasAcknowledgedWhenItIsKilled() throws Exception {
    Random random = Seeds.random("losesNothingThatWasAcknowledgedWhenItIsKilled");
    Path directory = folder.resolve("store");
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < Seeds.rounds(10, 300); kill++) {
      String mode = random.nextInt(3) == 0 ? "bulk" : "single";
      try (ChildJvm child = ChildJvm.start(Committer.class, directory.toString(), mode)) {
        int lines = 1 + random.nextInt(60);
        for (int i = 0; i < lines; i++) {
          acknowledged.add(child.line().orElseThrow());
        }
        acknowledged.addAll(child.kill());
      }
      assertHasAll(directory, acknowledged);
    }
  }

  private static void assertHasAll(Path directory, List<String> acknowledged) throws IOException {
    long height = 0;
    List<String> ids = new ArrayList<>();
    for (String line : acknowledged) {
      if (line.matches("block [0-9]+")) {
        height = Math.max(height, Long.parseLong(line.substring(6)));
      } else if (line.matches("kept [0-9a-f]{64}")) { // the last one may have been cut off
        ids.add(line.substring(5));
      }
    }
    try (NodeStore store = NodeStore.open(directory, ChainMaker.NETWORK)) {
      List<String> kept =
          store.kept().stream().map(Transaction::id).map(TransactionId::toString).toList();
      assertThat(kept).containsAll(ids);
      assertChain(store, height);
      store.forget(store.kept().stream().map(Transaction::id).toList());
      acknowledged.removeIf(line -> line.startsWith("kept "));
    }
  }

  /** Requires the chain up to this height or more, and its state and indexes. */
  private static void assertChain(NodeStore store, long height) {
    ChainedHeader tip = ChainMaker.GENESIS;
    StateMap state = StateMap.EMPTY;
    while (store.hashAt(tip.height().next()).isPresent()) {
      ChainMaker.Made made = block(tip);
      tip = made.chained();
      state = state.with(made.changes());
      assertThat(store.hashAt(tip.height())).contains(tip.hash());
      assertThat(store.block(tip.hash())).contains(made.block());
      assertThat(store.undo(tip.hash())).contains(made.changes().inverse());
      int index = 0;
      for (TransactionId id : made.block().transactionIds()) {
        assertThat(store.transaction(id))
            .contains(new TransactionPlace(id, tip.hash(), tip.height(), index++));
      }
    }
    assertThat(tip.height()).isGreaterThanOrEqualTo(new Height(height));
    assertThat(store.tip()).isEqualTo(Optional.of(tip.hash()));
    assertThat(store.state().digest()).isEqualTo(state.digest());
    assertThat(store.headersFrom(Height.GENESIS)).hasSize((int) tip.height().value() + 1);
  }
}
