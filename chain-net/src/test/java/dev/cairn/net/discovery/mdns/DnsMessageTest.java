package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.Ids;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsMessageTest {

  private static final NodeId NODE = Ids.node(5);
  private static final Advertisement ADVERTISEMENT = new Advertisement(Ids.network(7), 7771, true);
  private static final Bytes IPV4 = Bytes.ofHex("0a4d0001");
  private static final Bytes GLOBAL = Bytes.ofHex("fd000000000000000000000000000001");
  private static final Bytes LINK_LOCAL = Bytes.ofHex("fe800000000000000000000000000001");
  private static final PeerAddress SOURCE =
      new PeerAddress(Bytes.ofHex("fe800000000000000000000000000009"), 5353, 3);

  private static DnsMessage answer(Bytes... hosts) {
    return ServiceRecords.answer(NODE, ADVERTISEMENT, List.of(hosts));
  }

  private static List<PeerAddress> addressesOf(DnsMessage message) {
    return ServiceRecords.sightings(message, SOURCE).value().stream()
        .map(Sighting::address)
        .toList();
  }

  private static String codeOf(byte[] bytes) {
    return DnsReader.read(bytes).rejection().orElseThrow().code();
  }

  /** A header with these counts of questions and answers, and what follows it. */
  private static byte[] message(int questions, int answers, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, (byte) 0x84, 0, 0, (byte) questions, 0, (byte) answers});
    out.writeBytes(new byte[4]);
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  @Test
  void isReadAsItIsWritten() {
    DnsMessage answer = answer(IPV4, GLOBAL);
    assertThat(DnsReader.read(DnsWriter.write(answer)).value()).isEqualTo(answer);
    DnsMessage query = ServiceRecords.query();
    assertThat(DnsReader.read(DnsWriter.write(query)).value()).isEqualTo(query);
  }

  @Test
  void anAnswerFitsOneFrameOfEthernet() {
    Bytes[] hosts = new Bytes[8];
    Arrays.fill(hosts, GLOBAL);
    assertThat(DnsWriter.write(answer(hosts)).length).isLessThan(1400);
  }

  @Test
  void readsNamesWithPointersAndOfEitherCase() {
    byte[] name = "\u0006_CAIRN\u0004_tcp\u0005local\0".getBytes(StandardCharsets.US_ASCII);
    byte[] pointer = {(byte) 0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 4, 1, 'X', (byte) 0xc0, 12};
    byte[] question = {0, 12, (byte) 0x80, 1};

    DnsMessage read = DnsReader.read(message(1, 1, name, question, pointer)).value();
    assertThat(read.questions())
        .containsExactly(new DnsMessage.Question(ServiceRecords.SERVICE, DnsMessage.TYPE_PTR));
    assertThat(read.records())
        .containsExactly(
            new DnsMessage.Pointer(ServiceRecords.SERVICE, 9, ServiceRecords.SERVICE.child("x")));
  }

  @Test
  void refusesNamesWithoutEndAndPointersForwards() {
    byte[] toItself = {(byte) 0xc0, 12, 0, 12, 0, 1};
    byte[] forwards = {(byte) 0xc0, 14, (byte) 0xc0, 12, 0, 12, 0, 1};
    byte[] inALoop = {1, 'a', (byte) 0xc0, 12, 0, 12, 0, 1};
    byte[] reserved = {(byte) 0x80, 1, 0, 12, 0, 1};
    for (byte[] hostile : List.of(toItself, forwards, inALoop, reserved)) {
      assertThat(codeOf(message(1, 0, hostile))).isEqualTo("DNS_NAME_INVALID");
    }
  }

  @Test
  void namesHaveAtMost255Bytes() {
    String label = (char) 63 + "a".repeat(63);
    String longest = label.repeat(3) + (char) 61 + "a".repeat(61) + "\0";
    byte[] end = {0, 12, 0, 1};
    assertThat(longest).hasSize(255);
    assertThat(
            DnsReader.read(message(1, 0, longest.getBytes(StandardCharsets.US_ASCII), end))
                .isPassed())
        .isTrue();
    String longer = label.repeat(3) + (char) 62 + "a".repeat(62) + "\0";
    assertThat(codeOf(message(1, 0, longer.getBytes(StandardCharsets.US_ASCII), end)))
        .isEqualTo("DNS_NAME_INVALID");
  }

  @Test
  void countsAreBounded() {
    byte[] question = {0, 0, 12, 0, 1};
    byte[] many = new byte[question.length * (DnsReader.RECORDS_MAX + 1)];
    for (int i = 0; i < many.length; i++) {
      many[i] = question[i % question.length];
    }
    assertThat(DnsReader.read(message(DnsReader.RECORDS_MAX, 0, many)).value().questions())
        .hasSize(DnsReader.RECORDS_MAX);
    assertThat(codeOf(message(DnsReader.RECORDS_MAX + 1, 0, many)))
        .isEqualTo("DNS_TOO_MANY_RECORDS");
  }

  @Test
  void everyPrefixOfAMessageIsRefused() {
    byte[] whole = DnsWriter.write(answer(IPV4));
    for (int length = 0; length < whole.length; length++) {
      assertThat(codeOf(Arrays.copyOf(whole, length))).isEqualTo("DNS_TRUNCATED");
    }
  }

  @Test
  void isTotalForMutatedAndRandomBytes() {
    Random random = Seeds.random("DnsMessageTest");
    byte[] whole = DnsWriter.write(answer(IPV4, GLOBAL, LINK_LOCAL));
    for (int round = 0; round < Seeds.rounds(20_000, 1_000_000); round++) {
      byte[] bytes =
          round % 2 == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length + 20))
              : new byte[random.nextInt(300)];
      if (round % 2 == 1) {
        random.nextBytes(bytes);
      }
      for (int i = random.nextInt(8); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ServiceRecords.mayConcern(bytes);
      DnsReader.read(bytes).then(message -> ServiceRecords.sightings(message, SOURCE));
    }
  }

  @Test
  void anAnswerIsASightingForEachAddressIpv4First() {
    List<Sighting> seen =
        ServiceRecords.sightings(answer(LINK_LOCAL, GLOBAL, IPV4), SOURCE).value();
    assertThat(seen)
        .allMatch(sighting -> sighting.node().equals(NODE))
        .allMatch(sighting -> sighting.network().equals(Ids.network(7)))
        .allMatch(Sighting::provisional);
    assertThat(seen)
        .extracting(Sighting::address)
        .containsExactly(
            new PeerAddress(IPV4, 7771),
            new PeerAddress(GLOBAL, 7771),
            new PeerAddress(LINK_LOCAL, 7771, 3));
  }

  @Test
  void withoutAnyAddressTheOneItCameFromCounts() {
    assertThat(addressesOf(answer())).containsExactly(SOURCE.withPort(7771));
  }

  @Test
  void addressesOfNoOneHostAreLeftOutAndTheirNumberIsBounded() {
    assertThat(
            addressesOf(
                answer(Bytes.ofHex("00000000"), Bytes.ofHex("7f000001"), Bytes.ofHex("e0000001"))))
        .containsExactly(SOURCE.withPort(7771));
    Bytes[] many = new Bytes[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = Bytes.of(new byte[] {10, 0, 1, (byte) i});
    }
    assertThat(addressesOf(answer(many))).hasSize(4);
  }

  @Test
  void oneMessageIsAboutOneNode() {
    DnsMessage one = answer(IPV4);
    DnsMessage other =
        ServiceRecords.answer(Ids.node(6), ADVERTISEMENT, List.of(Bytes.ofHex("0a4d0002")));
    List<DnsMessage.Resource> both = new ArrayList<>(one.records());
    both.addAll(other.records());
    assertThat(ServiceRecords.sightings(DnsMessage.response(both), SOURCE).value())
        .extracting(Sighting::node)
        .containsExactly(NODE);
  }

  @Test
  void whatIsNotAboutTheServiceIsNothing() {
    DnsMessage printer =
        DnsMessage.response(
            List.of(
                new DnsMessage.Service(
                    DnsName.of("laser", "_ipp", "_tcp", "local"), 120, 631, DnsName.of("x"))));
    assertThat(ServiceRecords.sightings(printer, SOURCE).value()).isEmpty();
    assertThat(ServiceRecords.sightings(ServiceRecords.goodbye(NODE), SOURCE).value()).isEmpty();
    assertThat(ServiceRecords.sightings(ServiceRecords.query(), SOURCE).value()).isEmpty();
    assertThat(ServiceRecords.mayConcern(DnsWriter.write(printer))).isFalse();
    assertThat(ServiceRecords.mayConcern(DnsWriter.write(answer()))).isTrue();
    assertThat(ServiceRecords.mayConcern(new byte[0])).isFalse();
  }

  @Test
  void aQuestionIsPutIntoAnswersAsNothing() {
    DnsMessage posed = new DnsMessage(false, List.of(), answer(IPV4).records());
    assertThat(ServiceRecords.sightings(posed, SOURCE).value()).isEmpty();
  }

  @Test
  void anAnswerWithoutTextIsRefused() {
    List<DnsMessage.Resource> records =
        answer(IPV4).records().stream()
            .filter(record -> !(record instanceof DnsMessage.Text))
            .toList();
    Checked<List<Sighting>> seen = ServiceRecords.sightings(DnsMessage.response(records), SOURCE);
    assertThat(seen.rejection().orElseThrow().code()).isEqualTo("TEXT_ENTRY_MISSING");
  }

  @Test
  void isAskedForTheServiceAndForItsOwnNames() {
    assertThat(ServiceRecords.isAsked(ServiceRecords.query(), NODE)).isTrue();
    for (String name : List.of("_services._dns-sd._udp.local", NODE + "._cairn._tcp.local")) {
      assertThat(ServiceRecords.isAsked(question(name), NODE)).as(name).isTrue();
    }
    for (String name : List.of("_ipp._tcp.local", Ids.node(6) + "._cairn._tcp.local", "local")) {
      assertThat(ServiceRecords.isAsked(question(name), NODE)).as(name).isFalse();
    }
    assertThat(ServiceRecords.isAsked(answer(), NODE)).isFalse();
    assertThat(
            ServiceRecords.isAsked(new DnsMessage(false, Collections.emptyList(), List.of()), NODE))
        .isFalse();
  }

  private static DnsMessage question(String name) {
    return DnsMessage.query(
        new DnsMessage.Question(DnsName.of(name.split("\\.")), DnsMessage.TYPE_ANY));
  }
}
