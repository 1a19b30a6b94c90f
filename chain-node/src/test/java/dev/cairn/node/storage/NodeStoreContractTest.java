package dev.cairn.node.storage;

import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.ChainStoreContract;
import dev.cairn.core.network.NetworkParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreContractTest extends ChainStoreContract {

  @TempDir Path folder;

  private final Map<ChainStore, Path> open = new LinkedHashMap<>();
  private int made;

  @Override
  protected ChainStore freshStore() {
    made++;
    return open(folder.resolve("store-" + made));
  }

  @Override
  protected ChainStore reopen(ChainStore store) {
    Path directory = open.remove(store);
    ((NodeStore) store).close();
    return open(directory);
  }

  private ChainStore open(Path directory) {
    try {
      NodeStore store = NodeStore.open(directory, NetworkParameters.dev());
      open.put(store, directory);
      return store;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void closeStores() {
    open.keySet().forEach(store -> ((NodeStore) store).close());
  }
}
