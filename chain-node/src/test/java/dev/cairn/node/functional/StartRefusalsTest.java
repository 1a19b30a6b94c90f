package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ATTACKS A2, D9, D13, D14, K1, K3, K5, K9: what a node refuses to start with, in which words. */
class StartRefusalsTest {

  private static final int DATA_UNUSABLE = 73;
  private static final int ADDRESS_UNUSABLE = 75;
  private static final int CONFIG_WRONG = 78;

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void makeData() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  private Launch node(String... more) throws IOException {
    return Launch.node(folder, data.toString(), more);
  }

  private static void pipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** What can lie where the main key should be. */
  private enum BadKey {
    OPEN("KEY_OPEN_TO_OTHERS", "is open to other users (rw-r--r--). Run chmod 600 on the file"),
    LINK("KEY_IS_LINK", "is a symbolic link. Put the file itself there"),
    DIRECTORY("KEY_IS_NO_FILE", "is a folder. Move what is there away"),
    PIPE("KEY_IS_NO_FILE", "is no file. Move what is there away"),
    HUGE("KEY_TOO_LONG", "has 10737418240 bytes, and a key file at most 4096"),
    NO_KEY("KEY_UNREADABLE", "has no key, or a damaged one. Put your copy of the key file there");

    final String reason;
    final String words;

    BadKey(String reason, String words) {
      this.reason = reason;
      this.words = words;
    }

    void put(Path file) throws IOException, InterruptedException {
      switch (this) {
        case LINK -> Files.createSymbolicLink(file, Path.of("nowhere"));
        case DIRECTORY -> Files.createDirectory(file);
        case PIPE -> pipe(file);
        default -> {
          Files.writeString(file, "no key\n");
          mode(file, this == OPEN ? "rw-r--r--" : "rw-------");
          if (this == HUGE) {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
              sparse.setLength(10L << 30);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(BadKey.class)
  void refusesAKeyFileThatIsNotAsItShouldBe(BadKey bad) throws Exception {
    Path key = Files.createDirectory(data.resolve("keys")).resolve("main.key");
    bad.put(key);

    node().end().assertRefused(DATA_UNUSABLE, bad.reason, key + " " + bad.words);

    assertThat(Files.exists(key, LinkOption.NOFOLLOW_LINKS)).as("it is left alone").isTrue();
  }

  @Test
  void makesKeysThatOnlyTheirOwnerCanReadAndLeavesAWholeOneOrNoneWhenItIsKilled() throws Exception {
    Path keys = data.resolve("keys");
    Process killed = node().start();
    while (!Files.exists(data.resolve("node.key")) && killed.isAlive()) {
      TimeUnit.MICROSECONDS.sleep(100);
    }
    killed.destroyForcibly().waitFor(); // about when it makes the other one

    try (RunningNode node = node().ready()) {
      assertThat(node.stop()).isZero();
    }
    for (Path key : Set.of(data.resolve("node.key"), keys.resolve("main.key"))) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(key);
      assertThat(PosixFilePermissions.toString(mode)).as("%s", key).isEqualTo("rw-------");
      assertThat(Files.readString(key)).contains("cairnkey1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "miine = 2               | SETTING_UNKNOWN   | line 2: 'miine'",
        "api = '127.0.0.1:70000' | SETTING_WRONG     | line 2",
        "mine = -1               | SETTING_WRONG     | line 2",
        "listen = '127.0.0.1:0'  | SETTING_DUPLICATE | line 2: 'listen' again",
      })
  void refusesAWrongSettingWithItsKeyAndLine(String line, String reason, String words)
      throws Exception {
    String text = "listen = '127.0.0.1:0'\n" + line + "\n";
    Path file = Files.writeString(folder.resolve("own.toml"), text);
    Launch launch = node("--config", file.toString()).without("--api").without("--mine");

    launch.end().assertRefused(CONFIG_WRONG, reason, "own.toml", words);

    assertThat(data.resolve("node.key")).as("nothing is made before").doesNotExist();
  }

  @Test
  void answersEverybodyOnlyWithAToken() throws Exception {
    node("--api", "0.0.0.0:0")
        .end()
        .assertRefused(CONFIG_WRONG, "API_TOKEN_MISSING", "--api", "0.0.0.0", "token");
  }

  @Test
  void refusesAnAddressThatIsNotThisMachines() throws Exception {
    node("--api", "192.0.2.1:0")
        .with("CAIRN_API_TOKEN", "0123456789abcdef")
        .end()
        .assertRefused(ADDRESS_UNUSABLE, "ADDRESS_UNUSABLE", "192.0.2.1", "--api");
    node("--listen", "192.0.2.1:0")
        .end()
        .assertRefused(ADDRESS_UNUSABLE, "ADDRESS_UNUSABLE", "192.0.2.1", "--listen");
  }

  @Test
  void refusesAPeerPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "127.0.0.1:" + taken.getLocalPort();
      node("--listen", port)
          .end()
          .assertRefused(
              ADDRESS_UNUSABLE,
              "ADDRESS_UNUSABLE",
              String.valueOf(taken.getLocalPort()),
              "--listen");
    }
    try (RunningNode node = node().ready()) {
      assertThat(node.stop()).isZero();
    }
  }

  @Test
  void refusesANameThatNobodyKnows() throws Exception {
    Path nobody = Files.createFile(folder.resolve("hosts"));
    node("--join", "no-such-host.invalid:7771")
        .withOptions("-Djdk.net.hosts.file=" + nobody)
        .end()
        .assertRefused(CONFIG_WRONG, "SETTING_WRONG", "--join", "no-such-host.invalid");
  }

  /** The name is looked for in a file that never ends. */
  @Test
  void endsOnASignalWhileItStillReadsItsSettings() throws Exception {
    Path hosts = folder.resolve("hosts");
    pipe(hosts);
    Launch launch =
        node("--join", "a-host.example:7771").withOptions("-Djdk.net.hosts.file=" + hosts);
    Process process = launch.start();
    OutputStream held = Files.newOutputStream(hosts); // returns when the node reads it
    try (held) {
      process.toHandle().destroy();

      Launch.Ended ended = launch.end(process);
      assertThat(ended.code()).as("%s", ended).isZero();
      assertThat(ended.out()).isEqualTo("{\"event\":\"stopped\",\"reason\":\"signal\"}\n");
    }
  }

  @Test
  void refusesADirectoryInUseAndTheStoreOfANewerRelease() throws Exception {
    Path format;
    try (RunningNode node = node().ready()) {
      node().end().assertRefused(DATA_UNUSABLE, "DATA_IN_USE", data.toString(), "--data");
      assertThat(data.resolve("cairn.log"))
          .as("it is the other's")
          .content()
          .doesNotContain("DATA_IN_USE");
      format = format();
      node.kill(); // and leaves its lock behind
    }

    String text = Files.readString(format);
    Files.writeString(format, text.replaceFirst("format [0-9]+", "format 99"));
    node().end().assertRefused(DATA_UNUSABLE, "STORE_NEWER", "has format 99", "by a newer release");

    Files.writeString(format, text);
    try (RunningNode node = node().ready()) {
      assertThat(node.stop()).isZero();
    }
  }

  private Path format() throws IOException {
    try (var files = Files.walk(data)) {
      return files.filter(file -> file.endsWith("store/format")).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cairn.log", "cairn.4.log"})
  void refusesALogThatIsNoFile(String name) throws Exception {
    Path log = data.resolve(name);
    pipe(log);
    node().end().assertRefused(DATA_UNUSABLE, "DATA_UNUSABLE", log.toString());
    Files.delete(log);
    Files.createDirectory(log);
    node().end().assertRefused(DATA_UNUSABLE, "DATA_UNUSABLE", log.toString());
  }
}
