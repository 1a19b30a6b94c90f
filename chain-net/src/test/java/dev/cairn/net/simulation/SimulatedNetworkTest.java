package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {

  private static final LinkQuality STEADY = new LinkQuality(50, 50, 0, 1_000_000, 0, 0);
  private static final long RTT = 100;

  private final VirtualTime time = new VirtualTime(1_000_000);
  private final EventLog log = new EventLog(time, 100);
  private final SimulatedNetwork network = network(STEADY, 1);
  private final SimulatedHost a = network.addHost();
  private final SimulatedHost b = network.addHost();
  private final RecordingProgram atA = start(a);
  private final RecordingProgram atB = start(b);

  private SimulatedNetwork network(LinkQuality quality, long seed) {
    return new SimulatedNetwork(
        time, new Random(seed), log, Carriage.BY_REFERENCE, NetLimits.DEFAULT, quality);
  }

  private RecordingProgram start(SimulatedHost host) {
    RecordingProgram program = new RecordingProgram(time);
    host.start(program, new SimulatedScheduler(time, new Timestamp(1)));
    return program;
  }

  private void connect() {
    a.dial(b.address(), Optional.of(b.id()));
    time.runFor(5 * RTT);
    a.open(atA.link().id());
    b.open(atB.link().id());
  }

  private void ping(SimulatedHost from, RecordingProgram at, long first, long last) {
    LongStream.rangeClosed(first, last)
        .forEach(nonce -> from.send(at.link().id(), new Ping(nonce)));
  }

  @Test
  void aDialOpensBothEndsAfterTheRoundTripsOfTheHandshake() {
    a.dial(b.address(), Optional.empty());

    time.runFor(2 * RTT - 1);
    assertThat(atA.heard).isEmpty();
    time.runFor(1);
    assertThat(atA.heard).containsExactly("opened");
    assertThat(atB.heard).isEmpty();
    time.runFor(RTT / 2);
    assertThat(atB.heard).containsExactly("opened");
    assertThat(atA.link().remote()).isEqualTo(b.id());
    assertThat(atA.link().isOutbound()).isTrue();
    assertThat(atB.link().isOutbound()).isFalse();
    assertThat(atB.link().remoteCertificateHash()).isEqualTo(atA.link().localCertificateHash());
  }

  @Test
  void aDialFailsAtAnUnexpectedIdentityAStoppedProgramAndACutCable() {
    a.dial(b.address(), Optional.of(a.id()));
    time.runFor(1000);
    b.crash();
    a.dial(b.address(), Optional.empty());
    time.runFor(1000);
    network.partition(List.of(b));
    a.dial(b.address(), Optional.empty());
    time.runFor(SimulatedNetwork.DIAL_PATIENCE_MILLIS);

    assertThat(atA.heard)
        .containsExactly("failed IDENTITY_UNEXPECTED", "failed DIAL_FAILED", "failed DIAL_FAILED");
  }

  @Test
  void messagesComeInOrderDespiteJitterAndLoss() {
    a.setQuality(new LinkQuality(1, 50, 100, 1_000_000, 300, 0));
    connect();
    ping(a, atA, 1, 200);
    time.runFor(600_000);

    assertThat(atB.pings).isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
    long first = atB.pingMillis.get(0);
    long last = Collections.max(atB.pingMillis);
    assertThat(last - first).as("retransmissions take time").isGreaterThan(200);
  }

  @Test
  void bandwidthSpacesWhatIsSentAtOnce() {
    a.setQuality(new LinkQuality(0, 0, 0, 1000, 0, 0)); // a ping has about 100 bytes
    connect();
    ping(a, atA, 1, 10);
    time.runFor(10_000);

    assertThat(atB.pingMillis.get(9) - atB.pingMillis.get(0)).isBetween(850L, 950L);
  }

  @Test
  void anOrderlyEndTellsTheReasonAfterAllThatWasSentBefore() {
    connect();
    ping(a, atA, 1, 3);
    a.disconnect(atA.link().id(), DisconnectReason.NO_LONGER_NEEDED, "enough");
    ping(a, atA, 4, 4);
    time.runFor(RTT);

    assertThat(atA.heard).containsExactly("opened", "closed NO_LONGER_NEEDED");
    assertThat(atB.pings).containsExactly(1L, 2L, 3L);
    assertThat(atB.heard).containsExactly("opened", "Goodbye", "closed CLOSED_BY_PEER");
  }

  @Test
  void aCrashBreaksLinksAndALostPowerSupplyOnlyOnceTheMachineIsBack() {
    connect();
    b.crash();
    time.runFor(RTT);
    assertThat(atA.heard).containsExactly("opened", "closed CONNECTION_LOST");
    assertThat(atB.heard).containsExactly("opened");

    start(b);
    connect();
    atA.heard.clear();
    b.vanish();
    time.runFor(60_000);
    assertThat(atA.heard).isEmpty();
    start(b);
    time.runFor(RTT);
    assertThat(atA.heard).containsExactly("closed CONNECTION_LOST");
  }

  @Test
  void aCutHoldsBackWhatIsSentUntilItIsHealed() {
    connect();
    network.cutOneWay(a, b);
    ping(a, atA, 1, 2);
    ping(b, atB, 3, 4);
    time.runFor(5000);
    assertThat(atB.pings).isEmpty();
    assertThat(atA.pings).containsExactly(3L, 4L);

    network.heal();
    ping(a, atA, 5, 5);
    time.runFor(5000);
    assertThat(atB.pings).containsExactly(1L, 2L, 5L);
  }

  @Test
  void anEndDuringACutIsHeardOfAfterwards() {
    connect();
    network.partition(List.of(a));
    a.disconnect(atA.link().id(), DisconnectReason.PONG_OVERDUE, "");
    time.runFor(5000);
    assertThat(atB.heard).containsExactly("opened");
    network.heal();
    time.runFor(5000);
    assertThat(atB.heard).containsExactly("opened", "Goodbye", "closed CLOSED_BY_PEER");
  }

  @Test
  void aReceiverThatDoesNotReadMakesTheSenderWait() {
    connect();
    b.suspendReading(atB.link().id(), true);
    var big = new GetHeaders(1, Collections.nCopies(64, BlockHash.ZERO));
    int sent = 0;
    while (a.isWritable(atA.link().id())) {
      a.send(atA.link().id(), big);
      sent++;
    }
    time.runFor(10_000);
    assertThat(sent * 2064).isGreaterThan(NetLimits.DEFAULT.writeBufferHighBytes());
    assertThat(atB.heard).containsExactly("opened");
    assertThat(a.isWritable(atA.link().id())).isFalse();

    b.suspendReading(atB.link().id(), false);
    time.runFor(10_000);
    assertThat(atA.heard).containsExactly("opened", "writable");
    assertThat(atB.heard).hasSize(1 + sent);
  }

  @Test
  void aReceiverThatNeverReadsLosesItsLink() {
    connect();
    b.suspendReading(atB.link().id(), true);
    var big = new GetHeaders(1, Collections.nCopies(64, BlockHash.ZERO));
    while (a.isWritable(atA.link().id())) {
      a.send(atA.link().id(), big);
    }
    time.runFor(NetLimits.DEFAULT.slowReaderMillis() - 1);
    assertThat(atA.heard).containsExactly("opened");
    time.runFor(2);
    assertThat(atA.heard).containsExactly("opened", "closed SLOW_READER");
  }

  @Test
  void aFrameThatIsNoMessageIsToldAndNothingIsReadAfterIt() {
    connect();
    Checked<Message> bad =
        Checked.refused(DisconnectReason.PROTOCOL_VIOLATION, "rubbish", "a message");
    a.sendFrame(atA.link().id(), new Carriage.Frame(10, 0, "rubbish", bad));
    ping(a, atA, 1, 1);
    time.runFor(RTT);

    assertThat(atB.heard).containsExactly("opened", "violation PROTOCOL_VIOLATION");
    assertThat(atB.pings).isEmpty();
  }

  @Test
  void aFrameIsShortUntilTheHandshakeIsDone() {
    a.dial(b.address(), Optional.of(b.id()));
    time.runFor(5 * RTT);
    a.send(atA.link().id(), new GetHeaders(1, Collections.nCopies(64, BlockHash.ZERO)));
    time.runFor(RTT);
    assertThat(atB.heard).containsExactly("opened", "violation PROTOCOL_VIOLATION");
  }

  @Test
  void aBrokenLinkIsLostOnBothSides() {
    connect();
    a.breakLink(atA.link().id());
    time.runFor(RTT);
    assertThat(atA.heard).containsExactly("opened", "closed CONNECTION_LOST");
    assertThat(atB.heard).containsExactly("opened", "closed CONNECTION_LOST");
  }

  @Test
  void aFilterDropsAndDelaysWhatAHostSays() {
    connect();
    a.setFilter(
        (to, message) ->
            message instanceof Ping ping && ping.nonce() == 2
                ? OutgoingFilter.DROP
                : message instanceof Ping other && other.nonce() == 1 ? 1000 : 0);
    ping(a, atA, 1, 3);
    time.runFor(5000);
    assertThat(atB.pings).containsExactly(3L, 1L);
  }

  @Test
  void oneSeedGivesOneHashAndAnotherSeedAnother() {
    assertThat(hashOf(7)).isEqualTo(hashOf(7)).isNotEqualTo(hashOf(8));
  }

  private static String hashOf(long seed) {
    SimulatedNetworkTest world = new SimulatedNetworkTest();
    SimulatedNetwork lossy =
        new SimulatedNetwork(
            world.time,
            new Random(seed),
            world.log,
            Carriage.BY_REFERENCE,
            NetLimits.DEFAULT,
            LinkQuality.WIRELESS);
    SimulatedHost one = lossy.addHost();
    SimulatedHost two = lossy.addHost();
    RecordingProgram atOne = world.start(one);
    world.start(two);
    one.dial(two.address(), Optional.empty());
    world.time.runFor(1000);
    world.ping(one, atOne, 1, 100);
    world.time.runFor(10_000);
    return world.log.hash();
  }
}
