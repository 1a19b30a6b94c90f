package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.session.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * The TXT record of a node (RFC 6763, section 6): {@code network}, {@code node}, {@code
 * provisional} and {@code protocol}.
 *
 * @param protocolMin the lowest version of the protocol that the node speaks
 * @param protocolMax the highest
 */
record ServiceText(
    NetworkId network, NodeId node, boolean provisional, int protocolMin, int protocolMax) {

  /** Entries that are looked at; others after them are ignored. */
  static final int ENTRIES_MAX = 16;

  private static final int VERSION_DIGITS_MAX = 5;

  static ServiceText of(NodeId node, Advertisement advertisement) {
    return new ServiceText(
        advertisement.network(),
        node,
        advertisement.provisional(),
        Handshake.PROTOCOL_MIN,
        Handshake.PROTOCOL_MAX);
  }

  List<Bytes> encode() {
    String protocol =
        protocolMin == protocolMax ? "" + protocolMin : protocolMin + "-" + protocolMax;
    return List.of(
        entry("network", network.toString()),
        entry("node", node.toString()),
        entry("provisional", provisional ? "1" : "0"),
        entry("protocol", protocol));
  }

  private static Bytes entry(String key, String value) {
    return Bytes.of((key + "=" + value).getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads the entries of a stranger; of a key that is there twice the first counts. */
  static Checked<ServiceText> decode(List<Bytes> strings) {
    TreeMap<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    strings.stream()
        .limit(ENTRIES_MAX)
        .map(string -> new String(string.toArray(), StandardCharsets.ISO_8859_1))
        .filter(entry -> entry.indexOf('=') > 0)
        .forEach(
            entry ->
                values.putIfAbsent(
                    entry.substring(0, entry.indexOf('=')),
                    entry.substring(entry.indexOf('=') + 1)));
    for (String key : List.of("network", "node", "provisional", "protocol")) {
      if (!values.containsKey(key)) {
        return Checked.refused(DiscoveryFault.TEXT_ENTRY_MISSING, values.keySet(), key);
      }
    }
    return decode(
        values.getOrDefault("network", ""),
        values.getOrDefault("node", ""),
        values.getOrDefault("provisional", ""),
        values.getOrDefault("protocol", ""));
  }

  private static Checked<ServiceText> decode(
      String networkText, String nodeText, String provisionalText, String protocolText) {
    Checked<NetworkId> network = NetworkId.parse(networkText);
    if (!network.isPassed()) {
      return Checked.refused(DiscoveryFault.TEXT_NETWORK_INVALID, networkText, "64 digits");
    }
    Checked<NodeId> node = NodeId.parse(nodeText);
    if (!node.isPassed()) {
      return Checked.refused(DiscoveryFault.TEXT_NODE_INVALID, nodeText, "node1...");
    }
    if (!provisionalText.equals("0") && !provisionalText.equals("1")) {
      return Checked.refused(DiscoveryFault.TEXT_PROVISIONAL_INVALID, provisionalText, "0 or 1");
    }
    String[] range = protocolText.split("-", -1);
    int lowest = version(range[0]);
    int highest = version(range[range.length - 1]);
    if (range.length > 2 || lowest < 1 || highest < lowest) {
      return Checked.refused(DiscoveryFault.TEXT_PROTOCOL_INVALID, protocolText, "1 or 1-2");
    }
    if (lowest > Handshake.PROTOCOL_MAX || highest < Handshake.PROTOCOL_MIN) {
      return Checked.refused(
          DiscoveryFault.PROTOCOL_UNKNOWN,
          protocolText,
          Handshake.PROTOCOL_MIN + "-" + Handshake.PROTOCOL_MAX);
    }
    return Checked.passed(
        new ServiceText(
            network.value(), node.value(), provisionalText.equals("1"), lowest, highest));
  }

  /** 0 for what is no version. */
  private static int version(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= VERSION_DIGITS_MAX
            && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return isNumber ? Integer.parseInt(digits) : 0;
  }
}
