package dev.cairn.core.chain;

/** A store whose commits fail, writing nothing, as long as one wants. */
public final class FailingStore extends ForwardingStore {

  private volatile boolean fails;

  /** Works until it is told to fail. */
  public FailingStore() {}

  public void setFailing(boolean failing) {
    fails = failing;
  }

  @Override
  public void commit(ChainUpdate update) {
    if (fails) {
      throw new IllegalStateException("disk full");
    }
    super.commit(update);
  }
}
