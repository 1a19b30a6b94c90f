package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits stays apart, even where somebody sees to it that hash codes are equal. */
class WaitingRoomTest {

  private static final int PARENTS = 1_000;
  private static final long ITEM = WaitingRoom.HEAP_BYTES_OF_ITEM + BlockHeader.BYTES;
  private static final Origin PEER = new Origin("peer");

  private static WaitingRoom room(long bytes, long bytesPerOrigin) {
    return new WaitingRoom(new ChainLimits(1, 1, 0, 1, bytes, bytesPerOrigin));
  }

  /** Hashes that differ in two of their four words, by the same bits. */
  private static BlockHash colliding(int number) {
    BlockHash hash = BlockHash.of(new ByteWriter().u64(number).u64(0).u64(0).u64(number).toArray());
    assertThat(hash.hashCode()).isEqualTo(BlockHash.ZERO.hashCode());
    return hash;
  }

  private static BlockHeader child(BlockHash parent, int number) {
    return new BlockHeader(
        BlockHeader.VERSION,
        parent,
        MerkleRoot.of(Sha256.hash(new ByteWriter().u64(number).toArray())),
        new Timestamp(1),
        new CompactBits(0x207fffff),
        0);
  }

  private static WaitingRoom.Item item(BlockHeader header, Origin origin) {
    return new WaitingRoom.Item(header, Optional.empty(), origin);
  }

  private static WaitingRoom.Item item(BlockHash parent, int number) {
    return item(child(parent, number), PEER);
  }

  @Test
  void childrenOfParentsWithOneHashCodeComeOutWithTheirOwnParentInTheirOrder() {
    WaitingRoom room = room(1 << 30, 1 << 30);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < PARENTS; i++) {
        room.awaitParent(item(colliding(i), round));
      }
    }
    assertThat(room.bytes()).isEqualTo(3 * PARENTS * ITEM);
    assertThat(room.onParent(colliding(PARENTS))).isEmpty();
    for (int i = PARENTS - 1; i >= 0; i--) {
      BlockHash parent = colliding(i);
      assertThat(room.onParent(parent))
          .containsExactly(item(parent, 0), item(parent, 1), item(parent, 2));
      assertThat(room.onParent(parent)).isEmpty();
      assertThat(room.bytes()).isEqualTo(3L * i * ITEM);
    }
  }

  @Test
  void oldestGoesAtTheLimitWhenParentsHaveOneHashCode() {
    for (long limit = 10 * ITEM - 1; limit <= 10 * ITEM + 1; limit++) {
      int kept = (int) (limit / ITEM);
      for (WaitingRoom room : List.of(room(limit, 1 << 30), room(1 << 30, limit))) {
        for (int i = 0; i < PARENTS; i++) {
          room.awaitParent(item(colliding(i), i));
          assertThat(room.bytes()).isEqualTo(Math.min(i + 1, kept) * ITEM);
        }
        for (int i = 0; i < PARENTS; i++) {
          assertThat(room.onParent(colliding(i))).hasSize(i < PARENTS - kept ? 0 : 1);
        }
        assertThat(room.bytes()).isZero();
      }
    }
  }

  @Test
  void headersWithOneHashCodeWaitBesideEachOther() {
    BlockHash parent = colliding(1);
    Map<Integer, BlockHeader> seen = new LinkedHashMap<>();
    BlockHeader second = child(parent, 0);
    while (seen.putIfAbsent(second.hash().hashCode(), second) == null) {
      second = second.withNonce(second.nonce() + 1);
    }
    BlockHeader first = seen.getOrDefault(second.hash().hashCode(), second);
    assertThat(first).isNotEqualTo(second);
    WaitingRoom room = room(1 << 30, 1 << 30);

    room.awaitParent(item(first, PEER));
    room.awaitParent(item(second, PEER));
    room.awaitParent(item(first, PEER));

    assertThat(room.bytes()).isEqualTo(2 * ITEM);
    assertThat(room.onParent(parent)).containsExactly(item(first, PEER), item(second, PEER));
    assertThat(room.bytes()).isZero();
  }

  @Test
  void originsWithOneHashCodeHaveEachTheirOwnRoom() {
    Origin one = new Origin("Aa");
    Origin other = new Origin("BB");
    assertThat(one.hashCode()).isEqualTo(other.hashCode());
    BlockHash parent = colliding(1);
    WaitingRoom room = room(1 << 30, 2 * ITEM);
    List<WaitingRoom.Item> expected = new ArrayList<>();

    for (int i = 0; i < 2; i++) {
      for (Origin origin : List.of(one, other)) {
        expected.add(item(child(parent, i), origin));
        room.awaitParent(expected.get(expected.size() - 1));
      }
    }
    assertThat(room.bytes()).isEqualTo(4 * ITEM);
    room.awaitParent(item(child(parent, 2), other));

    expected.remove(item(child(parent, 0), other));
    expected.add(item(child(parent, 2), other));
    assertThat(room.onParent(parent)).isEqualTo(expected);
  }
}
