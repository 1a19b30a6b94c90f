package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactPeersTest {

  private final CompactPeers compactPeers = new CompactPeers(3);
  private final List<BlockPeer> peers = new ArrayList<>();

  private BlockPeer add(boolean isOutbound) {
    TestPeer peer =
        new TestPeer(peers.size(), isOutbound, new ChainFixture().parameters().genesis().hash());
    peers.add(new BlockPeer(peer, NetLimits.DEFAULT));
    return peers.get(peers.size() - 1);
  }

  /** What each peer was told last, as far as it was told anything since the last call. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      for (WantCompactBlocks want : ((TestPeer) peers.get(i).peer).take(WantCompactBlocks.class)) {
        told.add(i + (want.wanted() ? " yes" : " no"));
      }
    }
    return told;
  }

  @Test
  void fillsPlacesWithThoseThatWeDialledFirst() {
    add(false);
    add(false);
    add(true);
    add(true);
    compactPeers.fill(peers);
    assertThat(told()).containsExactly("0 yes", "2 yes", "3 yes");
    compactPeers.fill(peers);
    assertThat(told()).isEmpty();
  }

  @Test
  void givesThePlaceOfTheOneThatWasFirstLongestAgo() {
    for (int i = 0; i < 5; i++) {
      add(true);
    }
    compactPeers.fill(peers);
    told();
    compactPeers.onFirst(peers.get(0));
    assertThat(told()).isEmpty();
    compactPeers.onFirst(peers.get(4));
    assertThat(told()).containsExactly("1 no", "4 yes");
    compactPeers.onFirst(peers.get(1));
    assertThat(told()).containsExactly("1 yes", "2 no");
  }

  @Test
  void keepsTheLastOneThatWeDialled() {
    add(true);
    for (int i = 0; i < 4; i++) {
      add(false);
    }
    compactPeers.fill(peers);
    told();
    compactPeers.onFirst(peers.get(3));
    assertThat(told()).containsExactly("1 no", "3 yes");
    compactPeers.onFirst(peers.get(4));
    assertThat(told()).containsExactly("2 no", "4 yes");
  }

  @Test
  void givesThePlaceOfOneThatWeDialledToAnother() {
    add(true);
    add(false);
    add(false);
    add(true);
    compactPeers.onFirst(peers.get(0));
    compactPeers.onFirst(peers.get(1));
    compactPeers.onFirst(peers.get(2));
    told();
    compactPeers.onFirst(peers.get(3));
    assertThat(told()).containsExactly("0 no", "3 yes");
  }

  @Test
  void fillsThePlaceOfOneThatIsGone() {
    for (int i = 0; i < 4; i++) {
      add(true);
    }
    compactPeers.fill(peers);
    told();
    compactPeers.remove(peers.get(1));
    compactPeers.fill(List.of(peers.get(0), peers.get(2), peers.get(3)));
    assertThat(told()).containsExactly("3 yes");
  }
}
