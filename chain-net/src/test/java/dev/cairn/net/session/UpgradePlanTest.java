package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradePlanTest {

  private static final Upgrade FIRST = new Upgrade("first", new Height(100));
  private static final Upgrade SECOND = new Upgrade("second", new Height(200));
  private static final UpgradePlan NONE = UpgradePlan.none(Parley.NETWORK);
  private static final UpgradePlan ONE = plan(FIRST);
  private static final UpgradePlan BOTH = plan(FIRST, SECOND);

  @Test
  void rulesWithoutUpgradesAreNamedByTheNetworkAlone() {
    assertThat(NONE.rulesAt(new Height(1000)))
        .isEqualTo(Bytes.of(Sha256.hash256(Parley.NETWORK.toArray()), 0, 8));
    assertThat(NONE.nextAfter(new Height(1000))).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void activeUpgradesAreNamedInTheirOrder() {
    byte[] hashed =
        new ByteWriter()
            .bytes(Parley.NETWORK)
            .varint(5)
            .bytes("first".getBytes(StandardCharsets.UTF_8))
            .u32(100)
            .toArray();
    Bytes first = Bytes.of(Sha256.hash256(hashed), 0, 8);

    assertThat(BOTH.rulesAt(new Height(99))).isEqualTo(NONE.rulesAt(Height.GENESIS));
    assertThat(BOTH.rulesAt(new Height(100))).isEqualTo(first);
    assertThat(BOTH.rulesAt(new Height(199))).isEqualTo(first);
    assertThat(BOTH.rulesAt(new Height(200))).isNotEqualTo(first);
    assertThat(BOTH.nextAfter(new Height(99))).isEqualTo(first);
    assertThat(BOTH.nextAfter(new Height(100))).isEqualTo(BOTH.rulesAt(new Height(200)));
    assertThat(BOTH.nextAfter(new Height(200))).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void nodesOfOnePlanAgreeAtAnyHeights() {
    for (long mine : new long[] {0, 99, 100, 199, 200, 300}) {
      for (long theirs : new long[] {0, 99, 100, 199, 200, 300}) {
        assertThat(judge(BOTH, mine, BOTH, theirs)).isEmpty();
      }
    }
  }

  @Test
  void plansThatDifferLaterAgreeUntilThen() {
    assertThat(judge(NONE, 50, ONE, 60)).isEmpty();
    assertThat(judge(ONE, 60, NONE, 50)).isEmpty();
    assertThat(judge(ONE, 150, BOTH, 150)).isEmpty();
  }

  @Test
  void anOldReleaseIsLeftOnceAnUpgradeIsActive() {
    assertThat(judge(ONE, 100, NONE, 99))
        .hasValueSatisfying(text -> assertThat(text).contains("since height 100"));
    assertThat(judge(NONE, 99, ONE, 100)).isPresent();
  }

  @Test
  void anotherUpgradeAtTheSameHeightIsAnotherRule() {
    UpgradePlan other = plan(new Upgrade("other", new Height(100)));

    assertThat(judge(ONE, 100, other, 100)).isPresent();
    assertThat(judge(ONE, 100, other, 99)).isPresent();
    assertThat(judge(ONE, 99, other, 99)).isEmpty();
  }

  @Test
  void upgradesAscend() {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(SECOND, FIRST));
    assertThatIllegalArgumentException().isThrownBy(() -> new Upgrade("", Height.GENESIS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Upgrade("x".repeat(65), Height.GENESIS));
    assertThat(new Upgrade("x".repeat(64), Height.GENESIS).name()).hasSize(64);
  }

  private static UpgradePlan plan(Upgrade... upgrades) {
    return new UpgradePlan(Parley.NETWORK, List.of(upgrades));
  }

  private static Optional<String> judge(
      UpgradePlan plan, long height, UpgradePlan theirs, long theirHeight) {
    return plan.differenceTo(
        theirs.rulesAt(new Height(theirHeight)),
        theirs.nextAfter(new Height(theirHeight)),
        new Height(height));
  }
}
