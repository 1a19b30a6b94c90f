package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.discovery.Ids;
import dev.cairn.net.peer.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTextTest {

  private static final NodeId NODE = Ids.node(5);
  private static final ServiceText TEXT =
      ServiceText.of(NODE, new Advertisement(Ids.network(7), 7771, true));

  private static Bytes entry(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The entries of {@link #TEXT} with one of them replaced. */
  private static List<Bytes> with(String key, String entry) {
    List<Bytes> entries = new ArrayList<>();
    for (Bytes each : TEXT.encode()) {
      String text = new String(each.toArray(), StandardCharsets.ISO_8859_1);
      entries.add(text.startsWith(key + "=") ? entry(entry) : each);
    }
    assertThat(entries).isNotEqualTo(TEXT.encode());
    return entries;
  }

  private static String codeOf(List<Bytes> entries) {
    return ServiceText.decode(entries).rejection().orElseThrow().code();
  }

  @Test
  void isReadAsItIsWritten() {
    assertThat(ServiceText.decode(TEXT.encode()).value()).isEqualTo(TEXT);
    assertThat(TEXT.encode())
        .containsExactly(
            entry("network=" + Ids.network(7)),
            entry("node=" + NODE),
            entry("provisional=1"),
            entry("protocol=1"));
  }

  @Test
  void knowsKeysInAnyOrderAndCaseAndIgnoresOthers() {
    List<Bytes> entries = new ArrayList<>(TEXT.encode());
    Collections.reverse(entries);
    entries.add(0, entry("future"));
    entries.add(1, entry("=nameless"));
    entries.add(2, entry(""));
    entries.set(6, entry("NETWORK=" + Ids.network(7)));
    assertThat(ServiceText.decode(entries).value()).isEqualTo(TEXT);
  }

  @Test
  void theFirstOfTwoEntriesCounts() {
    List<Bytes> entries = new ArrayList<>(TEXT.encode());
    entries.add(entry("provisional=0"));
    assertThat(ServiceText.decode(entries).value().provisional()).isTrue();
    entries.add(0, entry("provisional=0"));
    assertThat(ServiceText.decode(entries).value().provisional()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "network, network, TEXT_ENTRY_MISSING",
    "network, network=, TEXT_NETWORK_INVALID",
    "network, network=00, TEXT_NETWORK_INVALID",
    "network, network=zz00000000000000000000000000000000000000000000000000000000000000,"
        + " TEXT_NETWORK_INVALID",
    "node, nod=, TEXT_ENTRY_MISSING",
    "node, node=, TEXT_NODE_INVALID",
    "node, node=cairn1qqqq, TEXT_NODE_INVALID",
    "node, node=node1qqqq, TEXT_NODE_INVALID",
    "provisional, provisional=2, TEXT_PROVISIONAL_INVALID",
    "provisional, provisional=true, TEXT_PROVISIONAL_INVALID",
    "provisional, provisional=, TEXT_PROVISIONAL_INVALID",
    "protocol, protocol=, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=0, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=-1, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=1-, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=2-1, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=1-2-3, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=99999999999999999999, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=\u0661, TEXT_PROTOCOL_INVALID",
    "protocol, protocol=60000, PROTOCOL_UNKNOWN",
    "protocol, protocol=2-60000, PROTOCOL_UNKNOWN",
  })
  void refusesWithTheReason(String key, String entry, String code) {
    assertThat(codeOf(with(key, entry))).isEqualTo(code);
  }

  @Test
  void takesARangeThatHasOurProtocol() {
    assertThat(ServiceText.decode(with("protocol", "protocol=1-9")).value().protocolMax())
        .isEqualTo(9);
  }

  @Test
  void refusesNothingAtAllAndTooMuch() {
    assertThat(codeOf(List.of())).isEqualTo("TEXT_ENTRY_MISSING");
    List<Bytes> entries =
        new ArrayList<>(Collections.nCopies(ServiceText.ENTRIES_MAX, entry("a=")));
    entries.addAll(TEXT.encode());
    assertThat(codeOf(entries)).isEqualTo("TEXT_ENTRY_MISSING");
    assertThat(ServiceText.decode(entries.subList(4, entries.size())).isPassed()).isTrue();
  }

  @Test
  void isTotal() {
    Random random = Seeds.random("ServiceTextTest");
    List<String> keys = List.of("network=", "node=", "provisional=", "protocol=", "");
    for (int round = 0; round < Seeds.rounds(5_000, 500_000); round++) {
      List<Bytes> entries = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        byte[] noise = new byte[random.nextInt(80)];
        random.nextBytes(noise);
        String text = new String(noise, StandardCharsets.ISO_8859_1);
        entries.add(entry(keys.get(random.nextInt(keys.size())) + text));
      }
      assertThat(ServiceText.decode(entries).isPassed()).isFalse();
    }
  }
}
