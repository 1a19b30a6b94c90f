package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.Reach;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.discovery.mdns.DnsMessage.Address;
import dev.cairn.net.discovery.mdns.DnsMessage.Question;
import dev.cairn.net.discovery.mdns.DnsMessage.Resource;
import dev.cairn.net.discovery.mdns.DnsMessage.Service;
import dev.cairn.net.discovery.mdns.DnsMessage.Text;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The records of the service: what is asked, what is answered, and what an answer means. One
 * message always has all records of a node, and only one node is taken from a message.
 */
final class ServiceRecords {

  static final DnsName SERVICE = DnsName.of("_cairn", "_tcp", "local");

  /** Asked by browsers of services (RFC 6763, section 9). */
  private static final DnsName ALL_SERVICES = DnsName.of("_services", "_dns-sd", "_udp", "local");

  private static final DnsName LOCAL = DnsName.of("local");

  /** What RFC 6762, section 10, recommends for records that have a host's name in them, or not. */
  private static final long HOST_TTL_SECONDS = 120;

  private static final long OTHER_TTL_SECONDS = 4500;

  private static final int IPV4_BYTES = 4;

  /** Addresses of one node that are looked at. */
  private static final int ADDRESSES_MAX = 4;

  /** The label of the service with its length, as it stands in any message that is about it. */
  private static final byte[] MARK = "\u0006_cairn".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADER_BYTES = 12;

  private ServiceRecords() {}

  /**
   * Whether a message may be about the service: most of a busy LAN's are not, and need no reading.
   */
  static boolean mayConcern(byte[] bytes) {
    for (int start = HEADER_BYTES; start + MARK.length <= bytes.length; start++) {
      int same = 0;
      while (same < MARK.length && isSameLetter(bytes[start + same], MARK[same])) {
        same++;
      }
      if (same == MARK.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSameLetter(byte one, byte lowerCase) {
    return one == lowerCase || (lowerCase >= 'a' && lowerCase <= 'z' && one == lowerCase - 32);
  }

  static DnsMessage query() {
    return DnsMessage.query(new Question(SERVICE, DnsMessage.TYPE_PTR));
  }

  /** Whether a message asks for what {@link #answer} has. */
  static boolean isAsked(DnsMessage message, NodeId self) {
    return !message.isResponse()
        && message.questions().stream()
            .map(Question::name)
            .anyMatch(
                name ->
                    name.equals(SERVICE)
                        || name.equals(ALL_SERVICES)
                        || name.equals(instance(self))
                        || name.equals(host(self)));
  }

  /** A node id has just as many letters as a label may have. */
  private static DnsName instance(NodeId node) {
    return SERVICE.child(node.toString());
  }

  private static DnsName host(NodeId node) {
    return LOCAL.child("cairn-" + node.key().toHex().substring(0, 16));
  }

  /**
   * All records of a node.
   *
   * @param hosts its addresses on the interface where this is said
   */
  static DnsMessage answer(NodeId self, Advertisement advertisement, List<Bytes> hosts) {
    List<Resource> records = new ArrayList<>();
    DnsName instance = instance(self);
    records.add(new DnsMessage.Pointer(SERVICE, OTHER_TTL_SECONDS, instance));
    records.add(new DnsMessage.Pointer(ALL_SERVICES, OTHER_TTL_SECONDS, SERVICE));
    records.add(new Service(instance, HOST_TTL_SECONDS, advertisement.port(), host(self)));
    records.add(
        new Text(instance, OTHER_TTL_SECONDS, ServiceText.of(self, advertisement).encode()));
    hosts.forEach(host -> records.add(new Address(host(self), HOST_TTL_SECONDS, host)));
    return DnsMessage.response(records);
  }

  /** The node goes away (RFC 6762, section 10.1). */
  static DnsMessage goodbye(NodeId self) {
    return DnsMessage.response(List.of(new DnsMessage.Pointer(SERVICE, 0, instance(self))));
  }

  /**
   * What an answer says of a node: one sighting for each of its addresses; none when the message is
   * about something else.
   *
   * @param source from where the message came; its host counts when the message names no address
   */
  static Checked<List<Sighting>> sightings(DnsMessage message, PeerAddress source) {
    Optional<Service> service =
        first(message, Service.class)
            .filter(found -> message.isResponse() && found.ttlSeconds() != 0 && found.port() != 0);
    if (service.isEmpty()) {
      return Checked.passed(List.of());
    }
    DnsName instance = service.get().name();
    Optional<Text> text = first(message, Text.class).filter(found -> found.name().equals(instance));
    return text.map(found -> ServiceText.decode(found.strings()))
        .orElseGet(() -> Checked.refused(DiscoveryFault.TEXT_ENTRY_MISSING, "no TXT record", "one"))
        .map(node -> sightings(node, addresses(message, service.get(), source)));
  }

  private static <R extends Resource> Optional<R> first(DnsMessage message, Class<R> kind) {
    return message.records().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(found -> found.name().isChildOf(SERVICE))
        .findFirst();
  }

  private static List<Sighting> sightings(ServiceText node, List<PeerAddress> addresses) {
    return addresses.stream()
        .map(address -> new Sighting(node.network(), node.node(), address, node.provisional()))
        .toList();
  }

  /** IPv4 first; a link-local address is on the interface from which the message came. */
  private static List<PeerAddress> addresses(
      DnsMessage message, Service service, PeerAddress source) {
    List<PeerAddress> named =
        message.records().stream()
            .filter(Address.class::isInstance)
            .map(Address.class::cast)
            .filter(address -> address.name().equals(service.host()))
            .limit(ADDRESSES_MAX)
            .map(address -> scoped(new PeerAddress(address.host(), service.port()), source))
            .filter(address -> Reach.isDialable(address) && !Reach.isLoopback(address))
            .sorted(
                Comparator.comparing((PeerAddress address) -> address.host().length() != IPV4_BYTES)
                    .thenComparing(Reach::isScoped))
            .toList();
    return named.isEmpty() ? List.of(source.withPort(service.port())) : named;
  }

  private static PeerAddress scoped(PeerAddress address, PeerAddress source) {
    return Reach.isScoped(address)
        ? new PeerAddress(address.host(), address.port(), source.scope())
        : address;
  }
}
