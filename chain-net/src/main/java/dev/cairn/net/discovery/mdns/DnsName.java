package dev.cairn.net.discovery.mdns;

import java.util.ArrayList;
import java.util.List;

/**
 * A domain name in lower case, for names are compared without regard to it (RFC 1035, section
 * 2.3.3).
 *
 * @param labels from the most specific on, each byte as the character of the same number
 */
record DnsName(List<String> labels) {

  static final int BYTES_MAX = 255;
  static final int LABEL_BYTES_MAX = 63;

  DnsName {
    labels = labels.stream().map(DnsName::lowerCase).toList();
  }

  static DnsName of(String... labels) {
    return new DnsName(List.of(labels));
  }

  /** This name with a label before it. */
  DnsName child(String label) {
    List<String> all = new ArrayList<>(labels);
    all.add(0, label);
    return new DnsName(all);
  }

  /** Whether it is the other name with one label before it. */
  boolean isChildOf(DnsName parent) {
    return labels.size() == parent.labels.size() + 1
        && labels.subList(1, labels.size()).equals(parent.labels);
  }

  /** Only the letters of ASCII, whatever the locale. */
  private static String lowerCase(String label) {
    StringBuilder lower = new StringBuilder(label.length());
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
    }
    return lower.toString();
  }

  @Override
  public String toString() {
    return String.join(".", labels);
  }
}
