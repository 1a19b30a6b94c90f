package dev.cairn.core.chain;

import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** A store, and what the parts of its contract need to fill it. */
abstract class StoreUnderTest {

  static final ChainedHeader GENESIS = StoredBlock.GENESIS;

  static final Bytes KEY = Bytes.ofHex("6b");

  private final Supplier<ChainStore> fresh;
  private final UnaryOperator<ChainStore> reopening;

  ChainStore store;

  StoreUnderTest(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    this.fresh = fresh;
    this.reopening = reopening;
  }

  @BeforeEach
  void makeStore() {
    store = freshStore();
  }

  final ChainStore freshStore() {
    return fresh.get();
  }

  final void reopen() {
    store = reopening.apply(store);
  }

  /** Checks the store now, and once more after it was opened again. */
  final void alsoReopened(Runnable check) {
    check.run();
    reopen();
    check.run();
  }

  final void commit(UpdateBuilder update) {
    store.commit(update.build());
  }

  static UpdateBuilder update() {
    return new UpdateBuilder();
  }

  final void commitGenesis(StateChanges changes) {
    commit(update().header(new StoredHeader(GENESIS, 0, 0)).tip(GENESIS, changes));
  }

  /** Blocks on top of a parent, stored and connected one by one. */
  final List<StoredBlock> extend(ChainedHeader parent, int count, int label) {
    List<StoredBlock> blocks = new ArrayList<>();
    ChainedHeader tip = parent;
    for (int i = 0; i < count; i++) {
      StoredBlock block = StoredBlock.on(tip, label);
      tip = block.chained();
      blocks.add(block);
      commit(
          update()
              .whole(block, tip.height().value())
              .undo(block.hash(), StateChanges.NONE)
              .tip(tip, StateChanges.NONE));
    }
    return blocks;
  }

  static StateChanges set(long namespace, Bytes key, String before, String after) {
    return new StateChanges(List.of(change(namespace, key, before, after)));
  }

  /** A change between values in hexadecimal; "-" says that there is no entry. */
  static StateChange change(long namespace, Bytes key, String before, String after) {
    return new StateChange(namespace, key, value(before), value(after));
  }

  private static Optional<Bytes> value(String hex) {
    return hex.equals("-") ? Optional.empty() : Optional.of(Bytes.ofHex(hex));
  }

  static List<StoredBlock> branch(ChainedHeader parent, int count, int label) {
    List<StoredBlock> blocks = new ArrayList<>();
    ChainedHeader top = parent;
    for (int i = 0; i < count; i++) {
      blocks.add(StoredBlock.on(top, label));
      top = blocks.get(i).chained();
    }
    return blocks;
  }

  /** A value that says where it belongs. */
  static Bytes mark(long namespace, Bytes key) {
    return Bytes.ofHex("%016x".formatted(namespace) + key.toHex());
  }

  static Condemnation condemnation(int number) {
    return new Condemnation(
        StoredBlock.on(GENESIS, number).hash(),
        Rejection.of(Rule.WORK_BELOW_TARGET, "hash " + number, "at most the target"));
  }
}
