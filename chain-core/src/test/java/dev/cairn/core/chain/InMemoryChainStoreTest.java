package dev.cairn.core.chain;

class InMemoryChainStoreTest extends ChainStoreContract {

  @Override
  protected ChainStore freshStore() {
    return new InMemoryChainStore();
  }
}
