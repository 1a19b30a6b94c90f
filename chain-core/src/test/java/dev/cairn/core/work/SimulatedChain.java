package dev.cairn.core.work;

import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/**
 * One chain whose blocks are found at random: at any moment a miner finds a block with the
 * probability that its hash rate and the bits for the time that it stamps give. Blocks are known to
 * all miners at once.
 */
final class SimulatedChain {

  private static final double TWO_TO_256 = 0x1p256;

  /** The clock of a miner that always stamps the earliest time that is allowed, the parent's. */
  static final LongUnaryOperator AS_EARLY_AS_ALLOWED = height -> -0x1_0000_0000L;

  /**
   * Hash rate with a clock. The header's time is the parent's or the clock's, whichever is later.
   *
   * @param clockOffset how many seconds the clock is ahead of the true time, by height
   */
  record Miner(double hashesPerSecond, LongUnaryOperator clockOffset) {

    static Miner honest(double hashesPerSecond) {
      return new Miner(hashesPerSecond, height -> 0);
    }

    static Miner ahead(double hashesPerSecond, long seconds) {
      return new Miner(hashesPerSecond, height -> seconds);
    }
  }

  private final DifficultyRule rule;
  private final Random random;
  private List<Miner> miners = List.of();

  private double now;
  private long height;
  private Timestamp tipTime;
  private CompactBits nominal; // of the next block
  private double nominalHashes;
  private double tipHashes;
  private double work;
  private double[] blocksOf = {};
  private double[] workOf = {};

  SimulatedChain(DifficultyRule rule, Random random, Timestamp genesisTime) {
    this.rule = rule;
    this.random = random;
    this.now = genesisTime.seconds();
    this.tipTime = genesisTime;
    this.nominal = rule.genesisBits();
    this.nominalHashes = hashes(nominal.target());
  }

  /** Changes who mines from now on, and counts their blocks from zero. */
  void mineWith(Miner... newMiners) {
    miners = List.of(newMiners);
    blocksOf = new double[newMiners.length];
    workOf = new double[newMiners.length];
  }

  /** Lets time pass in which nobody mines. */
  void sleep(double seconds) {
    now += seconds;
  }

  void mineBlocks(long count) {
    for (long i = 0; i < count; i++) {
      mineUntil(Double.POSITIVE_INFINITY);
    }
  }

  /** Mines as many blocks as are found within this time. */
  long mineFor(double seconds) {
    double end = now + seconds;
    long blocks = 0;
    while (mineUntil(end)) {
      blocks++;
    }
    return blocks;
  }

  /** Mines one block, unless it is found after {@code end}: then the time is {@code end}. */
  boolean mineUntil(double end) {
    while (true) {
      double[] rates = new double[miners.size()];
      double change = end;
      for (int i = 0; i < rates.length; i++) {
        long offset = miners.get(i).clockOffset().applyAsLong(height + 1);
        Timestamp stamp = stamp(offset);
        rates[i] = miners.get(i).hashesPerSecond() / hashes(bits(stamp));
        double eased =
            rule.nextEasing(tipTime, stamp)
                .map(time -> (double) time.seconds() - offset)
                .orElse(Double.POSITIVE_INFINITY);
        change = Math.min(change, eased);
      }
      double rate = Arrays.stream(rates).sum();
      double found = now - Math.log(1 - random.nextDouble()) / rate;
      if (found < change) {
        now = found;
        append(finder(rates, rate));
        return true;
      }
      now = change;
      if (change == end) {
        return false;
      }
    }
  }

  private int finder(double[] rates, double rate) {
    double drawn = random.nextDouble() * rate;
    int finder = 0;
    while (finder < rates.length - 1 && drawn >= rates[finder]) {
      drawn -= rates[finder++];
    }
    return finder;
  }

  private void append(int finder) {
    Timestamp time = stamp(miners.get(finder).clockOffset().applyAsLong(height + 1));
    tipHashes = hashes(bits(time));
    work += tipHashes;
    workOf[finder] += tipHashes;
    blocksOf[finder]++;
    CompactBits next = rule.nominalAfter(nominal, time, tipTime);
    if (!next.equals(nominal)) {
      nominal = next;
      nominalHashes = hashes(next.target());
    }
    tipTime = time;
    height++;
  }

  private Timestamp stamp(long clockOffset) {
    return Timestamp.of(Math.max(tipTime.seconds(), (long) Math.floor(now) + clockOffset));
  }

  private CompactBits bits(Timestamp stamp) {
    return rule.bits(nominal, tipTime, stamp);
  }

  private double hashes(CompactBits bits) {
    return bits.equals(nominal) ? nominalHashes : hashes(bits.target());
  }

  private static double hashes(Target target) {
    return TWO_TO_256 / target.toBigInteger().doubleValue();
  }

  double now() {
    return now;
  }

  long height() {
    return height;
  }

  /** How many hashes the next block takes on average when it comes without delay. */
  double nominalHashes() {
    return nominalHashes;
  }

  /** How many hashes the last block took on average. */
  double tipHashes() {
    return tipHashes;
  }

  /** The hashes that all blocks so far took on average. */
  double work() {
    return work;
  }

  /** The share that this miner has of all blocks since {@link #mineWith}. */
  double shareOfBlocks(int miner) {
    return blocksOf[miner] / Arrays.stream(blocksOf).sum();
  }

  /** The share that this miner has of all work since {@link #mineWith}. */
  double shareOfWork(int miner) {
    return workOf[miner] / Arrays.stream(workOf).sum();
  }
}
