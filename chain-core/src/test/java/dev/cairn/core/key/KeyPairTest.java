package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.Json;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairTest {

  private static final byte[] SEED =
      hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  @Test
  void signsTests1To3OfTheRfc() {
    // RFC 8032, section 7.1
    assertSigns(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    assertSigns(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
            + "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assertSigns(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
            + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  }

  @Test
  void signsTest1024OfTheRfc() {
    // The message of 1023 bytes and its signature are in the Wycheproof vectors as number 83.
    Map<?, ?> vector = wycheproof(83);
    assertThat((String) vector.get("msg")).hasSize(2 * 1023);
    assertSigns(
        "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
        "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
        (String) Objects.requireNonNull(vector.get("msg")),
        "0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350aa5371b1508f9f45"
            + "28ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03");
  }

  @Test
  void signsTestShaAbcOfTheRfc() throws NoSuchAlgorithmException {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    byte[] message = MessageDigest.getInstance("SHA-512").digest(abc);
    assertSigns(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        HexFormat.of().formatHex(message),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ec"
            + "fdfbc7c66431e0303dca179c138ac17ad9bef1177331a704");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void refusesSeedsThatHaveNot32Bytes(int length) {
    byte[] seed = Arrays.copyOf(SEED, length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPair.fromSeed(seed))
        .withMessageContaining(String.valueOf(length))
        .withMessageNotContaining("9d61");
  }

  @Test
  void keepsItsSeedWhenTheArraysOfOthersChange() {
    byte[] seed = SEED.clone();
    KeyPair pair = KeyPair.fromSeed(seed);
    Signature before = pair.sign(new byte[] {7});
    Arrays.fill(seed, (byte) 0);
    Arrays.fill(pair.exportSeed(), (byte) 0);
    assertThat(pair.exportSeed()).isEqualTo(SEED);
    assertThat(pair.sign(new byte[] {7})).isEqualTo(before);
  }

  @Test
  void showsOnlyItsPublicKey() {
    KeyPair pair = KeyPair.fromSeed(SEED);
    assertThat(pair.toString())
        .contains(pair.publicKey().toString())
        .doesNotContain(HexFormat.of().formatHex(SEED))
        .doesNotContain(Arrays.toString(SEED));
  }

  @Test
  void givesTheSeedAwayByOneMethodOnly() throws ReflectiveOperationException {
    KeyPair pair = KeyPair.fromSeed(SEED);
    assertThat(pair).isNotInstanceOf(Serializable.class);
    for (Method method : KeyPair.class.getMethods()) {
      boolean mayTell =
          method.getName().equals("exportSeed")
              || method.getDeclaringClass() != KeyPair.class
              || method.getParameterCount() > 0
              || Modifier.isStatic(method.getModifiers());
      if (!mayTell) {
        Object told = method.invoke(pair);
        assertThat(told).as(method.getName()).isNotEqualTo(SEED);
        assertThat(String.valueOf(told))
            .as(method.getName())
            .doesNotContain(HexFormat.of().formatHex(SEED));
      }
    }
  }

  private static void assertSigns(String seed, String key, String message, String signature) {
    KeyPair pair = KeyPair.fromSeed(hex(seed));
    assertThat(pair.publicKey().toHex()).isEqualTo(key);
    assertThat(pair.exportSeed()).isEqualTo(hex(seed));
    assertThat(pair.sign(hex(message)).toHex()).isEqualTo(signature);
    assertThat(SignatureRule.verify(hex(key), hex(signature), hex(message))).isTrue();
  }

  private static Map<?, ?> wycheproof(long number) {
    Map<?, ?> file = (Map<?, ?>) Json.resource("vectors/wycheproof-ed25519.json");
    for (Object group :
        (List<?>) Objects.requireNonNull(Objects.requireNonNull(file).get("testGroups"))) {
      for (Object test : (List<?>) Objects.requireNonNull(((Map<?, ?>) group).get("tests"))) {
        if (Objects.equals(((Map<?, ?>) test).get("tcId"), number)) {
          return (Map<?, ?>) test;
        }
      }
    }
    throw new AssertionError("no vector " + number);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
