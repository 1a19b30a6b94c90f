package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads a chain of headers twice, so that nothing is kept of a chain that lacks work (the idea of
 * Bitcoin Core's headers presync). The first pass keeps the last header and one secret bit of every
 * 64th. Once the work suffices, the second pass reads the same headers again, and lets them out
 * only after those that follow have shown the same bits. Confined to the engine loop.
 */
final class Presync {

  /** How many headers share one bit. */
  static final int PERIOD = 64;

  /** Headers held back in the second pass: a chain of other headers gets by with 2^-48. */
  static final int LOOKAHEAD = 48 * PERIOD;

  /** What a batch of headers has led to. */
  enum Outcome {
    /** More headers are wanted, those after {@link #after}. */
    GOES_ON,
    /** The first header does not follow the last one of the batch before. */
    NOT_CONTINUED,
    /** A header breaks a rule: {@link #refusal}. */
    INVALID,
    /** A header is too far ahead of the local clock. */
    TOO_EARLY,
    /** More headers than time or memory allow, and still too little work. */
    TOO_LONG,
    /** The second pass shows other headers than the first. */
    MISMATCH
  }

  private final HeaderRules rules;
  private final ChainedHeader start;
  private final Work threshold;
  private final long headersMax;
  private final byte[] salt = new byte[16];
  private final int offset;

  private final BitSet bits = new BitSet();
  private int bitsMade;
  private int bitsSeen;

  private boolean isSecondPass;
  private boolean isProven;
  private ChainedHeader last;
  private final Deque<byte[]> held = new ArrayDeque<>();
  private Optional<Rejection> refusal = Optional.empty();

  /**
   * @param start a header of the chain, after which the doubtful ones follow
   * @param threshold what the chain's work must exceed
   * @param headersMax how many headers the first pass may read
   */
  Presync(
      HeaderRules rules,
      ChainedHeader start,
      Work threshold,
      long headersMax,
      RandomGenerator random) {
    this.rules = rules;
    this.start = start;
    this.threshold = threshold;
    this.headersMax = headersMax;
    random.nextBytes(salt);
    offset = random.nextInt(PERIOD);
    last = start;
  }

  /** Takes the answer to a request for what comes after {@link #after}. */
  Outcome take(List<BlockHeader> headers, Timestamp now) {
    if (!headers.isEmpty() && !headers.get(0).previous().equals(last.hash())) {
      return Outcome.NOT_CONTINUED;
    }
    for (BlockHeader header : headers) {
      Outcome outcome = take(header, now);
      if (outcome != Outcome.GOES_ON) {
        return outcome;
      }
      if (!isSecondPass && last.work().isMoreThan(threshold)) {
        isSecondPass = true;
        last = start;
        return Outcome.GOES_ON; // the rest comes again
      }
    }
    return Outcome.GOES_ON;
  }

  private Outcome take(BlockHeader header, Timestamp now) {
    Optional<Rejection> alone = rules.checkInIsolation(header);
    if (alone.isPresent()) {
      return refused(alone.get());
    }
    Checked<ChainedHeader> placed = rules.checkInContext(header, last);
    if (!placed.isPassed()) {
      return refused(placed.rejection().orElseThrow());
    }
    if (rules.tooEarlyUntil(header, now).isPresent()) {
      return Outcome.TOO_EARLY;
    }
    last = placed.value();
    long number = last.height().blocksSince(start.height());
    if (isSecondPass) {
      return compare(header, number);
    }
    if (number > headersMax) {
      return Outcome.TOO_LONG;
    }
    if (number % PERIOD == offset) {
      bits.set(bitsMade++, bitOf(header.hash()));
    }
    return Outcome.GOES_ON;
  }

  private Outcome refused(Rejection why) {
    refusal = Optional.of(why);
    return Outcome.INVALID;
  }

  private Outcome compare(BlockHeader header, long number) {
    if (!isProven && number % PERIOD == offset) {
      if (bitsSeen == bitsMade || bits.get(bitsSeen) != bitOf(header.hash())) {
        return Outcome.MISMATCH;
      }
      bitsSeen++;
    }
    isProven = isProven || last.work().isMoreThan(threshold);
    held.addLast(header.toArray());
    return Outcome.GOES_ON;
  }

  private boolean bitOf(BlockHash hash) {
    return (Sha256.hash(salt, hash.toArray())[0] & 1) != 0;
  }

  /** The header after which to ask for more. */
  BlockHash after() {
    return last.hash();
  }

  /** Whether more headers are to be asked for now; else some have to be let out first. */
  boolean wantsMore() {
    return !isSecondPass || (!isProven && held.size() <= LOOKAHEAD);
  }

  boolean isSecondPass() {
    return isSecondPass;
  }

  /** Whether all that was read twice was let out: what follows may be taken directly. */
  boolean isDone() {
    return isProven && held.isEmpty();
  }

  /** The next header that may be kept, if there is one; it stays until {@link #letOut}. */
  Optional<BlockHeader> next() {
    return isProven ? first() : held.size() > LOOKAHEAD ? first() : Optional.empty();
  }

  private Optional<BlockHeader> first() {
    return Optional.ofNullable(held.peekFirst())
        .map(bytes -> BlockHeader.read(new ByteReader(bytes)));
  }

  /** Says that {@link #next} was kept. */
  void letOut() {
    held.removeFirst();
  }

  /** How many headers the current pass has read. */
  long headersRead() {
    return last.height().blocksSince(start.height());
  }

  /** The work of the chain up to {@link #after}. */
  Work work() {
    return last.work();
  }

  /** The rule that a header breaks, after {@link Outcome#INVALID}. */
  Optional<Rejection> refusal() {
    return refusal;
  }

  /** About how much heap it takes. */
  long bytes() {
    return bits.size() / 8 + held.size() * 100L + 1000;
  }
}
