package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rule;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRollingTest {

  private static final int VERSION = BlockHeader.VERSION;

  private final VersionRolling rolling = new VersionRolling();

  private String configure(String params) {
    return rolling
        .configure(Request.parse("{\"p\":" + params + "}").orElseThrow().get("p"))
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ffffffff | {'version-rolling':true,'version-rolling.mask':'1fffe000'}",
        "1fffe000 | {'version-rolling':true,'version-rolling.mask':'1fffe000'}",
        "00c00001 | {'version-rolling':true,'version-rolling.mask':'00c00000'}",
        "00000fff | {'version-rolling':false}",
        "nonsense | {'version-rolling':false}"
      })
  void grantsOfWhatIsWantedTheBitsThatMeanNothing(String wanted, String answer) {
    String params =
        """
        [["version-rolling"], {"version-rolling.mask": "%s",
          "version-rolling.min-bit-count": 2}]\
        """
            .formatted(wanted);

    assertThat(configure(params)).isEqualTo(answer.replace('\'', '"'));
  }

  @Test
  void answersForEachExtension() {
    assertThat(configure("[[\"minimum-difficulty\",\"version-rolling\",\"subscribe-extranonce\"]]"))
        .isEqualTo(
            """
            {"minimum-difficulty":false,"version-rolling":true,\
            "version-rolling.mask":"1fffe000","subscribe-extranonce":true}\
            """);
    assertThat(configure("[]")).isEqualTo("{}");
    assertThat(configure("7")).isEqualTo("{}");
  }

  @Test
  void putsTheMinersBitsIntoTheVersion() {
    configure("[[\"version-rolling\"],{\"version-rolling.mask\":\"00ffe000\"}]");

    assertThat(rolling.apply(VERSION, OptionalInt.of(0x00c0a000))).hasValue(0x20c0a000);
    assertThat(rolling.apply(VERSION, OptionalInt.of(0))).hasValue(VERSION);
    assertThat(rolling.apply(VERSION, OptionalInt.empty())).hasValue(VERSION);
    assertThat(rolling.apply(VERSION, OptionalInt.of(0x01000000))).isEmpty();
    assertThat(rolling.apply(VERSION, OptionalInt.of(0x20c0a000))).isEmpty();
  }

  @Test
  void grantsNothingThatWasNotAskedFor() {
    assertThat(rolling.apply(VERSION, OptionalInt.of(0x2000))).isEmpty();
    assertThat(rolling.apply(VERSION, OptionalInt.of(0))).hasValue(VERSION);
  }

  @Test
  void theRulesForHeadersTakeEveryOneOfTheseBitsAndNoOther() {
    NetworkParameters network = NetworkParameters.dev();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      int version = VERSION ^ (1 << bit);
      BlockHeader header =
          new BlockHeader(
              version,
              BlockHash.ZERO,
              MerkleRoot.ZERO,
              Timestamp.MAX,
              new CompactBits(0x207fffff),
              0);
      boolean isFree = (BlockHeader.FREE_VERSION_BITS & (1 << bit)) != 0;
      boolean isTaken =
          new HeaderRules(network)
              .checkInIsolation(header)
              .filter(why -> why.reason() == Rule.HEADER_VERSION_INVALID)
              .isEmpty();
      assertThat(isTaken).as("bit %d", bit).isEqualTo(isFree);
    }
  }
}
