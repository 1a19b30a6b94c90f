package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.storage.DiskWatch.Level;
import dev.cairn.node.storage.DiskWatch.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ATTACKS D4, D14: the alarm at nine tenths, and the room that is kept for the store. */
class DiskWatchTest {

  private static final long MIB = 1 << 20;
  private static final long TOTAL = 1000 * MIB;

  @TempDir Path folder;

  private final FakeDisk disk = new FakeDisk();

  /** What others use is set; the reserve is counted as it is. */
  private final class FakeDisk implements DiskWatch.Disk {

    private long others;
    private long total = TOTAL;

    @Override
    public long freeBytes() {
      return total - others - (Files.isRegularFile(reserve()) ? reserve().toFile().length() : 0);
    }

    @Override
    public long totalBytes() {
      return total;
    }
  }

  private Path reserve() {
    return folder.resolve("reserve");
  }

  private Room look(DiskWatch watch, long usedByOthers) {
    disk.others = usedByOthers;
    watch.look();
    return watch.room().orElseThrow();
  }

  @Test
  void raisesTheAlarmAtNineTenths() {
    DiskWatch watch = new DiskWatch(reserve(), disk);

    assertThat(watch.room()).isEmpty();
    // What is kept for the store counts as used.
    assertThat(look(watch, 883 * MIB)).isEqualTo(new Room(101 * MIB, TOTAL, Level.ROOMY));
    Room nearly = look(watch, 884 * MIB);
    assertThat(nearly).isEqualTo(new Room(100 * MIB, TOTAL, Level.NEARLY_FULL));
    assertThat(nearly.usedPercent()).isEqualTo(90);
    assertThat(look(watch, 0).level()).isEqualTo(Level.ROOMY);
  }

  @Test
  void keepsRoomGivesItUpWhenTheDiskIsFullAndKeepsItAgain() throws IOException {
    DiskWatch watch = new DiskWatch(reserve(), disk);

    look(watch, 0);
    assertThat(reserve()).hasSize(16 * MIB);

    assertThat(look(watch, 980 * MIB).freeBytes()).isEqualTo(4 * MIB);
    assertThat(reserve()).exists();
    assertThat(look(watch, 980 * MIB + 1)).isEqualTo(new Room(20 * MIB - 1, TOTAL, Level.FULL));
    assertThat(reserve()).doesNotExist();
    // Still the same room, and no more than that: it is not taken away again at once.
    assertThat(look(watch, 980 * MIB).level()).isEqualTo(Level.FULL);
    assertThat(look(watch, 937 * MIB).level()).isEqualTo(Level.FULL);
    assertThat(reserve()).doesNotExist();

    assertThat(look(watch, 936 * MIB)).isEqualTo(new Room(48 * MIB, TOTAL, Level.NEARLY_FULL));
    assertThat(reserve()).hasSize(16 * MIB);
  }

  @Test
  void aNewProcessGivesUpWhatTheOneBeforeItKept() throws IOException {
    look(new DiskWatch(reserve(), disk), 0);

    assertThat(look(new DiskWatch(reserve(), disk), 984 * MIB))
        .isEqualTo(new Room(16 * MIB, TOTAL, Level.FULL));
    assertThat(reserve()).doesNotExist();
  }

  @Test
  void completesWhatWasCutOff() throws IOException {
    Files.write(reserve(), new byte[1000]);

    look(new DiskWatch(reserve(), disk), 0);

    assertThat(reserve()).hasSize(16 * MIB);
  }

  @Test
  void takesNothingOfADiskThatHasLittle() {
    assertThat(look(new DiskWatch(reserve(), disk), TOTAL - 64 * MIB + 1).level())
        .isEqualTo(Level.NEARLY_FULL);
    assertThat(reserve()).doesNotExist();
  }

  @Test
  void aDiskThatIsSmallIsFullNoLongerThanItIs() {
    disk.total = 6 * MIB;
    DiskWatch watch = new DiskWatch(reserve(), disk);
    assertThat(look(watch, 3 * MIB).level()).isEqualTo(Level.FULL);
    assertThat(look(watch, 3 * MIB + 1).level()).isEqualTo(Level.FULL);
    disk.total = 100 * MIB;
    assertThat(look(watch, 51 * MIB).level()).isEqualTo(Level.FULL);
    assertThat(look(watch, 50 * MIB).level()).isEqualTo(Level.ROOMY);
    assertThat(reserve()).doesNotExist();
  }

  @Test
  void tellsOfTheDiskWhateverBecomesOfTheReserve() throws IOException {
    Files.createDirectories(reserve().resolve("somebody's"));
    DiskWatch watch = new DiskWatch(reserve(), disk);

    assertThat(look(watch, 0).level()).isEqualTo(Level.ROOMY);
    assertThat(look(watch, 950 * MIB).level()).isEqualTo(Level.NEARLY_FULL);
    assertThat(look(watch, 999 * MIB).level()).isEqualTo(Level.FULL);

    Files.delete(reserve().resolve("somebody's"));
    Files.delete(reserve());
    for (int i = 0; i < 600; i++) {
      look(watch, 0);
    }
    assertThat(reserve()).hasSize(16 * MIB);
  }

  @Test
  void knowsNothingOfADiskThatDoesNotTell() {
    disk.total = 0;
    DiskWatch watch = new DiskWatch(reserve(), disk);

    watch.look();

    assertThat(watch.room()).isEmpty();
  }

  @Test
  void knowsTheDiskOfARealFolder() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
      DiskWatch watch = DiskWatch.of(data);
      watch.look();

      Room room = watch.room().orElseThrow();
      assertThat(room.totalBytes()).isPositive();
      assertThat(room.freeBytes()).isBetween(0L, room.totalBytes());
      assertThat(new Room(0, 10, Level.FULL).usedPercent()).isEqualTo(100);
    }
  }
}
