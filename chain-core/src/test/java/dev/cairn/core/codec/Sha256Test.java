package dev.cairn.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256Test {

  /** The examples of FIPS 180-2, appendix B, and the digest of nothing. */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, "
        + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  })
  void hashesThePublishedExamples(String text, String digest) {
    assertThat(hex(Sha256.hash(ascii(text)))).isEqualTo(digest);
  }

  @Test
  void hashesAMillionLetters() {
    byte[] letters = new byte[1_000_000];
    Arrays.fill(letters, (byte) 'a');
    assertThat(hex(Sha256.hash(letters)))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456",
    "hello, 9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"
  })
  void hashesTwice(String text, String digest) {
    assertThat(hex(Sha256.hash256(ascii(text)))).isEqualTo(digest);
  }

  @Test
  void agreesWithTheJdkForEveryLengthAndAnyParts() throws NoSuchAlgorithmException {
    Random random = Seeds.random("agreesWithTheJdkForEveryLengthAndAnyParts");
    for (int length = 0; length <= 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      MessageDigest jdk = MessageDigest.getInstance("SHA-256");
      byte[] once = jdk.digest(bytes);
      byte[] twice = jdk.digest(once);
      int cut = random.nextInt(length + 1);
      byte[] head = Arrays.copyOf(bytes, cut);
      byte[] tail = Arrays.copyOfRange(bytes, cut, length);

      assertThat(Sha256.hash(bytes)).isEqualTo(once);
      assertThat(Sha256.hash(head, new byte[0], tail)).isEqualTo(once);
      assertThat(Sha256.hash256(bytes)).isEqualTo(twice);
      byte[] padded = new byte[length + 7];
      random.nextBytes(padded);
      System.arraycopy(bytes, 0, padded, 3, length);
      assertThat(Sha256.hash256(padded, 3, length)).isEqualTo(twice);
    }
  }

  @Test
  void hashesNoPartsAsNothing() {
    assertThat(Sha256.hash()).isEqualTo(Sha256.hash(new byte[0]));
  }

  @Test
  void takesOnlyPartsThatAreInside() {
    byte[] source = new byte[10];
    assertThat(Sha256.hash256(source, 10, 0)).isEqualTo(Sha256.hash256(new byte[0]));
    int[][] outside = {{-1, 1}, {0, 11}, {1, 10}, {11, 0}, {0, -1}, {1, Integer.MAX_VALUE}};
    for (int[] part : outside) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sha256.hash256(source, part[0], part[1]));
    }
  }

  @Test
  void freshDigestsShareNothing() {
    MessageDigest one = Sha256.fresh();
    one.update(ascii("a"));
    MessageDigest other = Sha256.fresh();
    other.update(ascii("abc"));
    one.update(ascii("bc"));
    assertThat(one.digest()).isEqualTo(other.digest()).isEqualTo(Sha256.hash(ascii("abc")));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return Bytes.of(bytes).toHex();
  }
}
