package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.CompactBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A block that is being rebuilt from its short ids. A short id that occurs twice in the block, or
 * that two candidates have, names nothing: such positions count as missing.
 */
final class PartialBlock {

  private final CompactBlock compact;
  private final ToLongFunction<TransactionId> shortIds;

  /** The short id and the transaction of each position but the coinbase's; the first has 1. */
  private final long[] ids;

  private final @Nullable Transaction[] found;

  private PartialBlock(CompactBlock compact, ToLongFunction<TransactionId> shortIds) {
    this.compact = compact;
    this.shortIds = shortIds;
    ids = ShortIds.decode(compact.shortIds());
    found = new @Nullable Transaction[ids.length];
  }

  /** Takes what it can from the candidates, none of which may come twice. */
  static PartialBlock of(CompactBlock compact, List<Transaction> candidates) {
    return of(compact, candidates, new ShortIds(compact.header(), compact.salt())::of);
  }

  /** The same with short ids of another kind. */
  static PartialBlock of(
      CompactBlock compact, List<Transaction> candidates, ToLongFunction<TransactionId> shortIds) {
    PartialBlock block = new PartialBlock(compact, shortIds);
    block.take(candidates);
    return block;
  }

  private void take(List<Transaction> candidates) {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    @Nullable Transaction[] matches = new @Nullable Transaction[sorted.length];
    boolean[] isAmbiguous = new boolean[sorted.length];
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        isAmbiguous[i] = true;
        isAmbiguous[i - 1] = true;
      }
    }
    for (Transaction candidate : candidates) {
      int at = Arrays.binarySearch(sorted, shortIds.applyAsLong(candidate.id()));
      if (at >= 0) {
        isAmbiguous[at] |= matches[at] != null;
        matches[at] = candidate;
      }
    }
    for (int i = 0; i < ids.length; i++) {
      int at = Arrays.binarySearch(sorted, ids[i]);
      found[i] = isAmbiguous[at] ? null : matches[at];
    }
  }

  BlockHash hash() {
    return compact.header().hash();
  }

  /** The positions in the block of what was not found, ascending. */
  List<Integer> missing() {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i] == null) {
        positions.add(i + 1);
      }
    }
    return positions;
  }

  /**
   * Puts in what was missing.
   *
   * @param delivered in the order of {@link #missing}
   * @return whether they are as many and have the short ids that were announced; otherwise nothing
   *     has changed
   */
  boolean fill(List<Transaction> delivered) {
    List<Integer> positions = missing();
    if (delivered.size() != positions.size()) {
      return false;
    }
    for (int i = 0; i < delivered.size(); i++) {
      if (shortIds.applyAsLong(delivered.get(i).id()) != ids[positions.get(i) - 1]) {
        return false;
      }
    }
    for (int i = 0; i < delivered.size(); i++) {
      found[positions.get(i) - 1] = delivered.get(i);
    }
    return true;
  }

  /**
   * The block, if nothing is missing and it is the one that the header commits to. If not, two
   * transactions have the same short id by chance, and nobody is to blame.
   */
  Optional<Block> complete() {
    List<Transaction> transactions = new ArrayList<>(found.length);
    for (@Nullable Transaction transaction : found) {
      if (transaction == null) {
        return Optional.empty();
      }
      transactions.add(transaction);
    }
    Block block = new Block(compact.header(), compact.coinbase(), transactions);
    MerkleTree.Result tree = MerkleTree.of(block.transactionIds());
    return tree.root().equals(compact.header().merkleRoot()) && !tree.mutated()
        ? Optional.of(block)
        : Optional.empty();
  }
}
