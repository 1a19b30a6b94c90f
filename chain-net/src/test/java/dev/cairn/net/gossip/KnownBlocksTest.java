package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import org.junit.jupiter.api.Test;

class KnownBlocksTest {

  private final KnownBlocks known = new KnownBlocks(3);

  private static BlockHash hash(long number) {
    return BlockHash.of(Sha256.hash(new ByteWriter().u64(number).toArray()));
  }

  @Test
  void forgetsTheOldest() {
    for (int i = 0; i < 4; i++) {
      known.add(hash(i), i);
      known.add(hash(i), 100 + i);
    }
    assertThat(known.contains(hash(0))).isFalse();
    assertThat(known.contains(hash(1))).isTrue();
    assertThat(known.contains(hash(3))).isTrue();
  }

  @Test
  void knowsWhenThePeerTold() {
    known.add(hash(1), 7);
    known.add(hash(1), 8);
    known.add(hash(2), KnownBlocks.TOLD_BY_US);
    known.add(hash(2), 9);
    assertThat(known.toldAt(hash(1))).hasValue(7);
    assertThat(known.toldAt(hash(2))).isEmpty();
    assertThat(known.toldAt(hash(3))).isEmpty();
  }
}
