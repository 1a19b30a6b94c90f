package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.util.function.Function;

/**
 * The decoders of chain-core that peers reach: whatever passes gives the same bytes again, for
 * hashes cover them. See {@link WireCodecFuzzTest} for how to fuzz.
 */
class CanonicalDecodersFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void header(byte[] input) {
    assertCanonical(input, BlockHeader::decode, header -> Bytes.of(header.toArray()));
  }

  @FuzzTest(maxDuration = "1m")
  void block(byte[] input) {
    assertCanonical(input, (Bytes bytes) -> Block.decode(bytes), Block::encode);
  }

  @FuzzTest(maxDuration = "1m")
  void transaction(byte[] input) {
    assertCanonical(input, Transaction::decode, Transaction::encode);
  }

  @FuzzTest(maxDuration = "1m")
  void coinbase(byte[] input) {
    assertCanonical(input, Coinbase::decode, Coinbase::encode);
  }

  @FuzzTest(maxDuration = "1m")
  void network(byte[] input) {
    assertCanonical(input, NetworkParameters::decode, NetworkParameters::encode);
  }

  private static <T> void assertCanonical(
      byte[] input, Function<Bytes, Checked<T>> decode, Function<T, Bytes> encode) {
    Bytes bytes = Bytes.of(input);
    Checked<T> decoded = decode.apply(bytes);
    if (decoded.isPassed()) {
      assertThat(encode.apply(decoded.value())).isEqualTo(bytes);
      assertThat(decode.apply(bytes).value()).isEqualTo(decoded.value());
    } else {
      assertThat(decoded.rejection().orElseThrow().code()).isNotBlank();
    }
  }
}
