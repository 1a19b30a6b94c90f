package dev.cairn.net.discovery.mdns;

import dev.cairn.core.verdict.Reason;

/** Why an answer of the discovery is not looked at any further. */
public enum DiscoveryFault implements Reason {
  DNS_TRUNCATED("send the whole message"),
  DNS_NAME_INVALID("names have at most 255 bytes, and pointers lead backwards"),
  DNS_TOO_MANY_RECORDS("send fewer records in one message"),
  TEXT_ENTRY_MISSING("the TXT record has network, node, provisional and protocol"),
  TEXT_NETWORK_INVALID("a network id has 64 hexadecimal digits"),
  TEXT_NODE_INVALID("a node id is the text that begins with node1"),
  TEXT_PROVISIONAL_INVALID("provisional is 0 or 1"),
  TEXT_PROTOCOL_INVALID("protocol is a version, or the lowest and the highest one with a hyphen"),
  PROTOCOL_UNKNOWN("run a release that speaks a common version of the protocol");

  private final String hint;

  DiscoveryFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
