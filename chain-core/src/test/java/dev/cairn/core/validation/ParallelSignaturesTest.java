package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.TestBlock;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason does not depend on who checks signatures, on how many threads, in which order. */
class ParallelSignaturesTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final ExecutorService POOL = Executors.newFixedThreadPool(3);
  private static final int COUNT = 24;
  private static final List<Transaction> RIGHT = right();

  @AfterAll
  static void endThreads() {
    POOL.shutdownNow();
  }

  private static List<Transaction> right() {
    List<Transaction> right = new ArrayList<>();
    for (int sequence = 0; sequence < COUNT; sequence++) {
      right.add(new Transactions(DEV).record(sequence));
    }
    return right;
  }

  /** Positions, from 1 on, of a broken signature and of a payload that is refused. */
  @ParameterizedTest
  @CsvSource({
    "2, 3, SIGNATURE_INVALID transaction 2",
    "3, 2, RECORD_FORM_UNKNOWN transaction 2",
    "2, 2, RECORD_FORM_UNKNOWN transaction 2",
    "1, 24, SIGNATURE_INVALID transaction 1",
    "24, 1, RECORD_FORM_UNKNOWN transaction 1",
    "23, 24, SIGNATURE_INVALID transaction 23",
    "24, 23, RECORD_FORM_UNKNOWN transaction 23"
  })
  void reportsTheLowestPositionWhateverIsCheaper(int signature, int payload, String verdict) {
    List<Transaction> transactions = new ArrayList<>(RIGHT);
    transactions.set(payload - 1, new Transactions(DEV).withPayload(payload - 1, 2));
    transactions.set(signature - 1, TestBlock.withBrokenSignature(transactions.get(signature - 1)));
    Block block = block(transactions);

    assertThat(Judgement.of(DEV, block)).isEqualTo(verdict);
    assertThat(Judgement.of(DEV, block, inParallel(0))).isEqualTo(verdict);
  }

  @Test
  void saysTheSameOnManyThreads() {
    Random random = Seeds.random("saysTheSameOnManyThreads");
    SignatureChecks remembering = inParallel(64);
    for (int round = 0; round < Seeds.rounds(60, 5000); round++) {
      List<Transaction> transactions = new ArrayList<>(RIGHT);
      int lowest = COUNT;
      for (int wrong = random.nextInt(4); wrong > 0; wrong--) {
        int index = random.nextInt(COUNT);
        transactions.set(index, TestBlock.withBrokenSignature(RIGHT.get(index)));
        lowest = Math.min(lowest, index);
      }
      String expected =
          lowest == COUNT ? Judgement.ACCEPTED : "SIGNATURE_INVALID transaction " + (lowest + 1);
      Block block = block(transactions);
      assertThat(Judgement.of(DEV, block, inParallel(0))).isEqualTo(expected);
      assertThat(Judgement.of(DEV, block, remembering)).as("with a cache").isEqualTo(expected);
    }
  }

  @Test
  void needsNobodyElse() {
    SignatureChecks refused = new SignatureChecks(new SignatureCache(0, 0), task -> {}, 4);
    List<Transaction> transactions = new ArrayList<>(RIGHT);
    transactions.set(COUNT - 1, TestBlock.withBrokenSignature(RIGHT.get(COUNT - 1)));

    assertThat(Judgement.of(DEV, block(transactions), refused))
        .isEqualTo("SIGNATURE_INVALID transaction 24");
    assertThat(Judgement.of(DEV, block(Collections.emptyList()), refused))
        .isEqualTo(Judgement.ACCEPTED);
  }

  private static SignatureChecks inParallel(int cacheCapacity) {
    return new SignatureChecks(new SignatureCache(cacheCapacity, 1), POOL, 4);
  }

  private static Block block(List<Transaction> transactions) {
    return TestBlock.onGenesis(DEV).with(transactions.toArray(Transaction[]::new)).seal();
  }
}
