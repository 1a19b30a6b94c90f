package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.sync.SyncProgress;
import dev.cairn.net.sync.SyncProgress.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MiningGateTest {

  private static final long MAX_FUTURE = 300;
  private static final Timestamp NOW = Timestamp.of(1_000_000);
  private static final Optional<MiningObstacle> MINES = Optional.empty();
  private static final Optional<MiningObstacle> SYNCING = Optional.of(MiningObstacle.SYNCING);

  private final MiningGate alone = new MiningGate(MAX_FUTURE, false);
  private final MiningGate expectant = new MiningGate(MAX_FUTURE, true);

  private static NetStatus status(Phase phase, long headerHeight, Optional<String> halted) {
    return new NetStatus(
        Height.GENESIS,
        new SyncProgress(
            phase,
            Optional.empty(),
            new Height(headerHeight),
            Height.GENESIS,
            0,
            0,
            OptionalLong.empty(),
            List.of()),
        List.of(),
        0,
        Map.of(),
        0,
        List.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        0,
        halted);
  }

  private static Optional<MiningObstacle> look(MiningGate gate, Phase phase, long nowMillis) {
    return gate.obstacle(status(phase, 0, Optional.empty()), NOW, NOW, nowMillis);
  }

  @Test
  void aLoneNodeMinesAtOnce() {
    assertThat(look(alone, Phase.NO_PEERS, 0)).isEqualTo(MINES);
  }

  @Test
  void whoExpectsPeersWaitsForTheFirstOneForAWhile() {
    assertThat(look(expectant, Phase.NO_PEERS, 0)).isEqualTo(SYNCING);
    assertThat(look(expectant, Phase.NO_PEERS, MiningGate.PEERS_MILLIS - 1)).isEqualTo(SYNCING);
    assertThat(look(expectant, Phase.NO_PEERS, MiningGate.PEERS_MILLIS)).isEqualTo(MINES);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PRESYNC", "HEADERS", "BODIES"})
  void waitsWhileTheFirstSyncGetsOn(Phase phase) {
    for (int second = 0; second < 1000; second++) {
      Optional<MiningObstacle> obstacle =
          expectant.obstacle(status(phase, second, Optional.empty()), NOW, NOW, second * 1000L);
      assertThat(obstacle).isEqualTo(SYNCING);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PRESYNC", "HEADERS", "BODIES"})
  void whoeverClaimsMuchAndGivesNothingDoesNotStopIt(Phase phase) {
    assertThat(look(expectant, phase, 0)).isEqualTo(SYNCING);
    assertThat(look(expectant, phase, MiningGate.STUCK_MILLIS - 1)).isEqualTo(SYNCING);
    assertThat(look(expectant, phase, MiningGate.STUCK_MILLIS)).isEqualTo(MINES);
    assertThat(look(expectant, phase, MiningGate.STUCK_MILLIS + 25)).isEqualTo(MINES);
  }

  @Test
  void onceSyncedOnlyBlocksThatAreKnownToBeMissingStopIt() {
    assertThat(look(expectant, Phase.SYNCED, 0)).isEqualTo(MINES);
    assertThat(look(expectant, Phase.PRESYNC, 100)).isEqualTo(MINES);
    assertThat(look(expectant, Phase.HEADERS, 200)).isEqualTo(MINES);
    assertThat(look(expectant, Phase.NO_PEERS, 300)).isEqualTo(MINES);
    assertThat(look(expectant, Phase.BODIES, 400)).isEqualTo(SYNCING);
  }

  @Test
  void aClockBehindTheTipBeyondTheLimitStopsIt() {
    NetStatus synced = status(Phase.SYNCED, 0, Optional.empty());
    assertThat(alone.obstacle(synced, NOW.plusSeconds(MAX_FUTURE), NOW, 0)).isEqualTo(MINES);
    assertThat(alone.obstacle(synced, NOW.plusSeconds(MAX_FUTURE + 1), NOW, 0))
        .contains(MiningObstacle.CLOCK_BEHIND);
  }

  @Test
  void aChainThatStandsStillStopsIt() {
    assertThat(alone.obstacle(status(Phase.SYNCED, 0, Optional.of("fault")), NOW, NOW, 0))
        .contains(MiningObstacle.CHAIN_HALTED);
  }
}
