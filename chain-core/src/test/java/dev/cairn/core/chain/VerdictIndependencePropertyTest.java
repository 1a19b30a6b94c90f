package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Neither cache nor threads nor where a body was checked changes a verdict. */
class VerdictIndependencePropertyTest {

  private final ChainFixture fixture = new ChainFixture();

  private Chain chain(SignatureChecks signatures) {
    return Chain.open(
        fixture.parameters(),
        fixture.applications(),
        new InMemoryChainStore(),
        signatures,
        ChainLimits.DEFAULT);
  }

  private static SignatureCache cache(int capacity) {
    return new SignatureCache(capacity, 7);
  }

  @Test
  void everyWayOfCheckingGivesTheSameVerdicts() {
    Random random = Seeds.random("VerdictIndependencePropertyTest");
    Set<String> codes = new LinkedHashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < Seeds.rounds(4, 200); round++) {
        compare(blocks(random), threads).forEach(verdict -> codes.add(Verdicts.code(verdict)));
      }
      assertThat(codes).contains("SIGNATURE_INVALID", "SEQUENCE_MISMATCH", "BALANCE_TOO_LOW");
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Verdict> compare(List<Block> blocks, ExecutorService threads) {
    SignatureCache warm = cache(1 << 10);
    verdicts(chain(SignatureChecks.onCallersThread(warm)), blocks);
    Map<String, Chain> chains = new LinkedHashMap<>();
    chains.put("no cache", chain(SignatureChecks.onCallersThread(cache(0))));
    chains.put("small cache", chain(SignatureChecks.onCallersThread(cache(4))));
    chains.put("warm cache", chain(SignatureChecks.onCallersThread(warm)));
    chains.put("never runs", chain(new SignatureChecks(cache(64), task -> {}, 3)));
    chains.put("two threads", chain(new SignatureChecks(cache(64), threads, 3)));
    List<Verdict> expected = verdicts(chains.get("no cache"), blocks);
    Chain first = chains.get("no cache");
    chains.forEach(
        (name, chain) -> {
          if (chain != first) {
            assertThat(verdicts(chain, blocks)).as(name).isEqualTo(expected);
          }
          assertSameEnd(chain, first);
        });
    Chain elsewhere = chain(SignatureChecks.onCallersThread(cache(0)));
    assertThat(verdictsCheckedElsewhere(elsewhere, blocks)).isEqualTo(expected);
    assertSameEnd(elsewhere, first);
    return expected;
  }

  private static void assertSameEnd(Chain chain, Chain other) {
    assertThat(chain.tip().hash()).isEqualTo(other.tip().hash());
    assertThat(chain.tip().state().digest()).isEqualTo(other.tip().state().digest());
  }

  private static List<Verdict> verdicts(Chain chain, List<Block> blocks) {
    List<Verdict> verdicts = new ArrayList<>();
    blocks.forEach(block -> verdicts.add(chain.submitBlock(block, LATER)));
    return verdicts;
  }

  private List<Verdict> verdictsCheckedElsewhere(Chain chain, List<Block> blocks) {
    List<BlockRules.Isolation> judged =
        blocks.stream().map(block -> chain.rules().checkInIsolation(block)).toList();
    List<Verdict> verdicts = new ArrayList<>();
    judged.forEach(isolation -> verdicts.add(chain.submitBlock(isolation, Origin.LOCAL, LATER)));
    return verdicts;
  }

  /** A chain of blocks of which every third or so is followed by a faulty sibling. */
  private List<Block> blocks(Random random) {
    List<Block> blocks = new ArrayList<>();
    List<Transaction> seen = new ArrayList<>();
    BlockHash tip = fixture.genesis();
    for (int i = 0; i < 12; i++) {
      Transaction[] transfers = transfers(tip, random, 1 + random.nextInt(14));
      seen.addAll(List.of(transfers));
      Block good = fixture.on(tip).with(transfers).mine();
      Block faulty = faulty(tip, transfers, seen, random);
      blocks.add(random.nextInt(4) > 0 ? faulty : good);
      blocks.add(blocks.contains(faulty) ? good : faulty);
      tip = good.hash();
    }
    return blocks;
  }

  private Transaction[] transfers(BlockHash tip, Random random, int count) {
    int from = random.nextInt(4);
    long sequence = fixture.at(tip).account(ChainFixture.key(from)).sequence();
    Transaction[] transfers = new Transaction[count];
    for (int i = 0; i < count; i++) {
      transfers[i] =
          fixture.transfer(from, random.nextInt(9), 1 + random.nextInt(99), sequence + i, 1);
    }
    return transfers;
  }

  private Block faulty(
      BlockHash tip, Transaction[] transfers, List<Transaction> seen, Random random) {
    DraftBlock draft = fixture.on(tip);
    List<Transaction> all = new ArrayList<>(List.of(transfers));
    int place = random.nextInt(all.size());
    switch (random.nextInt(5)) {
      case 0 -> all.set(place, forged(all.get(place)));
      case 1 -> {
        all.set(place, forged(all.get(place)));
        all.set(all.size() - 1, forged(all.get(all.size() - 1)));
      }
      case 2 -> all.add(place, seen.get(random.nextInt(seen.size())));
      case 3 -> all.add(place, fixture.transfer(5, 6, 1L << 61, 0, 1));
      default -> all.add(forged(seen.get(random.nextInt(seen.size()))));
    }
    return draft.withUnchecked(all.toArray(new Transaction[0])).mine();
  }

  private static Transaction forged(Transaction transaction) {
    byte[] bytes = transaction.encode().toArray();
    bytes[bytes.length - 40] ^= 4;
    return Transaction.decode(Bytes.of(bytes)).value();
  }
}
