package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What others ask of us. S5 of the attacks: whatever they ask, the work is bounded. */
class BlockServerTest {

  private final Chain chain = FIXTURE.chain();
  private final SyncWorld world = new SyncWorld(chain);
  private final FakePeer peer = world.peer();

  BlockServerTest() {
    Blocks.main(2_500)
        .forEach(block -> chain.submitBlock(block, FIXTURE.at(block.hash()).header().time()));
    world.connect(peer);
    peer.latencyMillis = 0;
    world.time().runFor(1);
    peer.received.clear(); // a new peer is asked for its headers
  }

  private static BlockHash unknown(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    bytes[1] = (byte) (number >> 8);
    bytes[31] = 1;
    return BlockHash.of(bytes);
  }

  private static List<BlockHash> unknown(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(BlockServerTest::unknown).toList();
  }

  private Headers headers(List<BlockHash> locator) {
    peer.received.clear();
    world.sync().onGetHeaders(peer, new GetHeaders(9, locator));
    world.time().runFor(1);
    assertThat(peer.received).hasSize(1);
    Headers answer = (Headers) peer.received.get(0);
    assertThat(answer.request()).isEqualTo(9);
    return answer;
  }

  @Test
  void answersHeadersAfterTheFirstOfTheLocatorOnTheActiveChain() {
    Block fork = FIXTURE.mine(Blocks.MAIN.get(400).hash());
    chain.submitBlock(fork, FIXTURE.at(fork.hash()).header().time());
    List<BlockHash> locator =
        List.of(unknown(1), fork.hash(), Blocks.MAIN.get(99).hash(), Blocks.MAIN.get(700).hash());
    assertThat(headers(locator).headers())
        .isEqualTo(Blocks.headers(Blocks.MAIN.subList(100, 2_100)));
    assertThat(headers(List.of()).headers()).isEqualTo(Blocks.headers(Blocks.main(2_000)));
    assertThat(headers(unknown(0, 64)).headers()).isEqualTo(Blocks.headers(Blocks.main(2_000)));
    assertThat(headers(List.of(Blocks.MAIN.get(2_498).hash())).headers()).hasSize(1);
    assertThat(headers(List.of(Blocks.MAIN.get(2_499).hash())).headers()).isEmpty();
  }

  @Test
  void refusesALocatorThatIsTooLong() {
    world.sync().onGetHeaders(peer, new GetHeaders(1, unknown(0, 65)));
    world.sync().onGetHeaders(peer, new GetHeaders(1, unknown(0, 10_000)));
    world.time().runFor(10);
    assertThat(peer.received).isEmpty();
    assertThat(peer.charges)
        .containsExactly(Misbehaviour.OVERSIZED_REQUEST, Misbehaviour.OVERSIZED_REQUEST);
  }

  @Test
  void refusesBlockRequestsOfNoneAndOfTooMany() {
    world.sync().onGetBlocks(peer, new GetBlocks(List.of()));
    world.sync().onGetBlocks(peer, new GetBlocks(unknown(0, 17)));
    world.time().runFor(10);
    assertThat(peer.received).isEmpty();
    assertThat(peer.charges).hasSize(2).containsOnly(Misbehaviour.OVERSIZED_REQUEST);
  }

  @Test
  void answersEachHashInItsOrder() {
    BlockHash one = Blocks.MAIN.get(7).hash();
    BlockHash two = Blocks.MAIN.get(3).hash();
    world.sync().onGetBlocks(peer, new GetBlocks(List.of(one, unknown(1), two, two)));
    world.time().runFor(1);
    assertThat(peer.received)
        .containsExactly(
            new FullBlock(Blocks.MAIN.get(7)),
            new BlocksNotFound(List.of(unknown(1))),
            new FullBlock(Blocks.MAIN.get(3)),
            new FullBlock(Blocks.MAIN.get(3)));
  }

  @Test
  void waitsForAPeerThatDoesNotRead() {
    peer.writable = false;
    for (int i = 0; i < NetLimits.DEFAULT.servedRequests(); i++) {
      world.sync().onGetBlocks(peer, new GetBlocks(List.of(Blocks.MAIN.get(i).hash())));
    }
    world.time().runFor(1_000);
    assertThat(peer.received).isEmpty();
    assertThat(peer.charges).isEmpty();
    world.sync().onGetBlocks(peer, new GetBlocks(List.of(Blocks.MAIN.get(0).hash())));
    assertThat(peer.charges).containsExactly(Misbehaviour.OVERSIZED_REQUEST);
    peer.writable = true;
    world.sync().onWritable(peer);
    world.time().runFor(1);
    assertThat(peer.received).hasSize(NetLimits.DEFAULT.servedRequests());
  }

  @Test
  void servesPeersInTurnAndALittleAtATime() {
    FakePeer other = world.peer();
    world.connect(other);
    BlockHash own = Blocks.MAIN.get(0).hash();
    for (int i = 0; i < 60; i++) {
      world.sync().onGetBlocks(peer, new GetBlocks(Collections.nCopies(16, own)));
    }
    world.sync().onGetBlocks(other, new GetBlocks(List.of(Blocks.MAIN.get(1).hash())));
    long before = world.time().eventsRun();
    world.time().runUntil(() -> !other.received.isEmpty(), 1_000);
    assertThat(peer.received).hasSizeLessThanOrEqualTo(16);
    world.time().runFor(1);
    assertThat(peer.received).hasSize(60 * 16);
    assertThat(world.time().eventsRun() - before).isGreaterThanOrEqualTo(60);
  }

  @Test
  void forgetsAPeerThatHasLeft() {
    peer.writable = false;
    world.sync().onGetBlocks(peer, new GetBlocks(List.of(Blocks.MAIN.get(0).hash())));
    peer.vanish();
    peer.writable = true;
    world.sync().onWritable(peer);
    world.time().runFor(10);
    world.sync().onGetBlocks(peer, new GetBlocks(List.of(Blocks.MAIN.get(0).hash())));
    world.time().runFor(10);
    assertThat(peer.received).isEmpty();
  }
}
