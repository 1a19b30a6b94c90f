package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A tree of blocks with random transfers, and what fork choice has to make of it. */
final class RandomTree {

  final ChainFixture fixture;
  final List<Block> blocks = new ArrayList<>();

  /** Blocks that break a rule which needs the state; their descendants are not here. */
  final Set<BlockHash> faulty = new LinkedHashSet<>();

  private final Random random;
  private final Map<BlockHash, Boolean> valid = new LinkedHashMap<>();

  /**
   * @param faults how many in a hundred blocks are faulty; others may be built on them
   */
  RandomTree(ChainFixture fixture, Random random, int size, int faults) {
    this.fixture = fixture;
    this.random = random;
    valid.put(fixture.genesis(), true);
    for (int i = 0; i < size; i++) {
      BlockHash parent = i == 0 ? fixture.genesis() : pickParent();
      Block block = grow(parent, random.nextInt(100) < faults);
      blocks.add(block);
      valid.put(block.hash(), valid.getOrDefault(parent, false) && !faulty.contains(block.hash()));
    }
  }

  private BlockHash pickParent() {
    int back = random.nextInt(10) < 7 ? 1 : 1 + random.nextInt(Math.min(6, blocks.size()));
    return blocks.get(blocks.size() - back).hash();
  }

  private Block grow(BlockHash parent, boolean fault) {
    DraftBlock draft = fixture.on(parent).secondsAfterParent(random.nextInt(40));
    Tip base = fixture.at(parent);
    int from = random.nextInt(ChainFixture.KEYS);
    PublicKey sender = ChainFixture.key(from);
    long sequence = base.account(sender).sequence();
    long balance = base.account(sender).balance().units();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      long amount = 1 + random.nextInt((int) Math.max(1, balance / 8));
      int to = random.nextInt(ChainFixture.KEYS + 4);
      if (balance > 4 * amount) {
        draft.with(fixture.transfer(from, to, amount, sequence++, 1 + random.nextInt(5)));
        balance /= 4;
      }
    }
    draft.to(ChainFixture.key(random.nextInt(ChainFixture.KEYS + 4)));
    if (fault) {
      breakRule(draft, from, sequence);
    }
    Block block = draft.mine();
    if (fault) {
      faulty.add(block.hash());
    }
    return block;
  }

  private void breakRule(DraftBlock draft, int from, long sequence) {
    switch (random.nextInt(3)) {
      case 0 -> draft.withUnchecked(transfer(from, sequence + 1, 1));
      case 1 -> draft.withUnchecked(transfer(from, sequence, 1L << 61));
      default ->
          draft.withCoinbase(
              old ->
                  new Coinbase(
                      old.height(),
                      old.extraNonce(),
                      old.recipient(),
                      old.reward().plus(new Amount(1)),
                      old.stateRoot(),
                      old.message()));
    }
  }

  private Transaction transfer(int from, long sequence, long amount) {
    return fixture.transfer(from, 0, amount, sequence, 1);
  }

  /** Whether neither the block nor an ancestor is faulty. */
  boolean isValid(BlockHash hash) {
    return valid.getOrDefault(hash, false);
  }

  private Work workOf(Block block) {
    return fixture.at(block.hash()).header().work();
  }

  /** The most work of a valid branch. */
  Work mostWork() {
    return blocks.stream()
        .filter(block -> isValid(block.hash()))
        .map(this::workOf)
        .max(Work::compareTo)
        .orElse(Work.ZERO);
  }

  /** The only valid block with the most work; empty when there are several, or none. */
  Optional<Block> winner() {
    Work most = mostWork();
    List<Block> best =
        blocks.stream()
            .filter(block -> isValid(block.hash()) && workOf(block).equals(most))
            .toList();
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }
}
