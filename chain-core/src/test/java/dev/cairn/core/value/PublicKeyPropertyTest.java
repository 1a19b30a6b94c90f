package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublicKeyPropertyTest {

  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

  @Test
  void readsBackTheAddressOfAnyKey() {
    Random random = Seeds.random("readsBackTheAddressOfAnyKey");
    for (int round = 0; round < Seeds.rounds(2_000, 200_000); round++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      PublicKey key = PublicKey.of(bytes);
      assertThat(PublicKey.parseAddress(key.toAddress())).isEqualTo(Checked.passed(key));
    }
  }

  /** What BIP 173 promises: no error in up to four characters goes unnoticed. */
  @Test
  void refusesUpToFourWrongCharacters() {
    Random random = Seeds.random("refusesUpToFourWrongCharacters");
    for (int round = 0; round < Seeds.rounds(5_000, 1_000_000); round++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String address = PublicKey.of(bytes).toAddress();
      StringBuilder damaged = new StringBuilder(address);
      for (int errors = 1 + random.nextInt(4); errors > 0; errors--) {
        int position = 6 + random.nextInt(address.length() - 6);
        damaged.setCharAt(position, CHARACTERS.charAt(random.nextInt(32)));
      }
      if (!damaged.toString().equals(address)) {
        assertThat(PublicKey.parseAddress(damaged.toString()).rejection())
            .as("%s for %s", damaged, address)
            .map(Rejection::reason)
            .contains(TextFault.BECH32_CHECKSUM);
      }
    }
  }
}
