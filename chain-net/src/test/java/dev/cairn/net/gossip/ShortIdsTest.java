package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.CompactBlock;
import org.junit.jupiter.api.Test;

class ShortIdsTest {

  private static Bytes counting(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return Bytes.of(bytes);
  }

  /** The value was computed apart, from the description in proto/. */
  @Test
  void takesItsKeyFromHeaderAndSalt() {
    BlockHeader header = BlockHeader.decode(counting(0, 80)).value();
    ShortIds ids = new ShortIds(header, 0xf1e2_d3c4_b5a6_9788L);
    assertThat(ids.of(TransactionId.of(counting(100, 32).toArray()))).isEqualTo(0x89a2_ac9c_4c93L);
  }

  @Test
  void writesSixBytesLittleEndianForEachTransactionButTheCoinbase() {
    ChainFixture fixture = new ChainFixture();
    Block block =
        fixture
            .on(fixture.genesis())
            .with(fixture.transfer(0, 1, 5, 0, 1), fixture.transfer(1, 2, 5, 0, 1))
            .mine();
    CompactBlock compact = ShortIds.announcement(block, 5);
    ShortIds ids = new ShortIds(block.header(), 5);
    assertThat(compact.header()).isEqualTo(block.header());
    assertThat(compact.coinbase()).isEqualTo(block.coinbase());
    assertThat(compact.shortIds().length()).isEqualTo(12);
    assertThat(ShortIds.decode(compact.shortIds()))
        .containsExactly(
            ids.of(block.transactions().get(0).id()), ids.of(block.transactions().get(1).id()));
    assertThat(ShortIds.decode(Bytes.ofHex("010203040506fffffffffffe")))
        .containsExactly(0x0605_0403_0201L, 0xfeff_ffff_ffffL);
  }

  @Test
  void changesWithTheSalt() {
    ChainFixture fixture = new ChainFixture();
    Block block = fixture.on(fixture.genesis()).with(fixture.transfer(0, 1, 5, 0, 1)).mine();
    assertThat(ShortIds.announcement(block, 1).shortIds())
        .isNotEqualTo(ShortIds.announcement(block, 2).shortIds());
  }
}
