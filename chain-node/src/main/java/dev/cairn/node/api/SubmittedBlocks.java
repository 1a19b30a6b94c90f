package dev.cairn.node.api;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Counts the blocks that miners hand in by {@code submitblock}. Any thread may call any method. */
final class SubmittedBlocks {

  /** What became of a block. */
  enum Outcome {
    /** It is the tip. */
    TIP,
    /** It is not: it came too late, was there already, or is not valid. */
    OTHER;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final LongAdder tips = new LongAdder();
  private final LongAdder others = new LongAdder();

  void add(Outcome outcome) {
    adder(outcome).increment();
  }

  long count(Outcome outcome) {
    return adder(outcome).sum();
  }

  private LongAdder adder(Outcome outcome) {
    return outcome == Outcome.TIP ? tips : others;
  }
}
