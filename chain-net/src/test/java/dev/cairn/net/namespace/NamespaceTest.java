package dev.cairn.net.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamespaceTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @BeforeAll
  static void needsNamespaces() {
    Optional<String> whyNot = NetworkNamespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), () -> "skipped: " + whyNot.orElse(""));
  }

  @Test
  void programsOnTwoHostsReachEachOtherOverTheLan() throws IOException {
    try (NetworkNamespaces lan = NetworkNamespaces.create()) {
      NetworkNamespaces.Host server = lan.addHost();
      NetworkNamespaces.Host client = lan.addHost();
      HostProcess greeter = server.java(Greeter.class);
      greeter.await(1, "listening"::equals, LONG);

      HostProcess caller = client.java(Greeter.class, server.address());
      assertThat(caller.await(1, line -> line.startsWith("hello"), LONG))
          .containsExactly("hello " + client.address());
    }
  }

  @Test
  void aPulledCableCutsAHostOff() throws IOException {
    try (NetworkNamespaces lan = NetworkNamespaces.create()) {
      NetworkNamespaces.Host one = lan.addHost();
      NetworkNamespaces.Host other = lan.addHost();
      one.setCable(false);
      other
          .run("sh", "-c", "ip neigh; cat /sys/class/net/eth0/carrier")
          .await(1, "1"::equals, LONG);
      one.run("cat", "/proc/net/dev").await(1, line -> line.contains("eth0"), LONG);
      one.run("ip", "link", "show", "eth0")
          .await(1, line -> line.contains("NO-CARRIER") || line.contains("LOWERLAYERDOWN"), LONG);
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException, InterruptedException {
    HostProcess sleeper;
    try (NetworkNamespaces lan = NetworkNamespaces.create()) {
      sleeper = lan.addHost().run("sleep", "1000");
      assertThat(namespaces()).contains("cairn-" + ProcessHandle.current().pid());
    }
    assertThat(sleeper.process().waitFor()).isNotZero();
    assertThat(namespaces()).doesNotContain("cairn-" + ProcessHandle.current().pid() + "-");
  }

  @Test
  void aProgramThatEndsWithoutTheOutputFailsTheTestWithWhatItSaid() throws IOException {
    try (NetworkNamespaces lan = NetworkNamespaces.create()) {
      HostProcess echo = lan.addHost().run("echo", "something else");
      assertThatThrownBy(() -> echo.await(1, "listening"::equals, LONG))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("something else");
    }
  }

  private static String namespaces() throws IOException {
    Process list = new ProcessBuilder("ip", "netns", "list").start();
    return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
