package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS D6: one flipped bit anywhere in a store: it is noticed, with the file that it is in, or
 * changes no answer.
 */
class StoreDamageTest {

  private static final int STEP = 64;

  @TempDir Path folder;

  @Test
  void noticesAFlippedBitInAStoreThatIsAllInItsLog() throws IOException {
    flipBits("log", false);
  }

  @Test
  void noticesAFlippedBitInAStoreThatIsInTables() throws IOException {
    flipBits("tables", true);
  }

  private void flipBits(String name, boolean inTables) throws IOException {
    ChainMaker maker = new ChainMaker(1);
    Path store = folder.resolve(name);
    String answers = fill(store, maker, inTables);
    assertThat(answersOf(store, maker)).as("without damage").isEqualTo(answers);

    List<Place> places = new ArrayList<>();
    for (Path file : Folders.filesIn(store)) {
      if (!String.valueOf(file.getFileName()).startsWith("LOG")) { // only people read it
        places.addAll(placesIn(store, file, Seeds.random("flipBits-" + name + file.getFileName())));
      }
    }
    int noticed = 0;
    for (Place place : places) {
      Path copy = folder.resolve("copy");
      Folders.copy(store, copy);
      place.flip(copy);
      String found = answersOf(copy, maker);
      if (found.startsWith("refused: ")) {
        noticed++;
        assertThat(found).as("%s", place).containsAnyOf(place.named(), "one that it lists");
      } else {
        assertThat(found).as("%s", place).isEqualTo(answers);
      }
      Folders.delete(copy);
    }
    System.out.println(
        name + ": " + noticed + " of " + places.size() + " flipped bits were noticed");
    assertThat(noticed).isPositive();
  }

  /** One bit of one file. */
  private record Place(Path file, int at, int bit) {
    void flip(Path store) throws IOException {
      byte[] bytes = Files.readAllBytes(store.resolve(file));
      bytes[at] = (byte) (bytes[at] ^ 1 << bit);
      Files.write(store.resolve(file), bytes);
    }

    /**
     * What a refusal says of the place; RocksDB does not tell which file of blocks or log, nor
     * always which table.
     */
    String named() {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith("MANIFEST-")) {
        return "MANIFEST-"; // of one that seems to end early only the effect is seen
      }
      boolean isOneOfMany = Stream.of(".blob", ".log", ".sst").anyMatch(name::endsWith);
      return isOneOfMany ? String.valueOf(file.getParent()) : String.valueOf(file);
    }
  }

  /** Every step of a file in the long form, else some of it. */
  private static List<Place> placesIn(Path store, Path file, Random random) throws IOException {
    List<Place> here = new ArrayList<>();
    for (int at = 0; at < Files.size(file); at += STEP) {
      here.add(new Place(store.relativize(file), at, random.nextInt(8)));
    }
    Collections.shuffle(here, random);
    return here.subList(0, Math.min(here.size(), Seeds.rounds(5, here.size())));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noticesEachRecordOfAnotherTypeInTheListOfFiles() throws IOException {
    changeTypes(true, "MANIFEST-.*", 0, 2, 7);
  }

  /**
   * Bit 2 makes RocksDB look for another record for ever, and in a record that goes on in the next
   * block bits 3 and 7 do. Others only lose what follows, which is seen by the mark.
   */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noticesEachRecordOfAnotherTypeInALog() throws IOException {
    changeTypes(false, ".*\\.log", 0, 1, 2, 3, 4, 5, 6, 7);
  }

  private void changeTypes(boolean inTables, String name, int... bits) throws IOException {
    ChainMaker maker = new ChainMaker(1);
    Path store = folder.resolve("store");
    fill(store, maker, inTables);
    if (!inTables) {
      keepMoreThanABlock(store, maker);
    }
    Path file = largest(store, name);
    byte[] bytes = Files.readAllBytes(file);
    TreeSet<Integer> types = new TreeSet<>();
    for (int at : recordsOf(bytes)) {
      types.add((int) bytes[at + 6]);
      for (int bit : bits) {
        new Place(file, at + 6, bit).flip(store);
        assertThat(answersOf(store, maker))
            .as("bit %s of the record at %s", bit, at)
            .startsWith("refused: ")
            .containsAnyOf(
                file + " is damaged at its byte " + at + ".",
                "a log (*.log) in " + file.getParent() + " is damaged or missing");
        Files.write(file, bytes);
      }
    }
    assertThat(types).as("full, and first, middle, last").contains(1);
    assertThat(types.contains(3)).as("middle in %s", types).isEqualTo(!inTables);
  }

  /** In one batch, so that a record has parts. */
  private static void keepMoreThanABlock(Path directory, ChainMaker maker) throws IOException {
    try (NodeStore store = NodeStore.open(directory, ChainMaker.NETWORK)) {
      store.keep(List.of(maker.transaction()));
      store.keep(Stream.generate(maker::transaction).limit(1_000).toList());
      store.keep(List.of(maker.transaction()));
    }
  }

  private static List<Integer> recordsOf(byte[] bytes) {
    ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> all = new ArrayList<>();
    for (int at = 0; at + 7 <= bytes.length; ) {
      int left = (32 << 10) - at % (32 << 10);
      if (left < 7) {
        at += left;
      } else {
        all.add(at);
        at += 7 + Short.toUnsignedInt(records.getShort(at + 4));
      }
    }
    return all;
  }

  private static Path largest(Path directory, String name) throws IOException {
    return Folders.filesIn(directory).stream()
        .filter(file -> String.valueOf(file.getFileName()).matches(name))
        .max(Comparator.comparingLong(file -> file.toFile().length()))
        .orElseThrow();
  }

  private static String fill(Path directory, ChainMaker maker, boolean inTables)
      throws IOException {
    try (NodeStore store = NodeStore.open(directory, ChainMaker.NETWORK)) {
      store.commit(ChainMaker.genesis());
      ChainedHeader tip = ChainMaker.GENESIS;
      for (int i = 0; i < 12; i++) {
        ChainMaker.Made made = maker.child(tip, i == 5 ? 8 : i % 3);
        store.commit(ChainMaker.connect(made));
        tip = made.chained();
      }
      store.commit(
          ChainMaker.condemn(
              new Condemnation(tip.hash(), Rejection.of(Rule.REWARD_MISMATCH, "1", "2"))));
      store.keep(List.of(maker.transaction()));
      if (inTables) {
        store.flush();
      }
      return StoreText.of(store, maker);
    }
  }

  /** What a store answers, or how it refuses. */
  private static String answersOf(Path directory, ChainMaker maker) {
    try (NodeStore store = NodeStore.open(directory, ChainMaker.NETWORK)) {
      return StoreText.of(store, maker);
    } catch (StoreException e) {
      assertThat(e.fault())
          .isIn(StoreFault.STORE_DAMAGED, StoreFault.STORE_NEWER, StoreFault.STORE_OTHER_NETWORK);
      assertThat(e).hasMessageContaining(directory.toString());
      return "refused: " + e.getMessage();
    } catch (StoreFailedException e) {
      assertThat(e.fault()).isEqualTo(StoreFault.STORE_DAMAGED);
      assertThat(e).hasMessageContaining(directory.toString());
      return "refused: " + e.getMessage();
    }
  }
}
