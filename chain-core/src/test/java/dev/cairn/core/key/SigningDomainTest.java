package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.core.value.NetworkId;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SigningDomainTest {

  private static final NetworkId NETWORK =
      NetworkId.of(HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2)));

  @Test
  void messageBeginsWithWhatItIsAndForWhichNetwork() {
    // "cairn/transaction/1" in ASCII, the id as it is stored, then the transaction
    assertThat(SigningDomain.transactionMessage(NETWORK, new byte[] {1, 2, 3}))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "636169726e2f7472616e73616374696f6e2f31"
                        + "00112233445566778899aabbccddeeff".repeat(2)
                        + "010203"));
  }

  @Test
  void messageOfAPartIsThatOfItsCopy() {
    byte[] source = {9, 1, 2, 3, 9};
    assertThat(SigningDomain.transactionMessage(NETWORK, source, 1, 3))
        .isEqualTo(SigningDomain.transactionMessage(NETWORK, new byte[] {1, 2, 3}));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> SigningDomain.transactionMessage(NETWORK, source, 3, 3));
  }

  @Test
  void signatureForOneNetworkFailsOnAnother() {
    KeyPair pair = KeyPair.fromSeed(new byte[32]);
    byte[] transaction = new byte[51];
    byte[] otherId = NETWORK.toArray();
    otherId[31] ^= 1;
    byte[] here = SigningDomain.transactionMessage(NETWORK, transaction);
    byte[] there = SigningDomain.transactionMessage(NetworkId.of(otherId), transaction);
    Signature signature = pair.sign(here);
    assertThat(SignatureRule.verify(pair.publicKey(), signature, here)).isTrue();
    assertThat(SignatureRule.verify(pair.publicKey(), signature, there)).isFalse();
    assertThat(SignatureRule.verify(pair.publicKey(), signature, transaction)).isFalse();
    byte[] reversedId = NETWORK.toArray();
    for (int i = 0; i < 16; i++) {
      reversedId[i] = NETWORK.toArray()[31 - i];
      reversedId[31 - i] = NETWORK.toArray()[i];
    }
    byte[] asShown = SigningDomain.transactionMessage(NetworkId.of(reversedId), transaction);
    assertThat(Arrays.equals(here, asShown)).isFalse();
  }
}
