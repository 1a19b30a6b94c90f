package dev.cairn.net.discovery.mdns;

import dev.cairn.net.discovery.Ids;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.peer.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A discovery in a process of its own. Prints {@code started}, {@code saw NODE ADDRESS FLAG}, each
 * with the wall clock in milliseconds before it, and what it is told to on standard input.
 */
final class DiscoveryProgram implements DiscoveryListener {

  private final TreeSet<String> printed = new TreeSet<>();

  private DiscoveryProgram() {}

  /**
   * @param arguments the number of the node, and the names of interfaces to use always
   */
  public static void main(String[] arguments) throws IOException {
    int number = Integer.parseInt(arguments[0]);
    NodeId self = Ids.node(number);
    List<String> always = List.of(arguments).subList(1, arguments.length);
    InterfaceFilter filter = InterfaceFilter.DEFAULT.withAlways(always);
    Advertisement provisional = new Advertisement(Ids.network(1), 7770 + number, true);
    say("started");
    try (MdnsDiscovery discovery = MdnsDiscovery.start(self, filter, new DiscoveryProgram(), 50)) {
      discovery.advertise(Optional.of(provisional));
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        switch (line) {
          case "firm" ->
              discovery.advertise(
                  Optional.of(new Advertisement(provisional.network(), 7770 + number, false)));
          case "status" -> say("status " + discovery.status());
          case "load" -> {
            System.gc();
            long bytes = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
            say("load " + (bytes >> 10) + " KiB, CPU " + cpu + " ms");
          }
          default -> say("unknown command");
        }
      }
    }
    say("closed");
  }

  private static void say(String line) {
    System.out.println(System.currentTimeMillis() + " " + line);
  }

  @Override
  public void onSighting(Sighting sighting) {
    String line =
        "saw "
            + sighting.node()
            + " "
            + sighting.address()
            + (sighting.provisional() ? " provisional" : " firm");
    if (printed.size() < 1_000 && printed.add(line)) {
      say(line);
    }
  }

  @Override
  public void onInterfacesChanged(List<String> used) {
    printed.clear();
    say("interfaces " + used);
  }
}
