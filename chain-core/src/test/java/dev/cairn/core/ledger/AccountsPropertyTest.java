package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountsPropertyTest {

  private static final int KEYS = 6;

  @Test
  void neitherMakesNorDestroysCoinsByMovingThem() {
    Random random = Seeds.random("neitherMakesNorDestroysCoinsByMovingThem");
    for (int round = 0; round < Seeds.rounds(200, 10_000); round++) {
      StateOverlay state = new StateOverlay(StateMap.EMPTY);
      Accounts accounts = new Accounts(state);
      long[] balances = new long[KEYS];
      for (int i = 0; i < KEYS; i++) {
        balances[i] = random.nextInt(3) * (1L << random.nextInt(59));
        accounts.reward(AccountsTest.key(i), new Amount(balances[i]));
      }
      BigInteger all = sumOf(state);
      for (int step = 0; step < 100; step++) {
        int from = random.nextInt(KEYS);
        int to = random.nextInt(KEYS);
        long amount = drawAmount(random, balances[from]);
        boolean moved =
            accounts
                .move(AccountsTest.key(from), AccountsTest.key(to), new Amount(amount))
                .isEmpty();

        assertThat(moved).isEqualTo(amount <= balances[from]);
        if (moved) {
          balances[from] -= amount;
          balances[to] += amount;
        }
        assertThat(sumOf(state)).isEqualTo(all);
      }
      for (int i = 0; i < KEYS; i++) {
        assertThat(accounts.get(AccountsTest.key(i)).balance().units()).isEqualTo(balances[i]);
      }
      long entries = StateModel.entriesOf(state, 0).size();
      assertThat(entries).isEqualTo(Arrays.stream(balances).filter(b -> b > 0).count());
    }
  }

  /** Any amount, often one at the limit of the balance. */
  private static long drawAmount(Random random, long balance) {
    return switch (random.nextInt(4)) {
      case 0 -> balance;
      case 1 -> balance + 1;
      case 2 -> random.nextInt(10);
      default -> (random.nextLong() >>> 1) % (balance + 1);
    };
  }

  private static BigInteger sumOf(StateReader state) {
    BigInteger sum = BigInteger.ZERO;
    Optional<StateReader.Entry> entry = state.ceiling(Accounts.NAMESPACE, Bytes.EMPTY);
    while (entry.isPresent()) {
      PublicKey key = PublicKey.of(entry.get().key().toArray());
      sum = sum.add(BigInteger.valueOf(Accounts.read(state, key).balance().units()));
      entry = state.higher(Accounts.NAMESPACE, entry.get().key());
    }
    return sum;
  }
}
