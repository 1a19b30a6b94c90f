package dev.cairn.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of networks and applications: at most 64 bytes of well-formed UTF-8. */
class NetworkNameTest {

  private static final Bytes SALT = Bytes.of(new byte[16]);
  private static final Timestamp TIME = new Timestamp(0);

  /** 1, 2, 3 and 4 bytes of UTF-8 for each character; 64 bytes in all. */
  @ParameterizedTest
  @ValueSource(strings = {"n", "é", "€", "😀"})
  void has64BytesAtMost(String character) {
    int bytes = character.getBytes(StandardCharsets.UTF_8).length;
    String longest = character.repeat(64 / bytes) + "n".repeat(64 % bytes);

    assertThat(named(longest).name()).isEqualTo(longest);
    assertThat(NetworkParameters.decode(named(longest).encode()).value().name()).isEqualTo(longest);
    assertThat(new ListedApplication(1024, longest, 1).name()).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> named(longest + "n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListedApplication(1024, longest + "n", 1));
  }

  @Test
  void mayBeEmpty() {
    assertThat(NetworkParameters.decode(named("").encode()).value().name()).isEmpty();
  }

  /** A part of a pair would be written as a question mark. */
  @ParameterizedTest
  @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdfff})
  void isNoHalfOfASurrogatePair(int half) {
    String name = "n" + (char) half;

    assertThatIllegalArgumentException().isThrownBy(() -> named(name));
    assertThatIllegalArgumentException().isThrownBy(() -> new ListedApplication(1024, name, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a continuation alone
        "bf",
        "c080", // overlong
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08fbfbf",
        "eda080", // surrogates
        "edbfbf",
        "eda081edb080",
        "f4908080", // beyond 10ffff
        "f5808080",
        "f888808080", // five bytes, which UTF-8 once had
        "fe",
        "ff",
        "c3", // truncated
        "e282",
        "f09f98",
        "6ec3",
        "c36e"
      })
  void isWellFormed(String hex) {
    assertReason(ofName(hex), ParameterFault.NAME_NOT_UTF8);
    assertReason(ofApplicationName(hex), ParameterFault.NAME_NOT_UTF8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbd"})
  void isAnyText(String hex) {
    assertThat(ofName(hex).value().encode().toHex()).contains(hex);
    assertThat(ofApplicationName(hex).isPassed()).isTrue();
  }

  @Test
  void isJudgedByItsLengthBeforeItIsRead() {
    assertReason(ofName("6e".repeat(65)), ParameterFault.NAME_TOO_LONG);
    assertReason(ofName("ff".repeat(65)), ParameterFault.NAME_TOO_LONG);
    String salt = "00".repeat(16);
    assertReason(decode(salt + "40"), Rule.TRUNCATED);
    assertReason(decode(salt + "41"), ParameterFault.NAME_TOO_LONG);
    assertReason(decode(salt + "ff0000000000000040"), ParameterFault.NAME_TOO_LONG);
    assertReason(decode(salt + "fd4100"), Rule.VARINT_NOT_SHORTEST);
    assertReason(decode(salt + "ff0000000000000080"), Rule.VALUE_OUT_OF_RANGE);
    assertReason(decode(salt + "01ff"), ParameterFault.NAME_NOT_UTF8);
  }

  private static NetworkParameters named(String name) {
    return new NetworkParameters.Builder(name, SALT, TIME).build();
  }

  private static Checked<NetworkParameters> ofName(String hex) {
    String rest = named("").encode().toHex().substring(34);
    return decode("00".repeat(16) + "%02x".formatted(hex.length() / 2) + hex + rest);
  }

  private static Checked<NetworkParameters> ofApplicationName(String hex) {
    String network = named("").encode().toHex();
    String name = "%02x".formatted(hex.length() / 2) + hex;
    String renamed = network.replace("01087472616e73666572", "01" + name);
    assertThat(renamed).isNotEqualTo(network);
    return decode(renamed);
  }

  private static Checked<NetworkParameters> decode(String hex) {
    return NetworkParameters.decode(Bytes.ofHex(hex));
  }

  private static void assertReason(Checked<?> checked, Reason reason) {
    assertThat(checked.rejection().map(Rejection::code)).hasValue(reason.name());
  }
}
