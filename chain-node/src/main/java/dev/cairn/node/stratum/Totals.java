package dev.cairn.node.stratum;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What all workers together have done since the start. Any thread may call any method. */
public final class Totals {

  private final Map<ShareResult, LongAdder> shares = new EnumMap<>(ShareResult.class);
  private final Map<BlockResult, LongAdder> blocks = new EnumMap<>(BlockResult.class);
  private volatile int connections;
  private volatile int workers;
  private volatile double hashesPerSecond;

  Totals() {
    for (ShareResult result : ShareResult.values()) {
      shares.put(result, new LongAdder());
    }
    for (BlockResult result : BlockResult.values()) {
      blocks.put(result, new LongAdder());
    }
  }

  void onShare(ShareResult result) {
    adder(result).increment();
  }

  void onBlock(BlockResult result) {
    adder(result).increment();
  }

  void onLook(int connectionCount, int workerCount, double rate) {
    connections = connectionCount;
    workers = workerCount;
    hashesPerSecond = rate;
  }

  private LongAdder adder(BlockResult result) {
    return Objects.requireNonNull(blocks.get(result));
  }

  private LongAdder adder(ShareResult result) {
    return Objects.requireNonNull(shares.get(result));
  }

  public long shares(ShareResult result) {
    return adder(result).sum();
  }

  public long blocks(BlockResult result) {
    return adder(result).sum();
  }

  /** Connections that are open, with a worker or without. */
  public int connections() {
    return connections;
  }

  /** Workers that have work. */
  public int workers() {
    return workers;
  }

  /** The sum of what the workers' shares let expect. */
  public double hashesPerSecond() {
    return hashesPerSecond;
  }
}
