package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The part of {@link ChainStoreContract} that is about headers, bodies and undo data. */
abstract class StoredBlocksContract extends StoreUnderTest {

  StoredBlocksContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  void keepsTheGenesisWithoutABody() {
    commitGenesis(set(0, KEY, "-", "01"));

    alsoReopened(
        () -> {
          assertThat(store.tip()).contains(GENESIS.hash());
          assertThat(store.hashAt(Height.GENESIS)).contains(GENESIS.hash());
          assertThat(store.header(GENESIS.hash())).contains(new StoredHeader(GENESIS, 0, 0));
          assertThat(store.block(GENESIS.hash())).isEmpty();
          assertThat(store.undo(GENESIS.hash())).isEmpty();
          assertThat(store.state().get(0, KEY)).contains(Bytes.ofHex("01"));
        });
  }

  @Test
  void givesBackEachPartOfAnUpdate() {
    commitGenesis(StateChanges.NONE);
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    StateChanges changes = set(7, KEY, "-", "02");
    Condemnation condemnation = condemnation(9);

    commit(
        update()
            .whole(block, 1)
            .undo(block.hash(), changes.inverse())
            .condemned(condemnation)
            .tip(block.chained(), changes));

    alsoReopened(
        () -> {
          assertThat(store.tip()).contains(block.hash());
          assertThat(store.header(block.hash())).contains(block.header(1));
          assertThat(store.block(block.hash())).contains(block.block());
          assertThat(store.undo(block.hash())).contains(changes.inverse());
          assertThat(store.hashAt(new Height(1))).contains(block.hash());
          assertThat(store.hashAt(new Height(0))).contains(GENESIS.hash());
          assertThat(store.hashAt(new Height(2))).isEmpty();
          assertThat(store.state().get(7, KEY)).contains(Bytes.ofHex("02"));
          assertThat(store.condemned()).containsExactly(condemnation);
        });
  }

  @Test
  void keepsEveryFieldOfAHeader() {
    Work most = Work.of(BigInteger.ONE.shiftLeft(288).subtract(BigInteger.ONE));
    List<StoredHeader> headers =
        List.of(
            new StoredHeader(
                new ChainedHeader(
                    header(-1, 0xffff_ffffL, -1, -1),
                    Height.MAX,
                    most,
                    new CompactBits(-1),
                    new CompactBits(-2)),
                Long.MAX_VALUE,
                Long.MAX_VALUE),
            new StoredHeader(
                new ChainedHeader(
                    header(0, 0, 0, 0),
                    Height.GENESIS,
                    Work.ZERO,
                    new CompactBits(0),
                    new CompactBits(1)),
                StoredHeader.NONE,
                StoredHeader.NONE),
            new StoredHeader(
                new ChainedHeader(
                    header(0x20000000, 1, 0x207fffff, Integer.MIN_VALUE),
                    new Height(0x8000_0000L),
                    Work.of(BigInteger.ONE.shiftLeft(255)),
                    new CompactBits(Integer.MIN_VALUE),
                    new CompactBits(0x1e0fffff)),
                0,
                StoredHeader.NONE),
            new StoredHeader(
                new ChainedHeader(
                    header(0x20000000, 2, 0x207fffff, 3),
                    new Height(255),
                    Work.of(BigInteger.valueOf(128)),
                    new CompactBits(3),
                    new CompactBits(4)),
                1,
                0));
    UpdateBuilder update = update();
    headers.forEach(update::header);

    commit(update);

    alsoReopened(
        () -> {
          for (StoredHeader header : headers) {
            StoredHeader found = store.header(header.chained().hash()).orElseThrow();
            assertThat(found).isEqualTo(header);
            assertThat(found.chained().header().toArray())
                .isEqualTo(header.chained().header().toArray());
          }
          assertThat(store.headersFrom(Height.GENESIS))
              .containsExactly(headers.get(1), headers.get(3), headers.get(2), headers.get(0));
        });
  }

  private static BlockHeader header(int version, long time, int bits, int nonce) {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) -1);
    return new BlockHeader(
        version,
        BlockHash.of(ones),
        MerkleRoot.of(ones),
        new Timestamp(time),
        new CompactBits(bits),
        nonce);
  }

  @Test
  void replacesAHeaderAndLeavesTheRestOfTheBlock() {
    commitGenesis(StateChanges.NONE);
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    StateChanges undo = set(7, KEY, "01", "-");
    commit(
        update()
            .header(new StoredHeader(block.chained(), 5, StoredHeader.NONE))
            .block(block.block())
            .undo(block.hash(), undo));

    commit(update().header(new StoredHeader(block.chained(), 5, 6)));

    alsoReopened(
        () -> {
          StoredHeader replaced = new StoredHeader(block.chained(), 5, 6);
          assertThat(store.header(block.hash())).contains(replaced);
          assertThat(store.headersFrom(new Height(1))).containsExactly(replaced);
          assertThat(store.block(block.hash())).contains(block.block());
          assertThat(store.undo(block.hash())).contains(undo);
        });
  }

  @Test
  void keepsAHeaderThatHasNoBody() {
    commitGenesis(StateChanges.NONE);
    StoredBlock parent = StoredBlock.on(GENESIS, 1);
    StoredBlock child = parent.child(1);
    StoredHeader bare = new StoredHeader(parent.chained(), StoredHeader.NONE, StoredHeader.NONE);
    commit(
        update()
            .header(bare)
            .header(new StoredHeader(child.chained(), 1, StoredHeader.NONE))
            .block(child.block()));

    alsoReopened(
        () -> {
          assertThat(store.header(parent.hash())).contains(bare);
          assertThat(store.block(parent.hash())).isEmpty();
          assertThat(store.block(child.hash())).contains(child.block());
        });

    commit(update().whole(parent, 2)); // its body comes later
    alsoReopened(() -> assertThat(store.block(parent.hash())).contains(parent.block()));
  }

  @Test
  void keepsBodiesOfAnySizeByteForByte() {
    commitGenesis(StateChanges.NONE);
    StoredBlock many = StoredBlock.on(GENESIS, 1, transactions(300, 0));
    StoredBlock large = StoredBlock.on(GENESIS, 2, transactions(3, 1_000_000));
    StoredBlock least = StoredBlock.on(GENESIS, 3);
    commit(update().whole(many, 1).whole(large, 2).whole(least, 3));

    alsoReopened(
        () -> {
          for (StoredBlock block : List.of(many, large, least)) {
            assertThat(store.block(block.hash()).orElseThrow().encode())
                .isEqualTo(block.block().encode());
          }
        });
  }

  private static Transaction[] transactions(int count, int payloadBytes) {
    KeyPair sender = DevKey.keyPair();
    Transaction[] transactions = new Transaction[count];
    for (int i = 0; i < count; i++) {
      transactions[i] =
          Transaction.sign(
              sender,
              NetworkParameters.dev().id(),
              i,
              new Amount(1),
              new Payload(1024, Bytes.of(new byte[payloadBytes])));
    }
    return transactions;
  }

  @Test
  void keepsBlocksOutsideTheActiveChain() {
    commitGenesis(StateChanges.NONE);
    StoredBlock active = extend(GENESIS, 1, 1).get(0);
    StoredBlock side = StoredBlock.on(GENESIS, 2);
    StateChanges undo = set(7, KEY, "01", "-");
    commit(update().whole(side, 2).undo(side.hash(), undo));

    alsoReopened(
        () -> {
          assertThat(store.header(side.hash())).contains(side.header(2));
          assertThat(store.block(side.hash())).contains(side.block());
          assertThat(store.undo(side.hash())).contains(undo);
          assertThat(store.hashAt(new Height(1))).contains(active.hash());
          assertThat(store.tip()).contains(active.hash());
        });
  }

  @Test
  void tellsUndoDataWithoutChangesFromNone() {
    commitGenesis(StateChanges.NONE);
    StoredBlock without = StoredBlock.on(GENESIS, 1);
    StoredBlock with = StoredBlock.on(GENESIS, 2);
    commit(update().whole(without, 1).whole(with, 2).undo(with.hash(), StateChanges.NONE));

    alsoReopened(
        () -> {
          assertThat(store.undo(without.hash())).isEmpty();
          assertThat(store.undo(with.hash())).contains(StateChanges.NONE);
        });
  }

  @Test
  void keepsUndoDataWithEveryKindOfChange() {
    StateChanges undo =
        new StateChanges(
            List.of(
                change(0, Bytes.EMPTY, "-", ""),
                change(0, KEY, "", "-"),
                change(1, Bytes.EMPTY, "00", "0000"),
                change(Long.MAX_VALUE, Bytes.of(new byte[100_000]), "ff", "fe")));
    StateChanges other = set(7, KEY, "01", "02");
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    commitGenesis(StateChanges.NONE);

    commit(update().whole(block, 1).undo(block.hash(), undo));
    alsoReopened(() -> assertThat(store.undo(block.hash())).contains(undo));

    commit(update().undo(block.hash(), other)); // replaced
    alsoReopened(() -> assertThat(store.undo(block.hash())).contains(other));
  }

  // Removing.

  @Test
  void keepsNothingOfARemovedBlock() {
    commitGenesis(StateChanges.NONE);
    StoredBlock active = extend(GENESIS, 1, 1).get(0);
    StoredBlock gone = StoredBlock.on(GENESIS, 2);
    StoredBlock sibling = StoredBlock.on(GENESIS, 3);
    StoredBlock child = gone.child(1);
    commit(
        update()
            .whole(gone, 2)
            .undo(gone.hash(), set(7, KEY, "01", "-"))
            .whole(sibling, 3)
            .undo(sibling.hash(), StateChanges.NONE)
            .whole(child, 4));

    commit(update().removed(gone.hash()).removed(child.hash()));

    alsoReopened(
        () -> {
          assertThat(store.header(gone.hash())).isEmpty();
          assertThat(store.block(gone.hash())).isEmpty();
          assertThat(store.undo(gone.hash())).isEmpty();
          assertThat(store.header(child.hash())).isEmpty();
          assertThat(store.headersFrom(new Height(1)))
              .containsExactlyInAnyOrder(active.header(1), sibling.header(3));
          assertThat(store.block(sibling.hash())).contains(sibling.block());
          assertThat(store.undo(sibling.hash())).contains(StateChanges.NONE);
          assertThat(store.tip()).contains(active.hash());
          assertThat(store.hashAt(new Height(1))).contains(active.hash());
        });
  }

  @Test
  void storesAgainWhatWasRemovedWithoutWhatIsNotStoredAgain() {
    commitGenesis(StateChanges.NONE);
    StoredBlock block = StoredBlock.on(GENESIS, 1);
    commit(update().whole(block, 1).undo(block.hash(), StateChanges.NONE));
    commit(update().removed(block.hash()));

    commit(update().header(block.header(2)));

    alsoReopened(
        () -> {
          assertThat(store.header(block.hash())).contains(block.header(2));
          assertThat(store.headersFrom(new Height(1))).containsExactly(block.header(2));
          assertThat(store.block(block.hash())).isEmpty();
          assertThat(store.undo(block.hash())).isEmpty();
        });
  }

  @Test
  void removesWhatIsNotThereWithoutHarm() {
    commitGenesis(StateChanges.NONE);
    BlockHash unknown = StoredBlock.on(GENESIS, 1).hash();

    commit(update().removed(unknown).undoRemoved(unknown).pardoned(unknown));
    commit(update().undoRemoved(GENESIS.hash()));

    alsoReopened(
        () -> {
          assertThat(store.headersFrom(Height.GENESIS)).hasSize(1);
          assertThat(store.tip()).contains(GENESIS.hash());
        });
  }

  @Test
  void removesUndoDataAlone() {
    commitGenesis(StateChanges.NONE);
    List<StoredBlock> blocks = extend(GENESIS, 3, 1);
    StoredBlock old = blocks.get(0);

    commit(update().undoRemoved(old.hash()));

    alsoReopened(
        () -> {
          assertThat(store.undo(old.hash())).isEmpty();
          assertThat(store.undo(blocks.get(1).hash())).contains(StateChanges.NONE);
          assertThat(store.header(old.hash())).contains(old.header(1));
          assertThat(store.block(old.hash())).contains(old.block());
          assertThat(store.hashAt(new Height(1))).contains(old.hash());
        });
  }
}
