package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetPropertyTest {

  @Test
  void roundsDownByLessThanOneUnitOfTheMantissa() {
    Random random = Seeds.random("roundsDownByLessThanOneUnitOfTheMantissa");
    for (int round = 0; round < Seeds.rounds(20_000, 2_000_000); round++) {
      Target target = anyTarget(random);
      CompactBits bits = target.toBits();
      Target rounded = bits.target();
      assertThat(rounded).as("%s", target).isLessThanOrEqualTo(target);

      int size = bits.value() >>> 24;
      BigInteger unit = BigInteger.ONE.shiftLeft(Math.max(0, 8 * (size - 3)));
      assertThat(target.toBigInteger().subtract(rounded.toBigInteger()))
          .as("%s", target)
          .isLessThan(unit);
      assertThat(rounded.toBits()).as("%s", target).isEqualTo(bits);
      assertThat(bits.value() & 0x800000).as("%s", target).isZero();
      // As few bytes as possible: one byte less would set the sign bit or lose a digit.
      assertThat(bits.value() & 0x7fffff).as("%s", target).isGreaterThanOrEqualTo(0x8000);
    }
  }

  @Test
  void comparesWithHashesAndTargetsAsNumbersDo() {
    Random random = Seeds.random("comparesWithHashesAndTargetsAsNumbersDo");
    for (int round = 0; round < Seeds.rounds(20_000, 2_000_000); round++) {
      Target target = anyTarget(random);
      BigInteger number =
          switch (random.nextInt(3)) {
            case 0 -> new BigInteger(random.nextInt(257), random);
            // Often equal in the first words.
            case 1 -> target.toBigInteger().xor(BigInteger.ONE.shiftLeft(random.nextInt(256)));
            default -> target.toBigInteger();
          };
      int order = number.compareTo(target.toBigInteger());
      assertThat(target.isMetBy(TargetTest.hash(number)))
          .as("%s and %s", target, number)
          .isEqualTo(order <= 0);
      if (number.signum() > 0) {
        assertThat(Integer.signum(Target.of(number).compareTo(target)))
            .as("%s and %s", target, number)
            .isEqualTo(order);
      }
    }
  }

  @Test
  void readsBackAnyNumber() {
    Random random = Seeds.random("readsBackAnyNumber");
    for (int round = 0; round < Seeds.rounds(5_000, 500_000); round++) {
      BigInteger number = new BigInteger(1 + random.nextInt(256), random).max(BigInteger.ONE);
      assertThat(Target.of(number).toBigInteger()).isEqualTo(number);
      assertThat(Target.of(number)).hasToString(String.format("%064x", number));
    }
  }

  private static Target anyTarget(Random random) {
    BigInteger number = new BigInteger(1 + random.nextInt(256), random).max(BigInteger.ONE);
    return Target.of(number);
  }
}
