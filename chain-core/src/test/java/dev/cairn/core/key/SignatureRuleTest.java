package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Json;
import dev.cairn.core.reference.ReferenceEd25519;
import dev.cairn.core.value.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureRuleTest {

  private static final KeyPair PAIR = KeyPair.fromSeed(new byte[32]);
  private static final byte[] MESSAGE = {1, 2, 3};

  @Test
  void judgesAllVectorsOfWycheproof() {
    int valid = 0;
    int count = 0;
    for (Object group :
        list(object(Json.resource("vectors/wycheproof-ed25519.json")), "testGroups")) {
      byte[] key = hex(object(object(group).get("publicKey")), "pk");
      for (Object test : list(object(group), "tests")) {
        boolean expected = "valid".equals(object(test).get("result"));
        byte[] signature = hex(object(test), "sig");
        byte[] message = hex(object(test), "msg");
        String what = "Wycheproof " + object(test).get("tcId");
        assertThat(SignatureRule.verify(key, signature, message)).as(what).isEqualTo(expected);
        assertThat(ReferenceEd25519.verify(key, signature, message)).as(what).isEqualTo(expected);
        valid += expected ? 1 : 0;
        count++;
      }
    }
    assertThat(count).isEqualTo(151);
    assertThat(valid).isEqualTo(88);
  }

  @Test
  void acceptsEdgeCases2To5OfTheTwelveAndNoOther() {
    List<?> cases = list(object(Json.resource("vectors/ed25519-edge-cases.json")), "cases");
    assertThat(cases).hasSize(12);
    for (int i = 0; i < cases.size(); i++) {
      Map<?, ?> each = object(cases.get(i));
      boolean expected = i >= 2 && i <= 5;
      byte[] key = hex(each, "key");
      byte[] signature = hex(each, "signature");
      byte[] message = hex(each, "message");
      assertThat(each.get("valid")).isEqualTo(expected);
      assertThat(SignatureRule.verify(key, signature, message)).as("case " + i).isEqualTo(expected);
      assertThat(ReferenceEd25519.verify(key, signature, message))
          .as("case " + i)
          .isEqualTo(expected);
    }
  }

  @Test
  void refusesSignaturesThatHaveNot64Bytes() {
    byte[] key = PAIR.publicKey().toArray();
    byte[] signature = PAIR.sign(MESSAGE).toArray();
    assertThat(SignatureRule.verify(key, signature, MESSAGE)).isTrue();
    for (int length : new int[] {0, 32, 63, 65, 128}) {
      assertThat(SignatureRule.verify(key, Arrays.copyOf(signature, length), MESSAGE))
          .as("%d bytes", length)
          .isFalse();
    }
  }

  @Test
  void refusesKeysThatHaveNot32Bytes() {
    byte[] key = PAIR.publicKey().toArray();
    byte[] signature = PAIR.sign(MESSAGE).toArray();
    for (int length : new int[] {0, 31, 33, 64}) {
      assertThat(SignatureRule.verify(Arrays.copyOf(key, length), signature, MESSAGE))
          .as("%d bytes", length)
          .isFalse();
    }
  }

  @Test
  void judgesValuesAsItJudgesTheirBytes() {
    Signature signature = PAIR.sign(MESSAGE);
    assertThat(SignatureRule.verify(PAIR.publicKey(), signature, MESSAGE)).isTrue();
    assertThat(SignatureRule.verify(PAIR.publicKey(), signature, new byte[0])).isFalse();
    PublicKey other = KeyPair.fromSeed(Arrays.copyOf(new byte[] {1}, 32)).publicKey();
    assertThat(SignatureRule.verify(other, signature, MESSAGE)).isFalse();
  }

  @Test
  void changesNothingThatItIsGiven() {
    byte[] key = PAIR.publicKey().toArray();
    byte[] signature = PAIR.sign(MESSAGE).toArray();
    byte[] message = MESSAGE.clone();
    assertThat(SignatureRule.verify(key, signature, message)).isTrue();
    assertThat(key).isEqualTo(PAIR.publicKey().toArray());
    assertThat(signature).isEqualTo(PAIR.sign(MESSAGE).toArray());
    assertThat(message).isEqualTo(MESSAGE);
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return (List<?>) Objects.requireNonNull(object.get(name));
  }

  private static byte[] hex(Map<?, ?> object, String name) {
    return HexFormat.of().parseHex((String) Objects.requireNonNull(object.get(name)));
  }
}
