package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.reference.ReferenceEd25519;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureRulePropertyTest {

  @Test
  void acceptsWhatAKeySigned() {
    Random random = Seeds.random("acceptsWhatAKeySigned");
    for (int round = 0; round < Seeds.rounds(100, 10_000); round++) {
      KeyPair pair = KeyPair.fromSeed(bytes(random, 32));
      byte[] message = bytes(random, random.nextInt(300));
      Signature signature = pair.sign(message);
      assertThat(SignatureRule.verify(pair.publicKey(), signature, message)).isTrue();
      if (round % 10 == 0) {
        byte[] key = pair.publicKey().toArray();
        assertThat(ReferenceEd25519.verify(key, signature.toArray(), message)).isTrue();
      }
    }
  }

  @Test
  void refusesEveryChangeOfOneBit() {
    Random random = Seeds.random("refusesEveryChangeOfOneBit");
    for (int round = 0; round < Seeds.rounds(1, 20); round++) {
      KeyPair pair = KeyPair.fromSeed(bytes(random, 32));
      byte[] key = pair.publicKey().toArray();
      byte[] message = bytes(random, 1 + random.nextInt(40));
      byte[] signature = pair.sign(message).toArray();
      for (byte[] part : new byte[][] {key, signature, message}) {
        for (int bit = 0; bit < 8 * part.length; bit++) {
          flip(part, bit);
          assertThat(SignatureRule.verify(key, signature, message)).as("bit %d", bit).isFalse();
          flip(part, bit);
        }
      }
      assertThat(SignatureRule.verify(key, signature, message)).isTrue();
    }
  }

  @Test
  void judgesRandomBytesAsTheReferenceDoes() {
    Random random = Seeds.random("judgesRandomBytesAsTheReferenceDoes");
    for (int round = 0; round < Seeds.rounds(200, 20_000); round++) {
      byte[] key = bytes(random, 32);
      byte[] signature = bytes(random, 64);
      signature[63] &= 0x0f;
      byte[] message = bytes(random, random.nextInt(20));
      assertThat(SignatureRule.verify(key, signature, message))
          .isEqualTo(ReferenceEd25519.verify(key, signature, message));
    }
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
