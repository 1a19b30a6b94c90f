package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS D13: stores that earlier releases wrote, one for each number of the format, are opened
 * with all that was in them. {@link Maker} makes one more when the number goes up; those that are
 * there are never made again.
 */
class GoldenStoreTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final Bytes DOCUMENT = Bytes.of(new byte[3000]);
  private static final PublicKey FRIEND =
      KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]).publicKey();
  private static final int IN_TABLES = 12;
  private static final int BLOCKS = 20;

  @TempDir Path folder;

  @Test
  void opensTheStoreOfFormat1() throws IOException {
    Path directory = unpack("/store-format-1.zip");
    try (NodeStore store = NodeStore.open(directory, NETWORK)) {
      BlockHash tip = store.tip().orElseThrow();
      assertThat(tip)
          .hasToString("7357e8280a9de41ce622df8708ee489c05fa8d9fe6becf6484cf52297bde6e32");
      assertThat(store.state().digest())
          .hasToString("af022fb39c416a0df18f0f299f0b4e4ba95557bceb9fa186690232eb9e74677c");

      Chain opened = open(store);
      Chain replay = Chain.inMemory(NETWORK, Applications.standard());
      for (int height = 1; height <= BLOCKS; height++) {
        Block block = block(store, height);
        assertThat(replay.submitBlock(block, Timestamp.MAX)).isInstanceOf(Verdict.Accepted.class);
      }
      assertThat(replay.tip().hash()).isEqualTo(tip).isEqualTo(opened.tip().hash());
      Height end = new Height(BLOCKS);
      assertThat(opened.digestAt(end)).isEqualTo(replay.digestAt(end)).isPresent();

      assertThat(store.transactionsOf(FRIEND, Optional.empty(), 100)).hasSize(BLOCKS);
      RecordPlace record = store.record(document().digest()).orElseThrow();
      assertThat(record.place().height()).isEqualTo(new Height(1));
      assertThat(store.kept()).hasSize(1);

      Block next = TestBlock.onTip(opened).with(payment(BLOCKS + 1)).seal();
      assertThat(opened.submitBlock(next, Timestamp.MAX)).isInstanceOf(Verdict.Accepted.class);
      assertThat(store.tip()).contains(next.hash());
    }
  }

  private static Block block(NodeStore store, int height) {
    BlockHash hash = store.hashAt(new Height(height)).orElseThrow();
    return store.block(hash).orElseThrow();
  }

  private Path unpack(String resource) throws IOException {
    try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(resource));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.write(to, zip.readAllBytes());
      }
    }
    return folder.resolve("store");
  }

  private static Chain open(NodeStore store) {
    SignatureChecks signatures = SignatureChecks.onCallersThread(new SignatureCache(1024, 0));
    return Chain.open(NETWORK, Applications.standard(), store, signatures, ChainLimits.DEFAULT);
  }

  private static DocumentRecord document() {
    return DocumentRecord.ofDocument(DOCUMENT);
  }

  private static Transaction payment(long sequence) {
    return transaction(sequence, new Transfer(FRIEND, Amount.of(1)).payload());
  }

  private static Transaction transaction(long sequence, Payload payload) {
    return Transaction.sign(DevKey.keyPair(), NETWORK.id(), sequence, Amount.of(1), payload);
  }

  /** Writes such a file, and what the test has to expect. */
  static final class Maker {

    /** What the database makes anew; it tells where the store was. */
    private static final Set<String> NOT_NEEDED = Set.of("LOG", "LOCK", "OPTIONS");

    private Maker() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Files.createTempDirectory("golden");
      Path directory = folder.resolve("store");
      try (NodeStore store = NodeStore.open(directory, NETWORK)) {
        Chain chain = open(store);
        chain.submitBlock(
            TestBlock.onTip(chain).with(transaction(0, document().payload()), payment(1)).seal(),
            Timestamp.MAX);
        for (int i = 2; i <= BLOCKS; i++) {
          chain.submitBlock(TestBlock.onTip(chain).with(payment(i)).seal(), Timestamp.MAX);
          if (i == IN_TABLES) {
            store.flush(); // the later ones are in the log
          }
        }
        store.keep(List.of(payment(BLOCKS + 1)));
        System.out.println(store.tip().orElseThrow() + "\n" + store.state().digest());
        try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
          for (Path file : Folders.filesIn(directory)) {
            if (NOT_NEEDED.contains(String.valueOf(file.getFileName()).replaceFirst("-.*", ""))) {
              continue;
            }
            zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
            Files.copy(file, zip);
          }
        }
      }
      Folders.delete(folder);
    }
  }
}
