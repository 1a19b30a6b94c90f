package dev.cairn.net.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

  @Test
  void beginsFullAndRefillsSteadilyUpToItsCapacity() {
    TokenBucket bucket = new TokenBucket(200, 50, 1000);
    assertThat(bucket.tokens(1000)).isEqualTo(50);
    assertThat(bucket.spend(50, 1000)).isZero();
    assertThat(bucket.tokens(1004)).isZero();
    assertThat(bucket.tokens(1005)).isEqualTo(1);
    assertThat(bucket.tokens(1100)).isEqualTo(20);
    assertThat(bucket.tokens(1249)).isEqualTo(49);
    assertThat(bucket.tokens(1250)).isEqualTo(50);
    assertThat(bucket.tokens(Long.MAX_VALUE / 2)).isEqualTo(50);
  }

  @Test
  void neverHoldsMoreThanItsCapacityAndCanBeOverdrawn() {
    TokenBucket bucket = new TokenBucket(10, 30, 0);

    assertThat(bucket.tokens(Long.MAX_VALUE)).isEqualTo(30);
    assertThat(bucket.spend(40, Long.MAX_VALUE)).isEqualTo(-10);
  }

  @Test
  void fillsByTheThousandth() {
    TokenBucket bucket = new TokenBucket(1, 5, 0);
    bucket.spend(5, 0);
    for (long now = 1; now < 1000; now++) {
      assertThat(bucket.tokens(now)).isZero();
    }

    assertThat(bucket.tokens(1000)).isEqualTo(1);
  }
}
