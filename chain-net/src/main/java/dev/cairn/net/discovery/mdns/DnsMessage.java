package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import java.util.List;

/**
 * A message of multicast DNS, of which only the kinds of record are kept that a service has.
 *
 * @param isResponse whether it answers rather than asks
 * @param records of all sections
 */
record DnsMessage(boolean isResponse, List<Question> questions, List<Resource> records) {

  static final int TYPE_A = 1;
  static final int TYPE_PTR = 12;
  static final int TYPE_TXT = 16;
  static final int TYPE_AAAA = 28;
  static final int TYPE_SRV = 33;
  static final int TYPE_ANY = 255;

  DnsMessage {
    questions = List.copyOf(questions);
    records = List.copyOf(records);
  }

  static DnsMessage query(Question question) {
    return new DnsMessage(false, List.of(question), List.of());
  }

  static DnsMessage response(List<Resource> records) {
    return new DnsMessage(true, List.of(), records);
  }

  record Question(DnsName name, int type) {}

  /** A record; one with a time to live of 0 says goodbye. */
  sealed interface Resource {
    DnsName name();

    long ttlSeconds();
  }

  record Pointer(DnsName name, long ttlSeconds, DnsName target) implements Resource {}

  record Service(DnsName name, long ttlSeconds, int port, DnsName host) implements Resource {}

  record Text(DnsName name, long ttlSeconds, List<Bytes> strings) implements Resource {
    Text {
      strings = List.copyOf(strings);
    }
  }

  /** IPv4 or IPv6, by its length. */
  record Address(DnsName name, long ttlSeconds, Bytes host) implements Resource {}
}
