package dev.cairn.net.discovery.mdns;

import java.util.List;
import java.util.Optional;

/**
 * On which interfaces other nodes are looked for: on those that lead to a LAN of people, not to
 * containers, virtual machines or tunnels.
 *
 * @param skipped names, or beginnings of names with an asterisk after them
 * @param always names that are used whatever else speaks against them, as long as they are up
 */
public record InterfaceFilter(List<String> skipped, List<String> always) {

  public static final InterfaceFilter DEFAULT =
      new InterfaceFilter(
          List.of("docker*", "br-*", "virbr*", "veth*", "tun*", "tap*", "wg*", "cni*", "flannel*"),
          List.of());

  public InterfaceFilter {
    skipped = List.copyOf(skipped);
    always = List.copyOf(always);
  }

  /** The same with these names to use always. */
  public InterfaceFilter withAlways(List<String> names) {
    return new InterfaceFilter(skipped, names);
  }

  /** Why an interface is not used, for a person; empty when it is. */
  public Optional<String> reasonToSkip(InterfaceFacts facts) {
    if (!facts.isUp()) {
      return Optional.of("is down");
    } else if (facts.hosts().isEmpty()) {
      return Optional.of("has no address");
    } else if (always.contains(facts.name())) {
      return Optional.empty();
    } else if (facts.isLoopback()) {
      return Optional.of("is the loopback");
    } else if (facts.isPointToPoint()) {
      return Optional.of("is point-to-point");
    } else if (!facts.hasMulticast()) {
      return Optional.of("has no multicast");
    }
    return skipped.stream()
        .filter(pattern -> matches(pattern, facts.name()))
        .findFirst()
        .map(pattern -> "is named " + pattern);
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
