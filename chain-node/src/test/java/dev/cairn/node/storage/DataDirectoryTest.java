package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

  private static final NetworkParameters LAN =
      NetworkParameters.lan(Bytes.of(new byte[16]), new Timestamp(1));

  @TempDir Path folder;

  @Test
  void makesAFolderThatOnlyItsOwnerCanUse() throws IOException {
    Path root = folder.resolve("a/b");
    try (DataDirectory data = DataDirectory.open(root)) {
      assertThat(data.root()).isEqualTo(root);
      assertThat(data.nodeKey()).isEqualTo(root.resolve("node.key"));
      Path network = data.ofNetwork(LAN);
      for (Path made : List.of(root, root.getParent(), network)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void remembersNetworks() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.remembered()).isEmpty();
      assertThat(data.parameters(LAN.id())).isEmpty();
      assertThat(data.ofNetwork(LAN).getFileName())
          .hasToString("lan-" + LAN.id().toString().substring(0, 8));
      data.remember(NetworkParameters.dev().id());
      data.remember(LAN.id());
    }
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.remembered()).contains(LAN.id());
      assertThat(data.parameters(LAN.id()).map(NetworkParameters::id)).contains(LAN.id());
      assertThat(data.parameters(NetworkId.ZERO)).isEmpty();
    }
  }

  @Test
  void givesNetworksWhoseIdsBeginAlikeFoldersOfTheirOwn() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Path mine = data.ofNetwork(LAN);
      NetworkParameters other = NetworkParameters.lan(Bytes.of(new byte[16]), new Timestamp(2));
      // As if the other's id began alike: its folder is taken.
      Path taken = folder.resolve("lan-" + other.id().toString().substring(0, 8));
      Files.createDirectory(taken);
      Files.copy(mine.resolve("network.json"), taken.resolve("network.json"));

      Path own = data.ofNetwork(other);

      assertThat(own.getFileName()).hasToString("lan-" + other.id());
      assertThat(data.ofNetwork(other)).isEqualTo(own);
      assertThat(data.parameters(other.id()).map(NetworkParameters::id)).contains(other.id());
    }
  }

  @Test
  void makesAPlainFolderNameOfAnyNetworksName() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      for (String name : List.of("../up", "a/b", "\u4e2d \ud83e\udea8", ".", "x".repeat(64))) {
        Path made = data.ofNetwork(named(name));
        assertThat(made.getParent()).isEqualTo(folder);
        assertThat(made.getFileName().toString()).matches("[A-Za-z0-9_-]{1,49}");
      }
    }
  }

  private static NetworkParameters named(String name) {
    return new NetworkParameters.Builder(name, Bytes.of(new byte[16]), new Timestamp(1)).build();
  }

  @Test
  void writesDamagedParametersAnewWhenItHasThem() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Path file = data.ofNetwork(LAN).resolve("network.json");
      String text = Files.readString(file);
      Files.writeString(file, "{");

      StoreException damaged =
          catchThrowableOfType(StoreException.class, () -> data.parameters(LAN.id()));
      assertThat(damaged.fault()).isEqualTo(StoreFault.STORE_DAMAGED);
      assertThat(damaged).hasMessageContaining(file.toString());

      data.ofNetwork(LAN);
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void refusesADamagedMemoryInWords() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Files.writeString(folder.resolve("current"), "lan\n");

      StoreException damaged = catchThrowableOfType(StoreException.class, () -> data.remembered());
      assertThat(damaged).hasMessageContaining(folder.resolve("current").toString());
    }
  }

  @Test
  void takesAnyNameOrRefusesItInWords() throws IOException {
    for (String name : List.of("with spaces", "ümläut 中", "\ud83e\udea8", "x".repeat(255))) {
      try (DataDirectory data = DataDirectory.open(folder.resolve(name))) {
        data.remember(LAN.id());
        assertThat(data.remembered()).contains(LAN.id());
      }
    }
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path refused : List.of(folder.resolve("x".repeat(256)), file, file.resolve("below"))) {
      StoreException why =
          catchThrowableOfType(StoreException.class, () -> DataDirectory.open(refused).close());
      assertThat(why.fault()).isEqualTo(StoreFault.DATA_UNUSABLE);
      assertThat(why).hasMessageContaining(refused.toString()).hasMessageContaining("--data");
    }
  }

  @Test
  void belongsToOneHolderAtATimeInThisProcess() throws IOException {
    DataDirectory first = DataDirectory.open(folder);
    assertInUse();
    assertInUse(); // the refusal has not let go of it
    first.close();
    DataDirectory.open(folder).close();
  }

  /** Holds a data directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
        System.out.println("held " + data.root());
        System.in.read();
      }
    }
  }

  @Test
  @Timeout(120)
  void belongsToOneProcessAtATimeAndIsFreeWhenThatIsKilled() throws Exception {
    try (ChildJvm other = ChildJvm.start(Holder.class, folder.toString())) {
      assertThat(other.line()).contains("held " + folder);
      assertInUse();
      assertInUse();
      other.kill();
    }
    assertThat(folder.resolve("lock")).exists();
    DataDirectory.open(folder).close();
  }

  /** A pipe that nobody writes to would be waited for without end. */
  @ParameterizedTest
  @ValueSource(strings = {"lock", "current"})
  @Timeout(20)
  void refusesAPipeInTheNameOfAFile(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    StoreException refused =
        catchThrowableOfType(
            StoreException.class,
            () -> {
              try (DataDirectory data = DataDirectory.open(folder)) {
                data.remembered();
              }
            });
    assertThat(refused.fault()).isEqualTo(StoreFault.DATA_UNUSABLE);
    assertThat(refused).hasMessageContaining(pipe + ": is no regular file");
  }

  private void assertInUse() {
    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> DataDirectory.open(folder).close());
    assertThat(refused.fault()).isEqualTo(StoreFault.DATA_IN_USE);
    assertThat(refused).hasMessageContaining(folder.toString());
  }
}
