package dev.cairn.node.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletTest {

  @TempDir Path folder;

  private final SecureRandom random = new SecureRandom();

  private Wallet wallet() {
    return Wallet.in(folder.resolve("data"), random);
  }

  @Test
  void makesNothingUntilAKeyIsNeeded() throws IOException {
    Wallet wallet = wallet();

    assertThat(wallet.mainAddress()).isEmpty();
    assertThat(wallet.addresses()).isEmpty();
    assertThat(wallet.key(KeyPair.fromSeed(new byte[32]).publicKey())).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsItsMainKey() throws IOException {
    KeyPair main = wallet().mainKey();

    assertThat(wallet().mainKey().exportSeed()).isEqualTo(main.exportSeed());
    assertThat(wallet().mainAddress()).contains(main.publicKey());
    assertThat(wallet().mainKeyFile())
        .isEqualTo(folder.resolve("data/keys/main.key"))
        .isRegularFile();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data/keys"))))
        .isEqualTo("rwx------");
  }

  @Test
  void listsTheMainKeyFirstAndTheOthersAsTheyCame() throws IOException {
    List<PublicKey> made = new ArrayList<>();
    for (int i = 0; i < 11; i++) { // key-10 comes after key-9, not after key-1
      made.add(wallet().create());
    }
    made.add(0, wallet().mainKey().publicKey());
    Files.writeString(folder.resolve("data/keys/notes.txt"), "mine");
    Files.writeString(folder.resolve("data/keys/.cairn-left-behind.tmp"), "half a k");

    assertThat(wallet().addresses()).isEqualTo(made);
    for (PublicKey address : made) {
      assertThat(wallet().key(address).map(KeyPair::publicKey)).contains(address);
    }
    assertThat(wallet().key(KeyPair.fromSeed(new byte[32]).publicKey())).isEmpty();
  }

  @Test
  void servesSeveralAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    Set<PublicKey> mains = new LinkedHashSet<>();
    Set<PublicKey> others = new LinkedHashSet<>();
    try {
      List<Future<PublicKey>> mainKeys = new ArrayList<>();
      List<Future<PublicKey>> otherKeys = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        mainKeys.add(pool.submit(() -> wallet().mainKey().publicKey()));
        otherKeys.add(pool.submit(() -> wallet().create()));
      }
      for (int i = 0; i < 20; i++) {
        mains.add(mainKeys.get(i).get());
        others.add(otherKeys.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(mains).hasSize(1);
    assertThat(others).hasSize(20);
    assertThat(wallet().addresses().subList(1, 21)).containsExactlyInAnyOrderElementsOf(others);
  }

  @Test
  void namesTheFileThatItRefuses() throws IOException {
    wallet().mainKey();
    wallet().create();
    Path file = folder.resolve("data/keys/key-1.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    KeyFileException refused =
        catchThrowableOfType(KeyFileException.class, () -> wallet().addresses());

    assertThat(refused.fault()).isEqualTo(KeyFault.KEY_OPEN_TO_OTHERS);
    assertThat(refused).hasMessageContaining(file.toString());
    assertThat(wallet().mainAddress()).isPresent(); // the main key is none the worse for it
  }
}
