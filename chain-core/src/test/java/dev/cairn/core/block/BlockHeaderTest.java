package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Json;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockHeaderTest {

  private static final BlockHeader EXTREME =
      new BlockHeader(
          -1,
          BlockHash.of(Sha256.hash(new byte[1])),
          MerkleRoot.of(Sha256.hash(new byte[2])),
          Timestamp.MAX,
          new CompactBits(-1),
          -1);

  /** The layout is Bitcoin's: its own headers are read, and each names the hash before. */
  @Test
  void readsTheHeadersOfBitcoin() {
    List<String> lines = Json.text("vectors/bitcoin-headers-1-100.hex").lines().toList();
    BlockHash previous =
        BlockHash.parse("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f").value();
    for (String line : lines) {
      BlockHeader header = BlockHeader.decode(Bytes.ofHex(line)).value();

      assertThat(header.previous()).isEqualTo(previous);
      assertThat(Bytes.of(header.toArray()).toHex()).isEqualTo(line);
      assertThat(header.bits().target().isMetBy(header.hash())).isTrue();
      previous = header.hash();
    }
    assertThat(lines).hasSize(100);
  }

  @Test
  void holdsAnyBits() {
    assertThat(Bytes.of(EXTREME.toArray()).toHex())
        .startsWith("ffffffff")
        .endsWith("ffffffffffffffffffffffff")
        .hasSize(160);
    assertThat(BlockHeader.decode(Bytes.of(EXTREME.toArray())).value()).isEqualTo(EXTREME);
    assertThat(EXTREME.time()).isEqualTo(Timestamp.MAX);
  }

  @Test
  void hasExactly80Bytes() {
    byte[] bytes = EXTREME.toArray();
    for (int length = 0; length < 80; length++) {
      assertThat(BlockHeader.decode(Bytes.of(bytes, 0, length)).rejection().map(Rejection::reason))
          .hasValue(Rule.TRUNCATED);
    }
    Bytes longer = Bytes.ofHex(Bytes.of(bytes).toHex() + "00");
    assertThat(BlockHeader.decode(longer).rejection().map(Rejection::reason))
        .hasValue(Rule.TRAILING_BYTES);
  }

  @Test
  void isAnotherHeaderWithAnotherNonce() {
    BlockHeader other = EXTREME.withNonce(0);

    assertThat(other).isNotEqualTo(EXTREME);
    assertThat(other.withNonce(-1)).isEqualTo(EXTREME).hasSameHashCodeAs(EXTREME);
    assertThat(Bytes.of(other.toArray()).slice(0, 76))
        .isEqualTo(Bytes.of(EXTREME.toArray()).slice(0, 76));
  }

  @Test
  void lendsNobodyItsBytes() {
    EXTREME.toArray()[0] = 0;

    assertThat(EXTREME.toArray()[0]).isEqualTo((byte) 0xff);
  }
}
