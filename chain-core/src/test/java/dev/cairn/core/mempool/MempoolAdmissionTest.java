package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.code;
import static dev.cairn.core.mempool.PoolFixture.record;
import static dev.cairn.core.mempool.PoolFixture.sender;
import static dev.cairn.core.mempool.PoolFixture.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MempoolAdmissionTest {

  /** What a block of 256 KiB has beside header 80, coinbase 98 + 64 and the count. */
  private static final int ROOM = (256 << 10) - 80 - 98 - 64 - 1;

  private final PoolFixture fixture = new PoolFixture();
  private final Mempool pool = fixture.pool;

  @Test
  void takesWhatFitsAnEmptyBlockAndNothingLarger() {
    assertThat(fixture.add(record(1, 0, 1_000_000, ROOM - 1))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 1, 1_000_000, ROOM))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 2, 1_000_000, ROOM + 1))).isEqualTo("TRANSACTION_TOO_LARGE");
  }

  @Test
  void takesSequencesFromTheAccountsOn() {
    fixture.account(1, 1_000, 5).connect(record(1, 4, 1));
    assertThat(fixture.add(record(1, 4, 1))).isEqualTo("SEQUENCE_USED");
    assertThat(fixture.add(record(1, 5, 1))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 6, 1))).isEqualTo("OK");
  }

  @Test
  void takesTheHighestSequenceThereIs() {
    fixture.addAll(record(1, Long.MAX_VALUE, 1), record(1, 0, 1));
    assertThat(fixture.sequences(1)).containsExactly(0L, Long.MAX_VALUE);
  }

  @Test
  void asksForTheMinimumFee() {
    assertThat(fixture.add(record(1, 0, 0))).isEqualTo("FEE_BELOW_MINIMUM");
    assertThat(fixture.add(record(1, 0, 1))).isEqualTo("OK");
    assertThat(fixture.add(record(2, 0, 2))).isEqualTo("OK");
  }

  @Test
  void asksForAmountAndFee() {
    fixture.account(1, 100, 0).account(2, 100, 0).account(3, 100, 0).connect();
    assertThat(fixture.add(transfer(1, 0, 10, 89))).isEqualTo("OK");
    assertThat(fixture.add(transfer(2, 0, 10, 90))).isEqualTo("OK");
    assertThat(fixture.add(transfer(3, 0, 10, 91))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(fixture.add(record(3, 0, 101))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(fixture.add(record(3, 0, 100))).isEqualTo("OK");
  }

  @Test
  void asksForAllThatComesBeforeToo() {
    fixture.account(1, 100, 0).connect();
    fixture.addAll(transfer(1, 0, 10, 30), transfer(1, 2, 10, 20));
    assertThat(fixture.add(transfer(1, 3, 10, 21))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(fixture.add(transfer(1, 3, 10, 20))).isEqualTo("OK");
  }

  @Test
  void doesNotWrapWhenAmountsAreHuge() {
    assertThat(fixture.add(transfer(1, 0, Long.MAX_VALUE, Long.MAX_VALUE)))
        .isEqualTo("BALANCE_TOO_LOW");
    fixture.addAll(transfer(1, 0, 1, PoolFixture.RICHES - 1));
    assertThat(fixture.add(transfer(1, 1, 1, Long.MAX_VALUE))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(fixture.add(record(1, 1, Long.MAX_VALUE))).isEqualTo("BALANCE_TOO_LOW");
  }

  @Test
  void letsGoOfLaterOnesThatCanNoLongerBePaid() {
    fixture.account(1, 100, 0).connect();
    fixture.addAll(transfer(1, 1, 10, 20), transfer(1, 2, 10, 20), transfer(1, 3, 1, 1));
    fixture.addAll(transfer(1, 0, 10, 60)); // leaves 30, all of which sequence 1 takes
    assertThat(fixture.sequences(1)).containsExactly(0L, 1L);
  }

  @Test
  void seesCoinsThatCameSince() {
    fixture.account(1, 10, 0).connect();
    fixture.addAll(record(1, 0, 10));
    fixture.account(1, 20, 0).connect(record(2, 0, 1)); // a block that paid sender 1
    fixture.addAll(record(1, 1, 10));
  }

  @Test
  void keeps64PerSender() {
    for (int i = 0; i < 64; i++) {
      fixture.addAll(record(1, i, 1));
    }
    assertThat(fixture.add(record(1, 64, 1_000))).isEqualTo("SENDER_HAS_TOO_MANY_PENDING");
    assertThat(fixture.add(record(1, 70, 1_000))).isEqualTo("SENDER_HAS_TOO_MANY_PENDING");
    assertThat(fixture.add(record(2, 0, 1))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 63, 1_000))).as("a replacement").isEqualTo("OK");
  }

  @Test
  void keeps16BeyondAGap() {
    fixture.addAll(record(1, 0, 1));
    for (int i = 0; i < 16; i++) {
      fixture.addAll(record(1, 2 + 2 * i, 1));
    }
    assertThat(fixture.add(record(1, 3, 1))).isEqualTo("SEQUENCE_GAP_TOO_WIDE");
    assertThat(fixture.add(record(1, 1_000, 1))).isEqualTo("SEQUENCE_GAP_TOO_WIDE");
    assertThat(fixture.add(record(1, 4, 1_000))).as("a replacement").isEqualTo("OK");
    assertThat(fixture.add(record(1, 1, 1))).as("the missing one").isEqualTo("OK");
    assertThat(fixture.add(record(1, 1_000, 1))).as("2 is in its place now").isEqualTo("OK");
    assertThat(fixture.add(record(1, 1_001, 1))).isEqualTo("SEQUENCE_GAP_TOO_WIDE");
  }

  @Test
  void missingOneTakesThePlaceOfTheLastBeyondTheGap() {
    PoolFixture small = new PoolFixture(new MempoolLimits(1 << 20, 3, 3, 1_000, 1));
    small.addAll(record(1, 1, 1), record(1, 2, 1), record(1, 3, 1));
    assertThat(small.add(record(1, 4, 1))).isEqualTo("SENDER_HAS_TOO_MANY_PENDING");
    small.addAll(record(1, 0, 1));
    assertThat(small.sequences(1)).containsExactly(0L, 1L, 2L);
    assertThat(small.add(record(1, 3, 1))).isEqualTo("SENDER_HAS_TOO_MANY_PENDING");
  }

  /** The sequences below 200 that are not there and have a place. */
  private List<Long> places() {
    return LongStream.range(0, 200)
        .filter(each -> !fixture.sequences(1).contains(each))
        .filter(each -> pool.hasPlaceFor(sender(1), each))
        .boxed()
        .toList();
  }

  @Test
  void hasPlacesForWhatCanBeTakenInOrder() {
    assertThat(places()).as("a stranger").hasSize(17).endsWith(16L);
    for (int i = 0; i < 60; i++) {
      fixture.addAll(record(1, i, 1));
    }
    assertThat(places()).containsExactly(60L, 61L, 62L, 63L);
    fixture.addAll(record(1, 60, 1), record(1, 61, 1), record(1, 62, 1), record(1, 63, 1));
    assertThat(places()).isEmpty();
    fixture.account(1, 1_000, 2).connect(record(1, 0, 1), record(1, 1, 1));
    assertThat(places()).contains(64L, 65L).doesNotContain(66L);
  }

  @Test
  void hasAPlaceForWhatFillsAGap() {
    fixture.addAll(record(1, 0, 1));
    for (int i = 0; i < 16; i++) {
      fixture.addAll(record(1, 2 + 2 * i, 1));
    }
    assertThat(places()).containsExactly(1L);
    fixture.addAll(record(1, 1, 1));
    assertThat(places()).containsExactly(3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L);
  }

  @Test
  void refusesForTheFirstReasonInOrder() {
    PoolFixture small = new PoolFixture(new MempoolLimits(2 * (870 + 300), 2, 1, 1_000, 1));
    small.account(1, 1_000, 5).account(2, 1_000, 0).account(3, 1_000, 0).connect(record(1, 4, 1));
    small.addAll(record(1, 6, 100));
    assertThat(small.add(record(1, 0, 0, ROOM + 1))).isEqualTo("TRANSACTION_TOO_LARGE");
    assertThat(small.add(record(1, 0, 0, ROOM))).isEqualTo("SEQUENCE_USED");
    assertThat(small.add(record(1, 8, 0, ROOM))).isEqualTo("FEE_BELOW_MINIMUM");
    assertThat(small.add(record(1, 8, 901, ROOM))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(small.add(record(1, 8, 900, ROOM))).isEqualTo("SEQUENCE_GAP_TOO_WIDE");
    assertThat(small.add(record(1, 6, 1_001, ROOM))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(small.add(record(1, 6, 1_000, ROOM))).isEqualTo("REPLACEMENT_FEE_TOO_LOW");
    small.addAll(record(1, 5, 100));
    assertThat(small.add(record(1, 8, 801, ROOM))).isEqualTo("BALANCE_TOO_LOW");
    assertThat(small.add(record(1, 8, 800, ROOM))).isEqualTo("SENDER_HAS_TOO_MANY_PENDING");
    assertThat(small.add(record(2, 0, 900, ROOM))).isEqualTo("MEMPOOL_FULL");
  }

  @Test
  void sameTransactionAgainPassesAndChangesNothing() {
    Transaction transaction = record(1, 0, 7);
    fixture.addAll(transaction, record(1, 1, 7));
    pool.advance(PoolFixture.START.plusSeconds(10));
    assertThat(pool.addIsolated(transaction).value()).isEqualTo(transaction.id());
    assertThat(pool.add(transaction).value()).isEqualTo(transaction.id());
    assertThat(pool.size()).isEqualTo(2);
    pool.advance(PoolFixture.START.plusSeconds(MempoolLimits.DEFAULT.expirySeconds()));
    assertThat(pool.transactions()).as("it is as old as it was").isEmpty();
  }

  @Test
  void verifiesSignatureAndPayload() {
    Transaction signed =
        Transaction.sign(
            ChainFixture.keyPair(0),
            PoolFixture.NETWORK.id(),
            0,
            new Amount(1),
            new Transfer(sender(1), new Amount(1)).payload());
    assertThat(code(pool.add(transfer(1, 0, 1, 1)))).isEqualTo("SIGNATURE_INVALID");
    assertThat(code(pool.add(record(1, 0, 1, 115)))).isEqualTo("RECORD_FORM_UNKNOWN");
    assertThat(pool.size()).isZero();
    assertThat(code(pool.add(signed))).isEqualTo("OK");
  }

  @Test
  void findsWhatItHas() {
    Transaction first = record(1, 1, 7);
    Transaction second = record(1, 0, 7);
    fixture.addAll(first, second);
    assertThat(pool.get(first.id())).contains(first);
    assertThat(pool.get(record(1, 1, 8).id())).isEmpty();
    assertThat(pool.pendingOf(sender(1))).containsExactly(second, first);
    assertThat(pool.pendingOf(sender(2))).isEmpty();
    assertThat(pool.transactions()).containsExactly(first, second);
    assertThat(pool.heapBytes()).isEqualTo(2 * (870 + 150 + 35));
  }
}
