package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.key.Ed25519Cases.Case;
import dev.cairn.core.reference.ReferenceEd25519;
import dev.cairn.core.reference.ReferenceEd25519.Point;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bouncy Castle decides what a valid signature is, so a new version of it could fork the chain.
 * Here it is compared with the rule on the signatures that verifiers disagree about.
 */
class Ed25519MixedOrderTest {

  /** Never drawn from the seed of the run: the pinned digest below belongs to it. */
  private static final long SEED = 1;

  private static final List<Case> CASES = Ed25519Cases.of(SEED);

  @Test
  void judgesEachCaseAsTheRuleSays() {
    for (Case each : CASES) {
      assertThat(SignatureRule.verify(each.key(), each.signature(), each.message()))
          .as("%s", each)
          .isEqualTo(each.valid());
    }
  }

  @Test
  void referenceJudgesEachCaseAsTheRuleSays() {
    for (Case each : CASES) {
      assertThat(ReferenceEd25519.verify(each.key(), each.signature(), each.message()))
          .as("%s", each)
          .isEqualTo(each.valid());
    }
  }

  @Test
  void verdictsAreTheSameOnEveryJdkAndInEveryVersion() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Case each : CASES) {
      digest.update(each.key());
      digest.update(each.signature());
      digest.update(each.message());
      boolean valid = SignatureRule.verify(each.key(), each.signature(), each.message());
      digest.update((byte) (valid ? 1 : 0));
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("cece609b19a5eedd2537aae4138f297800f2c24217ce725cf4186d88326d1575");
  }

  @Test
  void casesTellTheEquationWithTheFactor8FromTheOneWithout() {
    long onlyWithTheFactor =
        CASES.stream().filter(Case::valid).filter(each -> !holdsWithoutFactor(each)).count();
    long withBoth =
        CASES.stream()
            .filter(Case::valid)
            .filter(Ed25519MixedOrderTest::holdsWithoutFactor)
            .count();
    assertThat(onlyWithTheFactor).isGreaterThan(90);
    assertThat(withBoth).isGreaterThan(10);
  }

  @Test
  void casesOfOtherSeedsAreJudgedAsTheReferenceDoes() {
    Random random = Seeds.random("casesOfOtherSeedsAreJudgedAsTheReferenceDoes");
    for (int round = 0; round < Seeds.rounds(1, 50); round++) {
      for (Case each : Ed25519Cases.of(random.nextLong())) {
        assertThat(SignatureRule.verify(each.key(), each.signature(), each.message()))
            .as("%s", each)
            .isEqualTo(each.valid())
            .isEqualTo(ReferenceEd25519.verify(each.key(), each.signature(), each.message()));
      }
    }
  }

  /** Whether S*B = R + k*A. */
  private static boolean holdsWithoutFactor(Case each) {
    byte[] encodedR = Arrays.copyOf(each.signature(), 32);
    byte[] reversedS = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversedS[i] = each.signature()[63 - i];
    }
    Point a = Point.decode(each.key()).orElseThrow();
    Point r = Point.decode(encodedR).orElseThrow();
    BigInteger k = ReferenceEd25519.hashToScalar(encodedR, each.key(), each.message());
    byte[] left = ReferenceEd25519.BASE.times(new BigInteger(1, reversedS)).encode();
    return Arrays.equals(left, r.plus(a.times(k)).encode());
  }
}
