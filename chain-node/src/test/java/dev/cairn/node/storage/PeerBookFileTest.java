package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.discovery.AddressSource;
import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerBookFileTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("peers");
  }

  @Test
  void givesBackWhatWasSavedLast() {
    PeerBookFile book = new PeerBookFile(file(), Runnable::run);
    assertThat(book.load()).isEmpty();

    List<BookEntry> entries = draw(Seeds.random("givesBackWhatWasSavedLast"), 500);
    book.save(entries);
    assertThat(new PeerBookFile(file(), Runnable::run).load()).isEqualTo(entries);

    book.save(entries.subList(0, 3));
    assertThat(new PeerBookFile(file(), Runnable::run).load()).isEqualTo(entries.subList(0, 3));
    book.save(List.of());
    assertThat(new PeerBookFile(file(), Runnable::run).load()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  private static List<BookEntry> draw(Random random, int count) {
    List<BookEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PeerAddress address = address(random);
      AddressSource source =
          switch (random.nextInt(3)) {
            case 0 -> AddressSource.configured();
            case 1 -> AddressSource.discovered();
            default -> AddressSource.told(node(random), address(random));
          };
      entries.add(
          new BookEntry(
              new KnownAddress(node(random), address),
              source,
              random.nextBoolean(),
              random.nextLong(Long.MAX_VALUE),
              random.nextInt(Integer.MAX_VALUE),
              random.nextBoolean()));
    }
    return entries;
  }

  private static NodeId node(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return NodeId.of(bytes);
  }

  private static PeerAddress address(Random random) {
    byte[] host = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(host);
    return new PeerAddress(
        Bytes.of(host), random.nextInt(65536), host.length == 4 ? 0 : random.nextInt(9));
  }

  @Test
  void beginsANewBookWhenTheFileIsDamaged() throws IOException {
    PeerBookFile book = new PeerBookFile(file(), Runnable::run);
    book.save(draw(Seeds.random("beginsANewBookWhenTheFileIsDamaged"), 3));
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file(), damaged);
      assertThat(book.load()).as("flipped at %s", at).isEmpty();
      Files.write(file(), Arrays.copyOf(whole, at));
      assertThat(book.load()).as("cut at %s", at).isEmpty();
    }
  }

  @Test
  void goesOnWithoutAFile() throws IOException {
    PeerBookFile book = new PeerBookFile(folder.resolve("none/peers"), Runnable::run);
    book.save(List.of());
    assertThat(book.load()).isEmpty();

    Files.createDirectory(file());
    assertThat(new PeerBookFile(file(), Runnable::run).load()).isEmpty();
    new PeerBookFile(file(), Runnable::run).save(List.of());
  }

  @Test
  void survivesAnyBytes() throws IOException {
    Random random = Seeds.random("survivesAnyBytes");
    for (int i = 0; i < Seeds.rounds(200, 20_000); i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Files.write(file(), bytes);
      assertThat(new PeerBookFile(file(), Runnable::run).load()).isEmpty();
    }
  }
}
