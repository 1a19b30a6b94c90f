package dev.cairn.core.chain;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link ChainStore} does. A store's test extends this and says how to make one, and how
 * to open it again if it lasts longer than its object.
 */
public abstract class ChainStoreContract {

  protected ChainStoreContract() {}

  /** An empty store that shares nothing with the others. */
  protected abstract ChainStore freshStore();

  /**
   * The store as it is after it was closed and opened again; the object given is not used any more.
   * A store that ends with its object returns it as it is.
   */
  protected ChainStore reopen(ChainStore open) {
    return open;
  }

  @Nested
  class NewStore extends NewStoreContract {
    NewStore() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }

  @Nested
  class Blocks extends StoredBlocksContract {
    Blocks() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }

  @Nested
  class TheActiveChain extends ActiveChainContract {
    TheActiveChain() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }

  @Nested
  class CondemnedHeaders extends CondemnedHeadersContract {
    CondemnedHeaders() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }

  @Nested
  class State extends StoredStateContract {
    State() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }

  @Nested
  class Readers extends StoreReadersContract {
    Readers() {
      super(ChainStoreContract.this::freshStore, ChainStoreContract.this::reopen);
    }
  }
}
