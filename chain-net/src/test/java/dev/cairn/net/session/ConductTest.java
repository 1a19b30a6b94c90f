package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConductTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;
  private static final Bytes HOST = TestNodes.address(1).prefix();
  private static final NodeId NODE = TestNodes.node(1);

  private final Conduct conduct = new Conduct(LIMITS);

  @Test
  void bansAtTheLimitAndNotBelow() {
    for (int i = 0; i < 4; i++) {
      assertThat(charge(NODE, Misbehaviour.UNREQUESTED, 0)).isFalse();
    }
    assertThat(conduct.points(NODE, 0)).isEqualTo(80);

    assertThat(charge(NODE, Misbehaviour.UNREQUESTED, 0)).isTrue();
    assertThat(conduct.bans().remainingMillis(NODE, 0)).contains(LIMITS.banMillis());
  }

  @Test
  void pointsDecaySoThatRareMistakesNeverBan() {
    boolean isBanned = false;
    for (long minute = 0; minute < 1000; minute++) {
      isBanned |= charge(NODE, Misbehaviour.NOT_DELIVERED, minute * 60_000);
    }

    assertThat(isBanned).isFalse();
    assertThat(conduct.points(NODE, 1000 * 60_000)).isZero();
  }

  @Test
  void pointsDecayEvenly() {
    Score score = Score.NONE.plus(20, 10, 0);

    assertThat(score.points(10, 0)).isEqualTo(20);
    assertThat(score.points(10, 30_000)).isEqualTo(15);
    assertThat(score.points(10, 119_999)).isEqualTo(1);
    assertThat(score.points(10, 120_000)).isZero();
    assertThat(score.points(10, Long.MAX_VALUE)).isZero();
  }

  @Test
  void aBanExpires() {
    charge(NODE, Misbehaviour.INVALID_BLOCK, 1000);

    long end = 1000 + LIMITS.banMillis();
    assertThat(conduct.bans().remainingMillis(NODE, end - 1)).contains(1L);
    assertThat(conduct.bans().remainingMillis(NODE, end)).isEmpty();
    conduct.onTick(end);
    assertThat(conduct.bans().size()).isZero();
  }

  @Test
  void oneBadNodeDoesNotCostItsNeighboursTheAddress() {
    charge(NODE, Misbehaviour.INVALID_BLOCK, 0);

    assertThat(conduct.bans().remainingMillisOfPrefix(HOST, 0)).isEmpty();
    assertThat(conduct.bans().remainingMillis(TestNodes.node(2), 0)).isEmpty();
  }

  @Test
  void manyBadIdentitiesCostAnAddressAWhile() {
    for (int i = 0; i < Conduct.BANS_OF_ADDRESS - 1; i++) {
      charge(TestNodes.node(i), Misbehaviour.INVALID_BLOCK, 0);
    }
    assertThat(conduct.bans().remainingMillisOfPrefix(HOST, 0)).isEmpty();

    charge(TestNodes.node(7), Misbehaviour.INVALID_BLOCK, 0);

    long duration = LIMITS.banMillis() / Conduct.ADDRESS_BAN_PART;
    assertThat(conduct.bans().remainingMillisOfPrefix(HOST, 0)).contains(duration);
    assertThat(conduct.bans().remainingMillisOfPrefix(HOST, duration)).isEmpty();
  }

  /** R6: one /64 for each of a million addresses. */
  @Test
  void aMillionAddressesTakeBoundedRoomAndTheNewestBansHold() {
    BanList bans = new BanList(LIMITS.bans());
    int addresses = 1_000_000;
    for (int i = 0; i < addresses; i++) {
      bans.banPrefix(prefix(i), LIMITS.banMillis());
      bans.ban(id(i), LIMITS.banMillis());
    }

    assertThat(bans.size()).isEqualTo(2 * LIMITS.bans());
    for (int i = 0; i < LIMITS.bans(); i++) {
      assertThat(bans.remainingMillisOfPrefix(prefix(addresses - 1 - i), 0)).isPresent();
    }
    assertThat(bans.remainingMillisOfPrefix(prefix(addresses - 1 - LIMITS.bans()), 0)).isEmpty();
  }

  /** R6: points instead of bans. */
  @Test
  void aMillionIdentitiesWithAFewPointsTakeBoundedRoom() {
    for (int i = 0; i < 1_000_000; i++) {
      conduct.charge(id(i), prefix(i), Misbehaviour.RATE_EXCEEDED, 0);
    }

    assertThat(conduct.remembered()).isEqualTo(2 * LIMITS.bans());
    assertThat(conduct.points(id(999_999), 0)).isEqualTo(5);
  }

  @Test
  void aBanSaidAgainIsTheNewest() {
    BanList bans = new BanList(2);
    bans.ban(TestNodes.node(1), 10);
    bans.ban(TestNodes.node(2), 10);
    bans.ban(TestNodes.node(1), 20);
    bans.ban(TestNodes.node(3), 20);

    assertThat(bans.remainingMillis(TestNodes.node(1), 0)).contains(20L);
    assertThat(bans.remainingMillis(TestNodes.node(2), 0)).isEmpty();
  }

  private boolean charge(NodeId node, Misbehaviour what, long now) {
    return conduct.charge(node, HOST, what, now);
  }

  private static Bytes prefix(int number) {
    return Bytes.of(ByteBuffer.allocate(8).putInt(0x20010db8).putInt(number).array());
  }

  private static NodeId id(int number) {
    return NodeId.of(ByteBuffer.allocate(32).putInt(number).array());
  }
}
