package dev.cairn.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestKeys;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can ever exist comes to at most 2^62: exactly that much is right. */
class SupplyTest {

  private static final BigInteger MOST = BigInteger.TWO.pow(62);
  private static final long LAST = Height.MAX.value();

  /**
   * Subsidy and interval. The sum is written down in a closed form or counted from one height to
   * the next; the initial balance makes up what is missing to 2^62.
   */
  @ParameterizedTest
  @CsvSource({
    // Without subsidy, or without halving: 2^32 - 1 heights.
    "0, 0",
    "0, 1",
    "1, 0",
    "50000000, 0",
    "1073741824, 0",
    // Halving at each height: from height 1 on, and that one pays half.
    "1, 1",
    "2, 1",
    "3, 1",
    "1000, 1",
    "4611686018427387904, 1",
    "4611686018427387906, 1",
    // Few enough heights to count them.
    "1, 2",
    "7, 2",
    "1000, 3",
    "4096, 10",
    "50000000, 1000",
    "123456789, 9999",
    // Eras so long that the last height comes within the first or the second.
    "50000000, 4294967295",
    "50000001, 4294967294",
    "3, 2147483648",
    "1073741824, 4294967295",
    // Four years at 10 minutes, as elsewhere.
    "5000000000, 210000"
  })
  void addsUpExactly(long subsidy, long interval) {
    BigInteger subsidies = naiveSum(subsidy, interval);
    BigInteger rest = MOST.subtract(subsidies);
    assertThat(rest.signum()).as("a case that fits").isGreaterThanOrEqualTo(0);

    assertThat(isAccepted(subsidy, interval, rest)).as("2^62").isTrue();
    assertThat(isAccepted(subsidy, interval, rest.subtract(BigInteger.ONE))).isTrue();
    assertThat(isAccepted(subsidy, interval, rest.add(BigInteger.ONE))).as("2^62 + 1").isFalse();
  }

  @Test
  void refusesSubsidiesThatAloneAreTooMany() {
    assertThat(isAccepted(1L << 30, 0, BigInteger.ZERO)).isTrue();
    assertThat(isAccepted((1L << 30) + 1, 0, BigInteger.ZERO)).isFalse();
    assertThat(isAccepted(Long.MAX_VALUE, 0, BigInteger.ZERO)).isFalse();
    assertThat(isAccepted((1L << 62) + 2, 1, BigInteger.ZERO)).isTrue();
    assertThat(isAccepted((1L << 62) + 4, 1, BigInteger.ZERO)).isFalse();
    assertThat(isAccepted(Long.MAX_VALUE, 1, BigInteger.ZERO)).isFalse();
    assertThat(isAccepted(Long.MAX_VALUE, 2, BigInteger.ZERO)).isFalse();
    assertThat(isAccepted(Long.MAX_VALUE, LAST, BigInteger.ZERO)).isFalse();
  }

  /** Neither a sum of balances nor of subsidies wraps around 2^63 or 2^64. */
  @Test
  void refusesBalancesThatWouldWrapAround() {
    NetworkParameters.Builder builder = builder(0, 0);
    for (int key = 0; key < 4; key++) {
      builder.balance(TestKeys.key(key).publicKey(), Amount.MAX);
    }
    assertThat(isAccepted(builder)).isFalse();
  }

  @Test
  void addsBalancesOfSeveralKeys() {
    NetworkParameters.Builder builder = builder(0, 0);
    for (int key = 0; key < 4; key++) {
      builder.balance(TestKeys.key(key).publicKey(), new Amount(1L << 60));
    }
    assertThat(isAccepted(builder)).isTrue();
    builder.balance(TestKeys.key(4).publicKey(), new Amount(1));
    assertThat(isAccepted(builder)).isFalse();
  }

  private static BigInteger naiveSum(long subsidy, long interval) {
    if (interval == 0) {
      return BigInteger.valueOf(subsidy).multiply(BigInteger.valueOf(LAST));
    }
    if (interval > 1_000_000) { // heights below the interval, then those below its double
      long second = LAST - interval + 1;
      assertThat(second).isLessThanOrEqualTo(interval);
      return BigInteger.valueOf(subsidy)
          .multiply(BigInteger.valueOf(interval - 1))
          .add(BigInteger.valueOf(subsidy >> 1).multiply(BigInteger.valueOf(second)));
    }
    BigInteger sum = BigInteger.ZERO;
    long units = subsidy;
    for (long height = 1; units > 0; height++) {
      if (height % interval == 0) {
        units >>= 1;
      }
      sum = sum.add(BigInteger.valueOf(units));
    }
    return sum;
  }

  private static boolean isAccepted(long subsidy, long interval, BigInteger balance) {
    NetworkParameters.Builder builder = builder(subsidy, interval);
    if (balance.signum() > 0) {
      builder.balance(TestKeys.FIRST.publicKey(), new Amount(balance.longValueExact()));
    }
    return isAccepted(builder);
  }

  private static boolean isAccepted(NetworkParameters.Builder builder) {
    try {
      return builder.build() != null;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("SUPPLY_TOO_LARGE");
      return false;
    }
  }

  private static NetworkParameters.Builder builder(long subsidy, long interval) {
    return new NetworkParameters.Builder("n", Bytes.of(new byte[16]), new Timestamp(0))
        .subsidy(new Amount(subsidy), interval);
  }
}
