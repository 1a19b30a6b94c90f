package dev.cairn.node.mining;

import dev.cairn.core.mining.BlockTemplate;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all mining threads work on until there is something better. Compared by identity. */
final class MiningJob {

  private final BlockTemplate template;
  private final AtomicBoolean isSolved = new AtomicBoolean();

  MiningJob(BlockTemplate template) {
    this.template = template;
  }

  BlockTemplate template() {
    return template;
  }

  /** True for the first thread that finds a block of this job. */
  boolean solve() {
    return !isSolved.getAndSet(true);
  }

  boolean isSolved() {
    return isSolved.get();
  }
}
