package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, in memory. */
class FullDiskTest {

  @TempDir Path folder;

  private final ChainMaker maker = new ChainMaker(1);
  private final Random random = new Random(1);
  private Path disk;
  private boolean mounted;
  private ChainedHeader tip = ChainMaker.GENESIS;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "none", disk.toString()) == 0;
    Assumptions.assumeTrue(mounted, "long form, as a user who may mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException noSuchProgram) {
      return -1;
    }
  }

  @Test
  void acknowledgesNothingMoreOnceTheDiskIsFull() throws Exception {
    try (NodeStore store = NodeStore.open(disk.resolve("store"), ChainMaker.NETWORK)) {
      store.commit(ChainMaker.genesis());

      StoreFailedException failed =
          catchThrowableOfType(StoreFailedException.class, () -> commitForEver(store));

      assertThat(failed.fault()).isEqualTo(StoreFault.STORE_FAILED);
      assertThat(failed)
          .hasMessageContaining(disk.toString())
          .hasMessageContaining("No space left")
          .hasMessageContaining(StoreFault.STORE_FAILED.hint());
      assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isZero();
      // That there is room again changes nothing for this one.
      for (Runnable call :
          List.<Runnable>of(
              () -> store.commit(ChainMaker.connect(maker.child(tip, 0))),
              () -> store.keep(List.of(maker.transaction())),
              store::tip,
              store::state)) {
        assertThatThrownBy(call::run)
            .isInstanceOf(StoreFailedException.class)
            .hasMessage(failed.getMessage());
      }
    }

    try (NodeStore store = NodeStore.open(disk.resolve("store"), ChainMaker.NETWORK)) {
      Height height = store.header(store.tip().orElseThrow()).orElseThrow().chained().height();
      assertThat(height).isGreaterThanOrEqualTo(tip.height());
      assertThat(store.block(tip.hash())).isPresent();
      ChainedHeader now = store.header(store.tip().orElseThrow()).orElseThrow().chained();
      store.commit(ChainMaker.connect(maker.child(now, 1)));
    }
  }

  private void commitForEver(ChainStore store) {
    while (true) {
      byte[] bytes = new byte[100_000];
      random.nextBytes(bytes);
      Transaction large =
          Transaction.sign(
              dev.cairn.core.network.DevKey.keyPair(),
              ChainMaker.NETWORK.id(),
              tip.height().value(),
              new Amount(1),
              new Payload(1024, Bytes.of(bytes)));
      ChainMaker.Made made = maker.child(tip, List.of(large));
      store.commit(ChainMaker.connect(made));
      tip = made.chained();
    }
  }

  @Test
  void refusesToOpenOnAFullDiskInWords() throws Exception {
    try {
      Files.write(disk.resolve("more"), new byte[16 << 20]);
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }

    StoreException refused =
        catchThrowableOfType(
            StoreException.class,
            () -> NodeStore.open(disk.resolve("store"), ChainMaker.NETWORK).close());

    assertThat(refused).hasMessageContaining("No space left").hasMessageContaining(disk.toString());
  }

  @Test
  void refusesADiskThatCanOnlyBeRead() throws Exception {
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();

    StoreException refused =
        catchThrowableOfType(
            StoreException.class,
            () -> NodeStore.open(disk.resolve("store"), ChainMaker.NETWORK).close());
    assertThat(refused.fault()).isEqualTo(StoreFault.DATA_UNUSABLE);
    assertThat(refused).hasMessageContaining("Read-only").hasMessageContaining(disk.toString());

    StoreException unused =
        catchThrowableOfType(
            StoreException.class, () -> DataDirectory.open(disk.resolve("data")).close());
    assertThat(unused.fault()).isEqualTo(StoreFault.DATA_UNUSABLE);
    assertThat(unused).hasMessageContaining("Read-only").hasMessageContaining(disk.toString());
  }
}
