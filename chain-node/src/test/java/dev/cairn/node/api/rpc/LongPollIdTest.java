package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongPollIdTest {

  private static final CompactBits BITS = new CompactBits(0x1e0fffff);
  private static final LongPollId ID = new LongPollId(BlockHash.ZERO, BITS, Amount.of(500));

  @Test
  void isReadAsItIsWritten() {
    assertThat(ID).hasToString("00".repeat(32) + "1e0fffff" + "00000000000001f4");
    assertThat(LongPollId.parse(ID.toString())).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 87, 89, 1_000_000})
  void isNothingOfAnotherLength(int length) {
    assertThat(LongPollId.parse("0".repeat(length))).isEmpty();
  }

  @Test
  void isNothingElse() {
    assertThat(LongPollId.parse("x".repeat(88))).isEmpty();
    assertThat(LongPollId.parse("f".repeat(88))).isEmpty(); // more than there can be
  }

  @Test
  void isReplacedByAnotherParentOrOtherBits() {
    BlockHash other = BlockHash.of(filled());
    assertThat(new LongPollId(other, BITS, Amount.of(1)).replaces(ID)).isTrue();
    assertThat(
            new LongPollId(BlockHash.ZERO, new CompactBits(0x1e1fffff), Amount.of(1)).replaces(ID))
        .isTrue();
    assertThat(new LongPollId(BlockHash.ZERO, BITS, Amount.of(501)).replaces(ID)).isFalse();
  }

  private static byte[] filled() {
    byte[] bytes = new byte[32];
    bytes[5] = 1;
    return bytes;
  }

  @Test
  void comparesWhatABlockPays() {
    assertThat(new LongPollId(BlockHash.ZERO, BITS, Amount.of(501)).paysMoreThan(ID)).isTrue();
    assertThat(new LongPollId(BlockHash.ZERO, BITS, Amount.of(500)).paysMoreThan(ID)).isFalse();
  }
}
