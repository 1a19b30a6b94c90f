package dev.cairn.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.network.ParameterFault;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkFileTest {

  private static final String DEV = NetworkFile.write(NetworkParameters.dev());

  static Stream<NetworkParameters> networks() {
    NetworkParameters lan =
        NetworkParameters.lan(
            Bytes.ofHex("00112233445566778899aabbccddeeff"), new Timestamp(4_294_967_295L));
    byte[] low = new byte[32];
    byte[] high = new byte[32];
    high[0] = (byte) 0xff;
    return Stream.of(
        NetworkParameters.dev(),
        lan,
        lan.toBuilder()
            .application(new ListedApplication(Long.MAX_VALUE, "n\"\\\u0001é\uD83E\uDEA8", 7))
            .application(new ListedApplication(1024, "", 0xffff_ffffL))
            .balance(PublicKey.of(high), new Amount(1))
            .balance(PublicKey.of(low), new Amount(1L << 40))
            .subsidy(new Amount(1L << 55), 3)
            .build());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void keepsTheNetworksIdentityThroughAFile(NetworkParameters network) {
    Checked<NetworkParameters> read = NetworkFile.parse(NetworkFile.write(network));
    assertThat(read.value().id()).isEqualTo(network.id());
    assertThat(read.value()).isEqualTo(network);
  }

  @Test
  void writesOneKeyALine() {
    assertThat(DEV)
        .startsWith(
            """
            {
              "name": "dev",
              "salt": "00000000000000000000000000000000",
              "genesisTime": 1767225600,
              "genesisBits": "207fffff",
            """)
        .contains("\"minimumFee\": \"1\",\n")
        .endsWith("\n}\n");
  }

  @Test
  void readsBalancesByKeyAndInAnyOrder() {
    String address = DevKey.keyPair().publicKey().toAddress();
    String key = DevKey.keyPair().publicKey().toHex();
    String other = "00".repeat(32);
    String list =
        "[{\"key\":\"%s\",\"amount\":\"1000000000000\"},{\"amount\":\"5\",\"key\":\"%s\"}]"
            .formatted(key, other);
    String file = DEV.replaceAll("(?s)\"balances\": \\[.*]", "\"balances\": " + list);
    assertThat(DEV).contains(address);
    assertThat(NetworkFile.parse(file).value())
        .isEqualTo(
            NetworkParameters.dev().toBuilder()
                .balance(PublicKey.of(new byte[32]), new Amount(5))
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "salt",
        "genesisTime",
        "genesisBits",
        "limitBits",
        "spacingSeconds",
        "halfLifeSeconds",
        "maxFutureSeconds",
        "subsidy",
        "halvingInterval",
        "blockBytes",
        "recordBytes",
        "minimumFee"
      })
  void refusesAFileThatLacksAKey(String key) {
    String without = DEV.replaceFirst("  \"" + key + "\": [^\n]*\n", "");
    assertThat(without).isNotEqualTo(DEV);
    Rejection why = refusal(without);
    assertThat(why.reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_KEY_MISSING);
    assertThat(why.got()).isEqualTo("line 1, column 1: no \"" + key + "\"");
  }

  @Test
  void refusesAFileThatLacksALastKey() {
    assertThat(refusal(DEV.replaceAll("(?s),\\s*\"balances\": \\[.*]", "")).got())
        .contains("no \"balances\"");
    assertThat(refusal(DEV.replaceAll("(?s),\\s*\"version\": 1", "")).got())
        .contains("\"applications[0]\" at line 16, column 5: no \"version\"");
  }

  @Test
  void namesAnUnknownKeyAndItsPlace() {
    Rejection why = refusal(DEV.replace("  \"subsidy\"", "  \"fee\": 1,\n  \"subsidy\""));
    assertThat(why.reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_KEY_UNKNOWN);
    assertThat(why.got()).startsWith("\"fee\" at line 10, column 10:");
    assertThat(refusal(DEV.replace("\"type\": 2", "\"kind\": 1, \"type\": 2")).got())
        .startsWith("\"applications[1].kind\" at line 22,");
  }

  @Test
  void namesADuplicateKeyAndThePlaceOfTheSecond() {
    Rejection why = refusal(DEV.replace("  \"subsidy\"", "  \"name\": \"x\",\n  \"subsidy\""));
    assertThat(why.reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_KEY_DUPLICATE);
    assertThat(why.got()).isEqualTo("\"name\" again at line 10, column 3");
    assertThat(refusal(DEV.replace("\"type\": 2", "\"type\": 2, \"type\": 2")).got())
        .startsWith("\"applications[1].type\" again at line 22,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spacingSeconds\": 1 | spacingSeconds\": \"1\" | a text",
        "spacingSeconds\": 1 | spacingSeconds\": 1.0 | a number with a point or an exponent",
        "spacingSeconds\": 1 | spacingSeconds\": 1e0 | a number with a point or an exponent",
        "spacingSeconds\": 1 | spacingSeconds\": -1 | -1",
        "spacingSeconds\": 1 | spacingSeconds\": 4294967296 | 4294967296",
        "spacingSeconds\": 1 | spacingSeconds\": 9223372036854775808 | a number beyond 2^63",
        "spacingSeconds\": 1 | spacingSeconds\": null | null",
        "spacingSeconds\": 1 | spacingSeconds\": true | true",
        "spacingSeconds\": 1 | spacingSeconds\": [] | a list",
        "spacingSeconds\": 1 | spacingSeconds\": {} | an object",
        "\"minimumFee\": \"1\" | \"minimumFee\": 1 | a number",
        "\"name\": \"dev\" | \"name\": \"\\ud800\" | half of a surrogate pair",
        "\"salt\": \"00 | \"salt\": \" | 30 digits",
        "\"type\": 2 | \"type\": 1 | 1 again",
      })
  void refusesValuesOfAnotherKind(String text, String replacement, String got) {
    Rejection why = refusal(DEV.replace(text, replacement));
    assertThat(why.reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_VALUE_WRONG);
    assertThat(why.got()).endsWith(": " + got).contains("\" at line ");
  }

  @Test
  void refusesANameOf65Bytes() {
    assertThat(NetworkFile.parse(DEV.replace("\"dev\"", "\"" + "é".repeat(32) + "\"")).isPassed())
        .isTrue();
    assertThat(refusal(DEV.replace("\"dev\"", "\"" + "é".repeat(32) + "x\"")).got())
        .endsWith("65 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"minimumFee\": \"1\" | \"minimumFee\": \"01\" | NUMBER_INVALID",
        "\"minimumFee\": \"1\" | \"minimumFee\": \"9223372036854775808\" | NUMBER_OUT_OF_RANGE",
        "\"genesisBits\": \"2 | \"genesisBits\": \"g | HEX_INVALID",
        "\"genesisBits\": \"2 | \"genesisBits\": \" | HEX_LENGTH_WRONG",
        "\"address\": \"cairn1 | \"address\": \"node1 | BECH32_CHECKSUM",
      })
  void saysWhatIsWrongWithATextAndWhere(String text, String replacement, String code) {
    Rejection why = refusal(DEV.replace(text, replacement));
    assertThat(why.code()).isEqualTo(code);
    assertThat(why.got()).contains("\" at line ");
  }

  @Test
  void refusesWhatNoNetworkMayHave() {
    assertThat(refusal(DEV.replace("\"spacingSeconds\": 1,", "\"spacingSeconds\": 0,")).reason())
        .isEqualTo(ParameterFault.SPACING_ZERO);
    assertThat(refusal(DEV.replace("\"type\": 2", "\"type\": 1023")).reason())
        .isEqualTo(ParameterFault.APPLICATION_TYPE_RESERVED);
    assertThat(refusal(DEV.replace("\"1000000000000\"", "\"0\"")).reason())
        .isEqualTo(ParameterFault.BALANCE_ZERO);
  }

  @Test
  void refusesABalanceWithoutAccountOrWithTwo() {
    String address = "\"address\": \"" + DevKey.keyPair().publicKey().toAddress() + "\",";
    String key = "\"key\": \"" + DevKey.keyPair().publicKey().toHex() + "\",";
    assertThat(refusal(DEV.replace(address, "")).got()).endsWith(": neither");
    assertThat(refusal(DEV.replace(address, address + key)).got()).endsWith(": both");
    String entry = "{" + address + "\"amount\": \"1\"}";
    String twice = "\"balances\": [" + entry + "," + entry.replace(address, key) + "]";
    assertThat(refusal(DEV.replaceAll("(?s)\"balances\": \\[.*]", twice)).got()).endsWith(" again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}x",
        "{} {}",
        "{\"name\":\"a\",}",
        "{name:1}",
        "{'name':1}",
        "{\"name\":NaN}",
        "{\"name\":01}",
        "{/* */}",
        "{\"name\":\"a\nb\"}",
        "{\"name\":[[[1]]]}",
        "\uFEFF{}"
      })
  void refusesWhatIsNoStrictJson(String text) {
    Rejection why = refusal(text);
    assertThat(why.reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_MALFORMED);
    assertThat(why.got()).startsWith("line ");
  }

  @Test
  void refusesAnotherKindOfJson() {
    for (String text : List.of("[]", "1", "null", "\"text\"")) {
      assertThat(refusal(text).reason()).isEqualTo(NetworkFileFault.NETWORK_FILE_VALUE_WRONG);
    }
  }

  @Test
  void hasAHintForEachFault() {
    for (Reason fault : NetworkFileFault.values()) {
      assertThat(fault.hint()).isNotBlank();
    }
  }

  private static Rejection refusal(String text) {
    return NetworkFile.parse(text).rejection().orElseThrow();
  }
}
