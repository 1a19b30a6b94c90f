package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.DraftBlock;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.CompactBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartialBlockTest {

  private static final long SALT = 99;

  private final ChainFixture fixture = new ChainFixture();
  private final List<Transaction> transactions =
      IntStream.range(0, 8).mapToObj(i -> fixture.transfer(i, 0, 1, 0, 1)).toList();
  private final Block block =
      fixture.on(fixture.genesis()).with(transactions.toArray(new Transaction[0])).mine();
  private final CompactBlock compact = ShortIds.announcement(block, SALT);

  private static List<Transaction> at(Block block, List<Integer> positions) {
    return positions.stream().map(position -> block.transactions().get(position - 1)).toList();
  }

  /** A compact block with short ids of so few bits that they collide. */
  private CompactBlock withTinyIds(ToLongFunction<TransactionId> tiny) {
    byte[] ids = new byte[transactions.size() * CompactBlock.SHORT_ID_BYTES];
    for (int i = 0; i < transactions.size(); i++) {
      ids[i * CompactBlock.SHORT_ID_BYTES] =
          (byte) tiny.applyAsLong(block.transactions().get(i).id());
    }
    return new CompactBlock(block.header(), SALT, block.coinbase(), Bytes.of(ids));
  }

  @Test
  void isCompleteWhenAllAreKnown() {
    List<Transaction> candidates = new ArrayList<>(transactions);
    candidates.add(fixture.transfer(0, 1, 1, 1, 1));
    Collections.reverse(candidates);
    PartialBlock partial = PartialBlock.of(compact, candidates);
    assertThat(partial.missing()).isEmpty();
    assertThat(partial.complete()).contains(block);
  }

  @Test
  void missesWhatIsNotKnown() {
    List<Transaction> candidates = at(block, List.of(1, 2, 4, 5, 7, 8));
    PartialBlock partial = PartialBlock.of(compact, candidates);
    assertThat(partial.missing()).containsExactly(3, 6);
    assertThat(partial.complete()).isEmpty();
    assertThat(partial.fill(at(block, List.of(3, 6)))).isTrue();
    assertThat(partial.missing()).isEmpty();
    assertThat(partial.complete()).contains(block);
  }

  @Test
  void missesAllWhenNoneIsKnown() {
    PartialBlock partial = PartialBlock.of(compact, List.of());
    assertThat(partial.missing()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(partial.fill(block.transactions())).isTrue();
    assertThat(partial.complete()).contains(block);
  }

  @Test
  void rebuildsABlockWithoutTransactions() {
    Block empty = fixture.mine(fixture.genesis());
    PartialBlock partial =
        PartialBlock.of(ShortIds.announcement(empty, SALT), List.copyOf(transactions));
    assertThat(partial.missing()).isEmpty();
    assertThat(partial.complete()).contains(empty);
  }

  @Test
  void takesOnlyWhatWasMissing() {
    PartialBlock partial = PartialBlock.of(compact, at(block, List.of(1, 2, 4, 5, 7, 8)));
    assertThat(partial.fill(at(block, List.of(3)))).isFalse();
    assertThat(partial.fill(at(block, List.of(3, 6, 7)))).isFalse();
    assertThat(partial.fill(at(block, List.of(6, 3)))).isFalse();
    assertThat(partial.fill(at(block, List.of(3, 7)))).isFalse();
    assertThat(partial.missing()).containsExactly(3, 6);
    assertThat(partial.fill(at(block, List.of(3, 6)))).isTrue();
  }

  @Test
  void treatsAShortIdThatOccursTwiceAsMissing() {
    TransactionId first = block.transactions().get(0).id();
    TransactionId last = block.transactions().get(7).id();
    ToLongFunction<TransactionId> tiny =
        id -> id.equals(last) ? 1 : id.equals(first) ? 1 : position(id);
    PartialBlock partial = PartialBlock.of(withTinyIds(tiny), transactions, tiny);
    assertThat(partial.missing()).containsExactly(1, 8);
    assertThat(partial.fill(at(block, List.of(1, 8)))).isTrue();
    assertThat(partial.complete()).contains(block);
  }

  private int position(TransactionId id) {
    for (int i = 0; i < transactions.size(); i++) {
      if (block.transactions().get(i).id().equals(id)) {
        return i + 1;
      }
    }
    return 0;
  }

  @Test
  void treatsTwoCandidatesWithOneShortIdAsMissing() {
    Transaction other = fixture.transfer(0, 1, 1, 1, 1);
    ToLongFunction<TransactionId> tiny = id -> id.equals(other.id()) ? 4 : position(id);
    List<Transaction> candidates = new ArrayList<>(transactions);
    candidates.add(other);
    PartialBlock partial = PartialBlock.of(withTinyIds(tiny), candidates, tiny);
    assertThat(partial.missing()).containsExactly(4);
    assertThat(partial.fill(at(block, List.of(4)))).isTrue();
    assertThat(partial.complete()).contains(block);
  }

  @Test
  void isNotTheBlockWhenAnotherTransactionHasTheShortId() {
    Transaction other = fixture.transfer(0, 1, 1, 1, 1);
    ToLongFunction<TransactionId> tiny = id -> id.equals(other.id()) ? 4 : position(id);
    List<Transaction> candidates = new ArrayList<>(at(block, List.of(1, 2, 3, 5, 6, 7, 8)));
    candidates.add(other);
    PartialBlock partial = PartialBlock.of(withTinyIds(tiny), candidates, tiny);
    assertThat(partial.missing()).isEmpty();
    assertThat(partial.complete()).isEmpty();
  }

  /** CVE-2012-2459: the last of an odd number of ids, said twice, has the same root. */
  @Test
  void isNotTheBlockWhenItsTreeIsMutated() {
    Block even =
        new Block(block.header(), block.coinbase(), block.transactions().subList(0, 2)); // 3 leaves
    Block right = DraftBlock.sealed(even.header(), even.coinbase(), even.transactions());
    List<Transaction> doubled = new ArrayList<>(right.transactions());
    doubled.add(doubled.get(1));
    Block mutated = new Block(right.header(), right.coinbase(), doubled);
    CompactBlock announced = ShortIds.announcement(mutated, SALT);
    PartialBlock partial = PartialBlock.of(announced, right.transactions());
    assertThat(partial.missing()).containsExactly(2, 3);
    assertThat(partial.fill(List.of(doubled.get(1), doubled.get(2)))).isTrue();
    assertThat(partial.complete()).isEmpty();
  }

  @Test
  void givesTheBlockOrNothingWhateverCollides() {
    Random random = Seeds.random("givesTheBlockOrNothingWhateverCollides");
    int rebuilt = 0;
    int rounds = Seeds.rounds(300, 20_000);
    for (int round = 0; round < rounds; round++) {
      long modulus = 4 + random.nextInt(60);
      long salt = random.nextLong();
      ToLongFunction<TransactionId> tiny =
          id -> Math.floorMod(new ShortIds(block.header(), salt).of(id), modulus);
      List<Transaction> candidates = new ArrayList<>();
      transactions.stream().filter(unused -> random.nextInt(4) > 0).forEach(candidates::add);
      Collections.shuffle(candidates, random);
      PartialBlock partial = PartialBlock.of(withTinyIds(tiny), candidates, tiny);
      assertThat(partial.fill(at(block, partial.missing()))).isTrue();
      assertThat(partial.complete().orElse(block)).isEqualTo(block);
      rebuilt += partial.complete().isPresent() ? 1 : 0;
    }
    assertThat(rebuilt).isBetween(rounds / 10, rounds);
  }
}
