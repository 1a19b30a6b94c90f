package dev.cairn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.net.namespace.HostProcess;
import dev.cairn.net.namespace.NetworkNamespaces;
import dev.cairn.net.namespace.NetworkNamespaces.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers on the hosts of a LAN, with no configuration and through faults of the network. */
class LanTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private NetworkNamespaces lan;
  private final List<Host> hosts = new ArrayList<>();
  private final List<HostProcess> peers = new ArrayList<>();

  @BeforeAll
  static void needsNamespacesAndFirewall() {
    Optional<String> whyNot = NetworkNamespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), () -> "skipped: " + whyNot.orElse(""));
    assumeTrue(hasFirewall(), "skipped: needs nft, of the package nftables");
  }

  private static boolean hasFirewall() {
    try {
      return new ProcessBuilder("nft", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @BeforeEach
  void makeLan() throws IOException {
    lan = NetworkNamespaces.create();
    for (int i = 0; i < 3; i++) {
      hosts.add(lan.addHost());
    }
  }

  @AfterEach
  void removeLan() {
    lan.close();
  }

  private HostProcess start(Host host) throws IOException {
    HostProcess peer = host.java(LanPeer.class);
    peers.add(peer);
    return peer;
  }

  private static void mine(HostProcess peer, int blocks) throws IOException {
    String command = "mine " + blocks + "\n";
    peer.process().getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
    peer.process().getOutputStream().flush();
  }

  private static long millisOf(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  private static long startOf(HostProcess peer) {
    return millisOf(peer.await(1, line -> line.contains(" started "), LONG).get(0));
  }

  /** When a peer had so many links for the first time. */
  private static long linkedAt(HostProcess peer, int links) {
    return millisOf(peer.await(1, line -> line.endsWith(" links " + links), LONG).get(0));
  }

  private static String lastTip(HostProcess peer) {
    String last = "";
    for (String line : peer.lines()) {
      last = line.contains(" tip ") ? line : last;
    }
    return last;
  }

  /** Waits until everyone is at this height, and says when the last one was, and on which tip. */
  private String agreeAt(int height) {
    String tip = " tip " + height + " ";
    String first = peers.get(0).await(1, line -> line.contains(tip), LONG).get(0);
    String agreed = first.substring(first.indexOf(" tip "));
    long last = millisOf(first);
    for (HostProcess peer : peers) {
      last = Math.max(last, millisOf(peer.await(1, line -> line.endsWith(agreed), LONG).get(0)));
      assertThat(lastTip(peer)).endsWith(agreed);
    }
    return last + agreed;
  }

  @Test
  void hostsFindEachOtherAndAgreeWithNoConfiguration() throws IOException {
    for (Host host : hosts) {
      start(host);
    }
    long started = 0;
    for (HostProcess peer : peers) {
      started = Math.max(started, startOf(peer));
    }
    long linked = 0;
    for (HostProcess peer : peers) {
      linked = Math.max(linked, linkedAt(peer, 2));
    }
    mine(peers.get(0), 3);
    agreeAt(3);
    HostProcess later = start(lan.addHost());
    long joined = linkedAt(later, 3) - startOf(later);
    agreeAt(3);
    System.out.printf(
        "three hosts: all linked %d ms after the last one started, a later one after %d ms%n",
        linked - started, joined);
  }

  @Test
  void partsThatMinedApartAreOnOneTipSoonAfterTheyAreJoined() throws IOException {
    healsAfter("both ways", "input", "output");
  }

  @Test
  void soAreThoseThatWereCutInOneDirectionOnly() throws IOException {
    healsAfter("one way", "input");
  }

  private void healsAfter(String what, String... directions) throws IOException {
    for (Host host : hosts) {
      linkedAt(start(host), 0);
    }
    for (HostProcess peer : peers) {
      linkedAt(peer, 2);
    }
    mine(peers.get(0), 2);
    agreeAt(2);

    cut(hosts.get(0), directions);
    mine(peers.get(1), 5);
    peers.get(2).await(1, line -> line.contains(" tip 7 "), LONG);
    mine(peers.get(0), 3); // not before: who only does not hear can still be heard for a while
    peers.get(0).await(1, line -> line.contains(" tip 5 "), LONG);
    // Until the other side is given up, there is nothing to heal.
    peers.get(0).await(2, line -> line.endsWith(" links 0"), LONG);
    peers.get(1).await(1, line -> line.endsWith(" links 1"), LONG);
    assertThat(lastTip(peers.get(0))).contains(" tip 5 ");

    long joined = System.currentTimeMillis();
    nft(hosts.get(0), "delete", "table", "inet", "cut");
    String agreed = agreeAt(7);
    System.out.printf(
        "cut %s: one tip %d ms after the parts were joined%n", what, millisOf(agreed) - joined);
  }

  private static void cut(Host host, String... directions) throws IOException {
    nft(host, "add", "table", "inet", "cut");
    for (String direction : directions) {
      String hook = "{ type filter hook " + direction + " priority 0; }";
      nft(host, "add", "chain", "inet", "cut", direction, hook);
      String name = direction.equals("input") ? "iifname" : "oifname";
      nft(host, "add", "rule", "inet", "cut", direction, name, "eth0", "drop");
    }
  }

  private static void nft(Host host, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("nft"));
    command.addAll(List.of(arguments));
    HostProcess process = host.run(command.toArray(new String[0]));
    try {
      assertThat(process.process().waitFor()).as(String.join(" ", process.lines())).isZero();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
