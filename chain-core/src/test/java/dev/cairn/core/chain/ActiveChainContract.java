package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateModel;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ChainStoreContract} that is about the active chain and the order of headers.
 */
abstract class ActiveChainContract extends StoreUnderTest {

  ActiveChainContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  void followsTheTipUpTheChain() {
    commitGenesis(StateChanges.NONE);
    List<StoredBlock> blocks = extend(GENESIS, 300, 1);

    alsoReopened(
        () -> {
          assertThat(store.tip()).contains(blocks.get(299).hash());
          blocks.forEach(
              block -> assertThat(store.hashAt(block.chained().height())).contains(block.hash()));
          assertThat(store.hashAt(new Height(301))).isEmpty();
          assertThat(store.hashAt(Height.MAX)).isEmpty();
        });
  }

  @Test
  void connectsSeveralBlocksAtOnce() {
    commitGenesis(StateChanges.NONE);
    StoredBlock first = StoredBlock.on(GENESIS, 1);
    StoredBlock second = first.child(1);
    commit(
        update()
            .whole(first, 1)
            .whole(second, 2)
            .tip(List.of(), List.of(first.chained(), second.chained()), set(7, KEY, "-", "01")));

    alsoReopened(() -> assertActive(GENESIS.hash(), first.hash(), second.hash()));
  }

  @Test
  void reorganisesToALongerChainOfTheSameHeightAndToAShorterOne() {
    commitGenesis(StateChanges.NONE);
    List<StoredBlock> old = extend(GENESIS, 4, 1);
    List<StoredBlock> other = branch(old.get(0).chained(), 5, 2);
    store(other);

    move(List.of(old.get(3), old.get(2), old.get(1)), other.subList(0, 4)); // longer
    alsoReopened(
        () ->
            assertActive(
                GENESIS.hash(),
                old.get(0).hash(),
                other.get(0).hash(),
                other.get(1).hash(),
                other.get(2).hash(),
                other.get(3).hash()));

    StoredBlock sibling = other.get(2).child(7);
    store(List.of(sibling));
    move(List.of(other.get(3)), List.of(sibling)); // the same height
    alsoReopened(
        () ->
            assertActive(
                GENESIS.hash(),
                old.get(0).hash(),
                other.get(0).hash(),
                other.get(1).hash(),
                other.get(2).hash(),
                sibling.hash()));

    StoredBlock heavy = StoredBlock.on(GENESIS, 3);
    store(List.of(heavy));
    move(
        List.of(sibling, other.get(2), other.get(1), other.get(0), old.get(0)),
        List.of(heavy)); // shorter
    alsoReopened(
        () -> {
          assertActive(GENESIS.hash(), heavy.hash());
          assertThat(store.block(old.get(3).hash())).contains(old.get(3).block());
          assertThat(store.header(sibling.hash())).isPresent();
        });

    move(List.of(heavy), old); // and back
    alsoReopened(
        () ->
            assertActive(
                GENESIS.hash(),
                old.get(0).hash(),
                old.get(1).hash(),
                old.get(2).hash(),
                old.get(3).hash()));
  }

  private void store(List<StoredBlock> blocks) {
    UpdateBuilder update = update();
    blocks.forEach(block -> update.whole(block, 100 + block.chained().height().value()));
    commit(update);
  }

  private void move(List<StoredBlock> disconnected, List<StoredBlock> connected) {
    commit(
        update()
            .tip(
                disconnected.stream().map(StoredBlock::chained).toList(),
                connected.stream().map(StoredBlock::chained).toList(),
                StateChanges.NONE));
  }

  /** Requires that the active chain has these blocks from height 0 on, and no more. */
  private void assertActive(BlockHash... hashes) {
    for (int height = 0; height < hashes.length; height++) {
      assertThat(store.hashAt(new Height(height))).contains(hashes[height]);
    }
    for (int height = hashes.length; height < hashes.length + 10; height++) {
      assertThat(store.hashAt(new Height(height))).isEmpty();
    }
    assertThat(store.tip()).contains(hashes[hashes.length - 1]);
  }

  // Headers by height.

  @Test
  void listsTheHeadersOfAllBranchesFromAHeightOn() {
    commitGenesis(StateChanges.NONE);
    List<StoredBlock> active = extend(GENESIS, 5, 1);
    List<StoredBlock> side = branch(active.get(0).chained(), 6, 2);
    List<StoredBlock> late = branch(active.get(3).chained(), 1, 3);
    store(late); // the order of arrival is not the order of height
    store(side);
    List<StoredHeader> all = new ArrayList<>();
    all.add(new StoredHeader(GENESIS, 0, 0));
    active.forEach(block -> all.add(block.header(block.chained().height().value())));
    side.forEach(block -> all.add(block.header(100 + block.chained().height().value())));
    late.forEach(block -> all.add(block.header(100 + block.chained().height().value())));

    alsoReopened(
        () -> {
          for (int lowest = 0; lowest <= 9; lowest++) {
            Height from = new Height(lowest);
            List<StoredHeader> found = store.headersFrom(from);
            assertThat(found)
                .as("from height %s", lowest)
                .containsExactlyInAnyOrderElementsOf(
                    all.stream()
                        .filter(header -> header.chained().height().compareTo(from) >= 0)
                        .toList());
            assertParentsFirst(found);
          }
          assertThat(store.headersFrom(new Height(7))).hasSize(1);
          assertThat(store.headersFrom(new Height(8))).isEmpty();
          assertThat(store.headersFrom(Height.MAX)).isEmpty();
        });
  }

  private static void assertParentsFirst(List<StoredHeader> headers) {
    List<BlockHash> hashes = headers.stream().map(header -> header.chained().hash()).toList();
    for (int i = 0; i < headers.size(); i++) {
      assertThat(hashes.indexOf(headers.get(i).chained().header().previous())).isLessThan(i);
    }
  }

  @Test
  void leavesAListThatItGaveAsItWas() {
    commitGenesis(StateChanges.NONE);
    ChainedHeader tip = extend(GENESIS, 3, 1).get(2).chained();
    commit(update().condemned(condemnation(1)));
    List<StoredHeader> headers = store.headersFrom(Height.GENESIS);
    List<Condemnation> condemned = store.condemned();

    extend(tip, 1, 2);
    commit(update().condemned(condemnation(2)));

    assertThat(headers).hasSize(4);
    assertThat(condemned).containsExactly(condemnation(1));
  }

  // Much of it.

  @Test
  void holdsThousandsOfBlocks() {
    int count = Seeds.rounds(2_000, 50_000);
    commitGenesis(StateChanges.NONE);
    List<StoredBlock> blocks = branch(GENESIS, count, 1);
    long number = 0;
    for (StoredBlock block : blocks) {
      number++;
      UpdateBuilder update =
          update()
              .whole(block, number)
              .undo(block.hash(), countTo(number).inverse())
              .tip(block.chained(), countTo(number));
      if (number > 1_000) {
        update.undoRemoved(blocks.get((int) number - 1_001).hash());
      }
      commit(update);
    }

    alsoReopened(
        () -> {
          assertThat(store.tip()).contains(blocks.get(count - 1).hash());
          assertThat(store.headersFrom(Height.GENESIS)).hasSize(count + 1);
          assertThat(store.headersFrom(new Height(count - 4)))
              .containsExactly(
                  blocks.get(count - 5).header(count - 4),
                  blocks.get(count - 4).header(count - 3),
                  blocks.get(count - 3).header(count - 2),
                  blocks.get(count - 2).header(count - 1),
                  blocks.get(count - 1).header(count));
          for (int i = 0; i < count; i++) {
            StoredBlock block = blocks.get(i);
            assertThat(store.hashAt(new Height(i + 1L))).contains(block.hash());
            assertThat(store.header(block.hash())).contains(block.header(i + 1L));
            assertThat(store.block(block.hash())).contains(block.block());
            assertThat(store.undo(block.hash()).isPresent()).isEqualTo(i >= count - 1_000);
          }
          assertThat(StateModel.entriesOf(store.state(), 7)).hasSize(count);
          assertThat(store.state().get(8, KEY)).contains(mark(count, KEY));
        });
  }

  /** One entry more in namespace 7, and the number of the last one in namespace 8. */
  private static StateChanges countTo(long number) {
    return new StateChanges(
        List.of(
            new StateChange(
                7, mark(number, Bytes.EMPTY), Optional.empty(), Optional.of(Bytes.EMPTY)),
            new StateChange(
                8,
                KEY,
                number == 1 ? Optional.empty() : Optional.of(mark(number - 1, KEY)),
                Optional.of(mark(number, KEY)))));
  }
}
