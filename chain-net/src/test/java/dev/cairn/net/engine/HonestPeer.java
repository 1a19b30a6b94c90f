package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A peer of a {@link FuzzedSession} that answers what it is asked, and says nothing by itself. */
final class HonestPeer {

  private final TestEngine node;
  private final int number;
  private final Link link;
  private final SessionWorld world = SessionWorld.base();
  private final Deque<Message> answers = new ArrayDeque<>();
  private int heard;

  HonestPeer(TestEngine node, int number, boolean isOutbound) {
    this.node = node;
    this.number = number;
    Introduction introduction =
        new Introduction(
            node.chain.tip().header().work(),
            node.chain.tip().hash(),
            node.chain.tip().height().value(),
            7771,
            "honest/1",
            TestEngine.NOW.seconds());
    link = node.open(number, TestNodes.address(number), isOutbound, introduction);
  }

  Link link() {
    return link;
  }

  /** Gives one answer; false when none is due. */
  boolean answerNext() {
    List<Message> sent = node.outbox.sent(link.id());
    while (answers.isEmpty() && heard < sent.size()) {
      answers.addAll(world.answer(sent.get(heard++)));
    }
    if (answers.isEmpty()) {
      return false;
    }
    node.receive(link, answers.remove());
    return true;
  }

  /** Has got the node's chain, and a block on it. */
  void learn(Chain chain, Block block) {
    List<Block> missing = new ArrayList<>();
    BlockHash genesis = chain.network().genesis().hash();
    for (long height = chain.tip().height().value(); height > 0; height--) {
      BlockHash hash = chain.hashAt(Height.of(height)).orElseThrow();
      if (hash.equals(genesis) || world.has(hash)) {
        break;
      }
      missing.add(chain.block(hash).orElseThrow());
    }
    Collections.reverse(missing);
    missing.forEach(world::add);
    world.add(block);
  }

  void assertUnpunished(NetStatus status) {
    assertThat(node.outbox.closed(link.id())).as("end of the link of an honest peer").isEmpty();
    assertThat(status.peers())
        .filteredOn(peer -> peer.node().equals(TestNodes.node(number)))
        .singleElement()
        .satisfies(peer -> assertThat(peer.points()).as("points of an honest peer").isZero());
    assertThat(status.bannedMillis()).doesNotContainKey(TestNodes.node(number));
  }
}
