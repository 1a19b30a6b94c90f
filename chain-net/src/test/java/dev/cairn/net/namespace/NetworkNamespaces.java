package dev.cairn.net.namespace;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A LAN of its own: hosts that are network namespaces of Linux, each with an interface {@code eth0}
 * at a bridge, which has a namespace as well, so that nothing of this machine's own network is
 * touched. Closing it ends what runs there and removes everything; so does the end of the JVM.
 *
 * <pre>{@code
 * try (NetworkNamespaces lan = NetworkNamespaces.create()) {
 *   NetworkNamespaces.Host host = lan.addHost();
 *   HostProcess program = host.java(Program.class, "argument");
 * }
 * }</pre>
 */
public final class NetworkNamespaces implements AutoCloseable {

  /** The IPv4 addresses of the hosts are this with 1, 2, 3... behind it. */
  private static final String SUBNET = "10.77.0.";

  private static final AtomicInteger CREATED = new AtomicInteger();

  private final String prefix =
      "cairn-" + ProcessHandle.current().pid() + "-" + CREATED.incrementAndGet();
  private final String bridge = prefix + "-lan";
  private final List<Host> hosts = new ArrayList<>();
  private final Thread hook = new Thread(this::removeAll);
  private boolean isClosed;

  private NetworkNamespaces() {}

  /** Why there can be none here, for a test to say when it skips itself; empty when there can. */
  public static Optional<String> whyNot() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("network namespaces are a thing of Linux");
    }
    String name = "cairn-" + ProcessHandle.current().pid() + "-try";
    try {
      ip("netns", "add", name);
      ip("netns", "del", name);
      return Optional.empty();
    } catch (IOException cannot) {
      return Optional.of("network namespaces need root and iproute2: " + cannot.getMessage());
    }
  }

  /** A LAN without hosts. */
  public static NetworkNamespaces create() throws IOException {
    NetworkNamespaces lan = new NetworkNamespaces();
    Runtime.getRuntime().addShutdownHook(lan.hook);
    try {
      ip("netns", "add", lan.bridge);
      ip("-n", lan.bridge, "link", "add", "lan", "type", "bridge", "mcast_snooping", "0");
      ip("-n", lan.bridge, "link", "set", "lan", "up");
    } catch (IOException failed) {
      lan.close();
      throw failed;
    }
    return lan;
  }

  /** Another host, with an address in 10.77.0.0/24 and a link-local one of IPv6. */
  public synchronized Host addHost() throws IOException {
    Host host = new Host(hosts.size() + 1);
    hosts.add(host);
    ip("netns", "add", host.name);
    ip("-n", host.name, "link", "set", "lo", "up");
    host.plugIn();
    return host;
  }

  private static void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    removeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return; // it runs already
    }
  }

  private synchronized void removeAll() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    hosts.forEach(host -> host.processes.forEach(HostProcess::close));
    hosts.forEach(host -> remove(host.name));
    remove(bridge);
  }

  private static void remove(String namespace) {
    try {
      ip("netns", "del", namespace);
    } catch (IOException neverMade) {
      System.err.println(neverMade.getMessage());
    }
  }

  /** One host of the LAN. */
  public final class Host {

    private final String name;
    private final String port;
    private final List<HostProcess> processes = new ArrayList<>();
    private final int number;

    private Host(int number) {
      this.number = number;
      name = prefix + "-" + number;
      port = "port" + number;
    }

    /** Its IPv4 address. */
    public String address() {
      return SUBNET + number;
    }

    /** Gives it its interface, as after {@link #unplug}: another one of the same name. */
    public void plugIn() throws IOException {
      ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", port, "netns", bridge);
      ip("-n", bridge, "link", "set", port, "master", "lan", "up");
      ip("-n", name, "addr", "add", address() + "/24", "brd", "+", "dev", "eth0");
      ip("-n", name, "link", "set", "eth0", "up");
    }

    /** Takes its interface away. */
    public void unplug() throws IOException {
      ip("-n", name, "link", "del", "eth0");
    }

    /** Pulls or plugs the cable at the far end: its own interface stays, without a carrier. */
    public void setCable(boolean plugged) throws IOException {
      ip("-n", bridge, "link", "set", port, plugged ? "up" : "down");
    }

    /** Switches its interface. */
    public void setInterface(boolean up) throws IOException {
      ip("-n", name, "link", "set", "eth0", up ? "up" : "down");
    }

    /** Runs {@code ip} for this host, as {@code ip("addr", "add", ...)}. */
    public void configure(String... arguments) throws IOException {
      List<String> all = new ArrayList<>(List.of("-n", name));
      all.addAll(List.of(arguments));
      ip(all.toArray(new String[0]));
    }

    /** Runs a program. */
    public HostProcess run(String... command) throws IOException {
      List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
      all.addAll(List.of(command));
      HostProcess process =
          new HostProcess(new ProcessBuilder(all).redirectErrorStream(true).start());
      processes.add(process);
      return process;
    }

    /** Runs the main method of a class in a JVM of its own, with this JVM's class path. */
    public HostProcess java(Class<?> main, String... arguments) throws IOException {
      String java = System.getProperty("java.home") + File.separator + "bin" + File.separator;
      List<String> command =
          new ArrayList<>(
              List.of(
                  java + "java",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  main.getName()));
      command.addAll(List.of(arguments));
      return run(command.toArray(new String[0]));
    }
  }
}
