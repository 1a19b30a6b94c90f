package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Json;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.Sha256;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Hashes, bits and targets against real work: headers of Bitcoin's main chain. */
class BitcoinHeadersTest {

  private static final String GENESIS =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  @Test
  void first100HeadersFormAChainOfWork() {
    List<String> lines = Json.text("vectors/bitcoin-headers-1-100.hex").lines().toList();
    assertThat(lines).hasSize(100);
    BlockHash previous = BlockHash.parse(GENESIS).value();
    for (String line : lines) {
      Header header = new Header(line);
      assertThat(header.previous).isEqualTo(previous);
      assertThat(header.bits).hasToString("1d00ffff");
      assertThat(header.bits.target().isMetBy(header.hash)).as("%s", header.hash).isTrue();
      assertThat(header.bits.target().work().toBigInteger()).isEqualTo(0x1_0001_0001L);
      previous = header.hash;
    }
    // Block 100, as every explorer shows it.
    assertThat(previous)
        .hasToString("000000007bc154e0fa7ea32218a72fe2c1bb9f86cf8c9ebf9a715ed27fdb229a");
  }

  @Test
  void anyChangedByteOfAHeaderMissesTheTarget() {
    Header header =
        new Header(Json.text("vectors/bitcoin-headers-1-100.hex").lines().toList().get(0));
    for (int i = 0; i < 80; i++) {
      byte[] changed = header.bytes.clone();
      changed[i] ^= 1;
      BlockHash hash = BlockHash.of(Sha256.hash256(changed));
      assertThat(header.bits.target().isMetBy(hash)).as("byte %d", i).isFalse();
    }
  }

  @Test
  void laterBlocksMeetHarderTargets() {
    Map<?, ?> file =
        (Map<?, ?>) Objects.requireNonNull(Json.resource("vectors/bitcoin-blocks.json"));
    List<?> blocks = (List<?>) Objects.requireNonNull(file.get("blocks"));
    assertThat(blocks).hasSize(2);
    for (Object element : blocks) {
      Map<?, ?> block = (Map<?, ?>) element;
      Header header = new Header((String) Objects.requireNonNull(block.get("header")));
      assertThat(header.hash).hasToString((String) block.get("hash"));
      assertThat(header.bits).hasToString((String) block.get("bits"));
      assertThat(header.merkleRoot).hasToString((String) block.get("merkleRoot"));

      Target target = header.bits.target();
      assertThat(target.toBits()).isEqualTo(header.bits);
      assertThat(target.isMetBy(header.hash)).isTrue();
      BigInteger number = new BigInteger(header.hash.toString(), 16);
      assertThat(Target.of(number).isMetBy(header.hash)).isTrue();
      assertThat(Target.of(number.subtract(BigInteger.ONE)).isMetBy(header.hash)).isFalse();
    }
  }

  /** The fields that matter here, read with the codec. */
  private static final class Header {
    final byte[] bytes;
    final BlockHash hash;
    final BlockHash previous;
    final MerkleRoot merkleRoot;
    final CompactBits bits;

    Header(String hex) {
      bytes = Bytes.ofHex(hex).toArray();
      assertThat(bytes).hasSize(80);
      hash = BlockHash.of(Sha256.hash256(bytes));
      ByteReader reader = new ByteReader(bytes);
      reader.u32();
      previous = reader.bytes32(BlockHash::of);
      merkleRoot = reader.bytes32(MerkleRoot::of);
      reader.u32();
      bits = new CompactBits((int) reader.u32());
      reader.u32();
      assertThat(reader.finish(() -> "all").isPassed()).isTrue();
    }
  }
}
