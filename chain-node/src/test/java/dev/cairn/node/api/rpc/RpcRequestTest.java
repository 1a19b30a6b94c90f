package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcRequestTest {

  private static RpcRequest read(String json) {
    return RpcRequest.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static RpcFault fault(String json) {
    return (RpcFault) read(json).call().rejection().orElseThrow().reason();
  }

  @Test
  void readsWhatCpuminerSends() {
    RpcRequest request =
        read(
            """
            {"method": "getblocktemplate", "params": [{"capabilities": ["coinbasetxn", \
            "coinbasevalue", "longpoll", "workid"], "longpollid": "abc", "rules": ["segwit"]}], \
            "id":0}\r
            """);
    assertThat(request.id()).isEqualTo("0");
    assertThat(request.call().value())
        .isEqualTo(new RpcCall("getblocktemplate", Optional.empty(), Map.of("longpollid", "abc")));
  }

  @Test
  void readsABlockAndWhatMayStandBehindIt() {
    RpcRequest request =
        read("{\"params\":[\"00ff\",{\"workid\":\"1\"},[2]],\"id\":1,\"method\":\"submitblock\"}");
    assertThat(request.call().value())
        .isEqualTo(new RpcCall("submitblock", Optional.of("00ff"), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"params\":null", ",\"params\":[]", ",\"params\":[null]"})
  void needsNoParameters(String params) {
    assertThat(read("{\"method\":\"getmininginfo\"" + params + "}").call().value())
        .isEqualTo(new RpcCall("getmininginfo", Optional.empty(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "0",
        "-1",
        "1.50",
        "12345678901234567890123",
        "1E+400",
        "true",
        "\"a \\\"quoted\\\" one\"",
        "[1,[2,{}]]",
        "{\"a\":{\"b\":null}}"
      })
  void givesBackAnIdOfAnyType(String id) {
    assertThat(read("{\"method\":\"x\",\"id\":" + id + "}").id()).isEqualTo(id);
  }

  @Test
  void knowsTheIdOfARequestThatItRefuses() {
    RpcRequest request = read("{\"id\":\"me\",\"params\":[7],\"method\":\"submitblock\"}");
    assertThat(request.id()).isEqualTo("\"me\"");
    assertThat(request.call().isPassed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "JSON_INVALID|{",
        "JSON_INVALID|{\"method\":\"a\"",
        "JSON_INVALID|{\"method\":\"a\"}{}",
        "JSON_INVALID|{\"method\":\"a\"} x",
        "JSON_INVALID|{\"method\":\"a\",\"method\":\"b\"}",
        "JSON_INVALID|{'method':'a'}",
        "JSON_INVALID|hello",
        "REQUEST_INVALID|~~",
        "REQUEST_INVALID|[]",
        "REQUEST_INVALID|[{\"method\":\"getblockcount\",\"id\":1}]",
        "REQUEST_INVALID|\"getblockcount\"",
        "REQUEST_INVALID|1",
        "REQUEST_INVALID|{}",
        "REQUEST_INVALID|{\"method\":7}",
        "REQUEST_INVALID|{\"method\":{\"method\":\"a\"}}",
        "PARAMETERS_INVALID|{\"method\":\"a\",\"params\":{\"hexdata\":\"00\"}}",
        "PARAMETERS_INVALID|{\"method\":\"a\",\"params\":\"00\"}",
        "PARAMETERS_INVALID|{\"method\":\"a\",\"params\":[7]}",
        "PARAMETERS_INVALID|{\"method\":\"a\",\"params\":[[\"00\"]]}"
      })
  void refusesEverythingElse(RpcFault expected, String json) {
    assertThat(fault(json)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsDeepLongOrNotUtf8() {
    assertThat(fault("[".repeat(100_000))).isEqualTo(RpcFault.REQUEST_INVALID);
    assertThat(fault("{\"id\":" + "[".repeat(100_000))).isEqualTo(RpcFault.JSON_INVALID);
    assertThat(fault("{\"params\":[" + "1,".repeat(100_000) + "1]}"))
        .isEqualTo(RpcFault.JSON_INVALID);
    assertThat(RpcRequest.read(new byte[] {'{', (byte) 0xff, '}'}).call().isPassed()).isFalse();
  }

  @Test
  void takesAnyBytes() {
    Random random = Seeds.random("RpcRequestTest");
    byte[] good =
        "{\"method\":\"submitblock\",\"params\":[\"00\",{\"a\":1}],\"id\":[1,\"b\"]}"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Seeds.rounds(2_000, 200_000); i++) {
      byte[] changed = good.clone();
      for (int j = 0; j <= random.nextInt(3); j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertThat(RpcRequest.read(changed).id()).isNotEmpty();
    }
  }
}
