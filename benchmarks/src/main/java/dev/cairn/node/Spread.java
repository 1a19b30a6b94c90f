package dev.cairn.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How long some of the transactions take into every mempool, and into the chain of a node. */
final class Spread {

  private static final long PAUSE_MILLIS = 20;

  private final List<MeasuredNode> nodes;
  private volatile @Nullable Sample next;
  private final Map<String, Sample> unconfirmed = new ConcurrentHashMap<>();
  private final List<Double> everywhere = new ArrayList<>();
  private final List<Double> inBlock = new ArrayList<>();
  private volatile boolean isLast;

  /** One of the transactions that are watched, and when it was handed in. */
  private record Sample(String id, long nanos) {}

  Spread(List<MeasuredNode> nodes) {
    this.nodes = nodes;
  }

  /** This one is to be watched until it is in a block. Any thread may call these methods. */
  void add(String id, long nanos) {
    unconfirmed.put(id, new Sample(id, nanos));
  }

  /** This one is to be looked for in the mempools, unless another one is. */
  void offer(String id, long nanos) {
    if (next == null) {
      next = new Sample(id, nanos);
    }
  }

  /** No more will come: who watches ends. */
  void end() {
    isLast = true;
  }

  /** Asks each node again and again for one transaction at a time: that must not be a load. */
  boolean watchMempools() throws IOException, InterruptedException {
    while (!isLast) {
      Sample sample = next;
      if (sample != null) {
        for (MeasuredNode node : nodes) {
          while (node.get("transactions/" + sample.id()).statusCode() != 200) {
            Thread.sleep(PAUSE_MILLIS / 4);
          }
        }
        everywhere.add(MeasuredNode.secondsSince(sample.nanos()));
        next = null;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Reads each new block of the first node. */
  boolean watchBlocks() throws IOException, InterruptedException {
    MeasuredNode node = nodes.get(0);
    int height = 0;
    while (!isLast || !unconfirmed.isEmpty()) {
      int tip = node.object("status").get("height").asInt();
      for (; height < tip; height++) {
        for (JsonNode id : node.object("blocks/" + (height + 1)).get("transactions")) {
          Sample sample = unconfirmed.remove(id.asText());
          if (sample != null) {
            inBlock.add(MeasuredNode.secondsSince(sample.nanos()));
          }
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** What was seen, when all who watch have ended. */
  void report() {
    say("in every mempool", everywhere);
    say("in a block", inBlock);
  }

  private static void say(String what, List<Double> times) {
    if (!times.isEmpty()) {
      Collections.sort(times);
      MeasuredNode.say(
          "%s: p50 %.2f s, p99 %.2f s (%d looked at)",
          what, times.get(times.size() / 2), times.get(times.size() * 99 / 100), times.size());
    }
  }
}
