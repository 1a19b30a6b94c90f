package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TextFault;
import dev.cairn.core.verdict.Reason;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerNameTest {

  private static final PublicKey KEY = KeyPair.fromSeed(new byte[32]).publicKey();
  private static final String ADDRESS = KEY.toAddress();

  private static Optional<PublicKey> recipient(String text) {
    return WorkerName.parse(text).value().recipient();
  }

  private static Reason reason(String text) {
    return WorkerName.parse(text).rejection().orElseThrow().reason();
  }

  @Test
  void anAddressGetsTheReward() {
    assertThat(recipient(ADDRESS)).contains(KEY);
    assertThat(recipient(ADDRESS + ".rig-1")).contains(KEY);
    assertThat(recipient(ADDRESS + ".rig.1")).contains(KEY);
    assertThat(recipient(ADDRESS + ".")).contains(KEY);
    assertThat(recipient(ADDRESS.toUpperCase(Locale.ROOT) + ".x")).contains(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "worker", ".", "a.b", "cairn", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7k", "☃"})
  void anyOtherNameLeavesItToTheNode(String text) {
    assertThat(recipient(text)).isEmpty();
  }

  @Test
  void whatIsMeantAsAnAddressAndIsNoneIsRefused() {
    String wrong = ADDRESS.substring(0, 20) + (ADDRESS.charAt(20) == 'q' ? 'p' : 'q');

    assertThat(reason(wrong + ADDRESS.substring(21))).isEqualTo(TextFault.BECH32_CHECKSUM);
    assertThat(reason(wrong + ADDRESS.substring(21) + ".rig")).isEqualTo(TextFault.BECH32_CHECKSUM);
    assertThat(reason("cairn1")).isEqualTo(TextFault.BECH32_LENGTH);
    assertThat(reason("Cairn1" + ADDRESS.substring(6))).isEqualTo(TextFault.BECH32_MIXED_CASE);
    assertThat(reason("cairn1bio")).isEqualTo(TextFault.BECH32_CHARACTER);
  }
}
