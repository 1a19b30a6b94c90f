package dev.cairn.node.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.core.Seeds;
import dev.cairn.core.key.KeyPair;
import dev.cairn.node.storage.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  @TempDir Path folder;

  private final SecureRandom random = new SecureRandom();

  private Path file() {
    return folder.resolve("a.key");
  }

  private KeyFile keyFile() {
    return new KeyFile(file(), random);
  }

  @Test
  void makesAKeyThatOnlyItsOwnerCanRead() throws IOException {
    assertThat(keyFile().load()).isEmpty();

    KeyPair made = keyFile().loadOrCreate();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(keyFile().load().orElseThrow().exportSeed()).isEqualTo(made.exportSeed());
    assertThat(keyFile().loadOrCreate().publicKey()).isEqualTo(made.publicKey());
    assertThat(files()).containsExactly(file());
    List<String> lines = Files.readAllLines(file());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("# A secret key of Cairn.");
    assertThat(lines.get(1)).startsWith("cairnkey1").hasSize(67);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void readsATextThatItWroteBefore() throws IOException {
    byte[] seed = new byte[KeyPair.SEED_LENGTH];
    Arrays.fill(seed, (byte) 7);
    write(new String(KeyText.write(seed), StandardCharsets.US_ASCII));
    assertThat(keyFile().load().orElseThrow().exportSeed()).isEqualTo(seed);

    // As an editor on another system leaves it.
    write("\r\n# mine\r\n  " + Files.readAllLines(file()).get(1) + " \r\n\r\n");
    assertThat(keyFile().load().orElseThrow().exportSeed()).isEqualTo(seed);
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void neverReplacesAFile() throws IOException {
    write("something");

    assertThat(keyFile().create()).isEmpty();
    assertRefused(KeyFault.KEY_UNREADABLE);

    assertThat(Files.readString(file())).isEqualTo("something");
    assertThat(files()).containsExactly(file());
  }

  @Test
  void refusesAFileThatOthersCanReadOrWrite() throws IOException {
    keyFile().loadOrCreate();
    for (String mode : List.of("rw-r--r--", "rw----r--", "rw--w----", "rw-----w-", "rw---x---")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      assertRefused(KeyFault.KEY_OPEN_TO_OTHERS);
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
    assertThat(keyFile().load()).isPresent();
  }

  @Test
  void refusesAFileOfAnotherUser() throws IOException {
    keyFile().loadOrCreate();
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "long form, as root, who may give it away");
    Files.setAttribute(file(), "unix:uid", 65_534);

    assertRefused(KeyFault.KEY_OF_ANOTHER_USER);
  }

  @Test
  void refusesALink() throws IOException {
    Path other = folder.resolve("other.key");
    new KeyFile(other, random).loadOrCreate();
    Files.createSymbolicLink(file(), other);
    assertRefused(KeyFault.KEY_IS_LINK);

    Files.delete(other); // a link to nothing is no invitation to make a key there
    assertRefused(KeyFault.KEY_IS_LINK);
    assertThat(other).doesNotExist();
  }

  @Test
  @Timeout(20)
  void refusesWhatIsNoFile() throws Exception {
    Files.createDirectory(file());
    assertRefused(KeyFault.KEY_IS_NO_FILE);

    Files.delete(file());
    assertThat(new ProcessBuilder("mkfifo", "-m", "600", file().toString()).start().waitFor())
        .isZero();
    assertRefused(KeyFault.KEY_IS_NO_FILE); // and does not wait for somebody to write
  }

  @Test
  void refusesAFileThatIsTooLong() throws IOException {
    KeyPair made = keyFile().loadOrCreate();
    String text = Files.readString(file());
    String comment = "#" + "x".repeat(KeyText.BYTES_MAX - text.length() - 2) + "\n";
    write(comment + text);
    assertThat(Files.size(file())).isEqualTo(KeyText.BYTES_MAX);
    assertThat(keyFile().loadOrCreate().publicKey()).isEqualTo(made.publicKey());

    write(comment + text + "\n");
    assertRefused(KeyFault.KEY_TOO_LONG);

    try (RandomAccessFile large = new RandomAccessFile(file().toFile(), "rw")) {
      large.setLength(10L << 30); // takes no room: it is one hole
    }
    assertRefused(KeyFault.KEY_TOO_LONG);
  }

  @Test
  void refusesWhatIsNoKey() throws IOException {
    KeyPair made = keyFile().loadOrCreate();
    List<String> lines = Files.readAllLines(file());
    String line = lines.get(1);
    for (String text :
        List.of(
            "",
            "\n\n",
            lines.get(0),
            line.substring(0, 66),
            line + "q",
            line.replace("cairnkey1", "cairn1"),
            line + "\n" + line,
            made.publicKey().toAddress(),
            HexFormat.of().formatHex(made.exportSeed()),
            "\u0000".repeat(100))) {
      write(text);
      assertRefused(KeyFault.KEY_UNREADABLE);
    }
  }

  @Test
  void saysWhereNoKeyCanBeMade() throws IOException {
    Path nowhere = folder.resolve("none/a.key");
    KeyFileException refused =
        catchThrowableOfType(
            KeyFileException.class, () -> new KeyFile(nowhere, random).loadOrCreate());

    assertThat(refused.fault()).isEqualTo(KeyFault.KEY_NOT_MADE);
    assertThat(refused).hasMessageContaining(nowhere.toString());
  }

  /** Requires the refusal, in words and without the secret, and that the file stays as it is. */
  private void assertRefused(KeyFault fault) throws IOException {
    boolean readable = Files.isRegularFile(file()) && Files.size(file()) < 10_000;
    byte[] before = readable ? Files.readAllBytes(file()) : new byte[0];

    KeyFileException refused =
        catchThrowableOfType(KeyFileException.class, () -> keyFile().loadOrCreate());

    assertThat(refused).isNotNull();
    assertThat(refused.fault()).as("%s", refused.getMessage()).isEqualTo(fault);
    assertThat(refused).hasMessageContaining(file().toString()).hasMessageContaining(fault.hint());
    assertThat(refused).hasNoCause();
    assertThat(refused.getMessage()).doesNotContain("cairnkey");
    if (readable) {
      assertThat(Files.readAllBytes(file())).isEqualTo(before);
      String text = new String(before, StandardCharsets.ISO_8859_1);
      text.lines()
          .filter(line -> line.length() > 20 && !line.startsWith("#"))
          .forEach(line -> assertThat(refused.getMessage()).doesNotContain(line.substring(10, 20)));
    }
  }

  /** Makes one key after the other and says whose it is. */
  static final class KeyMaker {
    private KeyMaker() {}

    public static void main(String[] arguments) throws IOException {
      SecureRandom random = new SecureRandom();
      for (int i = 0; ; i++) {
        Path file = Path.of(arguments[0], arguments[1] + "-" + i + ".key");
        KeyPair key = new KeyFile(file, random).loadOrCreate();
        System.out.println(file.getFileName() + " " + key.publicKey());
        System.out.flush();
      }
    }
  }

  @Test
  @Timeout(3600)
  void leavesAWholeKeyOrNoneWhenItIsKilled() throws Exception {
    Random drawn = Seeds.random("leavesAWholeKeyOrNoneWhenItIsKilled");
    for (int kill = 0; kill < Seeds.rounds(3, 100); kill++) {
      List<String> made = new ArrayList<>();
      try (ChildJvm child = ChildJvm.start(KeyMaker.class, folder.toString(), "run" + kill)) {
        for (int i = 0; i < 1 + drawn.nextInt(20); i++) {
          made.add(child.line().orElseThrow());
        }
        made.addAll(child.kill());
      }
      List<String> there = new ArrayList<>();
      for (Path file : files()) {
        String name = file.getFileName().toString();
        if (name.startsWith("run" + kill + "-")) {
          KeyPair key = new KeyFile(file, random).load().orElseThrow();
          there.add(name + " " + key.publicKey());
        }
      }
      assertThat(there).containsAll(made.subList(0, made.size() - 1)); // the last may be cut off
    }
  }
}
