package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.value.TransactionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureCacheTest {

  @Test
  void remembersWhatWasAdded() {
    SignatureCache cache = new SignatureCache(8, 1);
    assertThat(cache.contains(id(1))).isFalse();
    cache.add(id(1));
    assertThat(cache.contains(id(1))).isTrue();
    assertThat(cache.contains(id(2))).isFalse();
  }

  @Test
  void countsOnlyAMatchOfAll256Bits() {
    SignatureCache cache = new SignatureCache(4, 1);
    byte[] bytes = new byte[32];
    bytes[5] = 77;
    cache.add(TransactionId.of(bytes));
    for (int bit = 0; bit < 256; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(cache.contains(TransactionId.of(other))).as("bit %d", bit).isFalse();
    }
    assertThat(cache.contains(TransactionId.of(bytes))).isTrue();
  }

  @Test
  void roundsItsCapacityUpToWholeSets() {
    assertThat(new SignatureCache(0, 1).capacity()).isZero();
    assertThat(new SignatureCache(1, 1).capacity()).isEqualTo(4);
    assertThat(new SignatureCache(4, 1).capacity()).isEqualTo(4);
    assertThat(new SignatureCache(5, 1).capacity()).isEqualTo(8);
    assertThat(new SignatureCache(1000, 1).capacity()).isEqualTo(1000);
  }

  @Test
  void refusesCapacitiesOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SignatureCache(-1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureCache(SignatureCache.MAX_CAPACITY + 1, 1));
  }

  @Test
  void remembersNothingWithoutCapacity() {
    SignatureCache cache = new SignatureCache(0, 1);
    cache.add(id(1));
    assertThat(cache.contains(id(1))).isFalse();
  }

  @Test
  void neverHoldsMoreThanItsCapacity() {
    SignatureCache cache = new SignatureCache(64, 1);
    for (int i = 0; i < 10_000; i++) {
      cache.add(id(i));
      assertThat(cache.contains(id(i))).isTrue();
    }
    assertThat(survivors(cache, 10_000)).hasSize(64);
  }

  @Test
  void forgetsTheEldestOfAFullSet() {
    SignatureCache cache = new SignatureCache(4, 1);
    for (int i = 0; i < 4; i++) {
      cache.add(id(i));
    }
    assertThat(survivors(cache, 10)).containsExactly(0, 1, 2, 3);
    cache.add(id(4));
    assertThat(survivors(cache, 10)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void forgetsNothingWhenItKnowsWhatIsAdded() {
    SignatureCache cache = new SignatureCache(4, 1);
    for (int i = 0; i < 4; i++) {
      cache.add(id(i));
    }
    for (int i = 0; i < 4; i++) {
      cache.add(id(i));
      cache.add(id(0));
    }
    assertThat(survivors(cache, 10)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void takesNoFreePlaceForTheIdZero() {
    SignatureCache cache = new SignatureCache(8, 1);
    assertThat(cache.contains(TransactionId.ZERO)).isFalse();
    cache.add(TransactionId.ZERO);
    assertThat(cache.contains(TransactionId.ZERO)).isFalse();
  }

  @Test
  void spreadsIdsThatDifferInOneWordOnly() {
    for (int word = 0; word < 4; word++) {
      SignatureCache cache = new SignatureCache(4096, 7);
      int kept = 0;
      for (int i = 1; i <= 1024; i++) {
        cache.add(id(word, i));
      }
      for (int i = 1; i <= 1024; i++) {
        kept += cache.contains(id(word, i)) ? 1 : 0;
      }
      // A quarter full, a set of four overflows with a probability of 0.4 %.
      assertThat(kept).as("word %d", word).isGreaterThan(1000);
    }
  }

  @Test
  void saltDecidesWhichIdsShareASet() {
    assertThat(survivorsWithSalt(1)).isEqualTo(survivorsWithSalt(1));
    assertThat(survivorsWithSalt(1)).isNotEqualTo(survivorsWithSalt(2));
    assertThat(survivorsWithSalt(1)).isNotEqualTo(survivorsWithSalt(1L << 63 | 1));
  }

  private static List<Integer> survivorsWithSalt(long salt) {
    SignatureCache cache = new SignatureCache(256, salt);
    for (int i = 0; i < 512; i++) {
      cache.add(id(i));
    }
    return survivors(cache, 512);
  }

  private static List<Integer> survivors(SignatureCache cache, int ids) {
    List<Integer> survivors = new ArrayList<>();
    for (int i = 0; i < ids; i++) {
      if (cache.contains(id(i))) {
        survivors.add(i);
      }
    }
    return survivors;
  }

  private static TransactionId id(int number) {
    return id(3, number + 1);
  }

  private static TransactionId id(int word, int number) {
    return TransactionId.of(ByteBuffer.allocate(32).putLong(8 * word, number).array());
  }
}
