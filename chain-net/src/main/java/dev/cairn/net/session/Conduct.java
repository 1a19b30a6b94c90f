package dev.cairn.net.session;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;

/**
 * How nodes have behaved, and who is banned for it. Points stay with the identity, so that hanging
 * up wins nothing, and decay. At {@link NetLimits#banPoints} the identity is banned.
 *
 * <p>An identity costs nothing, so the same points count for the host as well. But many honest
 * nodes may share an address, behind one router or on one machine: only at {@link #BANS_OF_ADDRESS}
 * times the points is the host refused, for a shorter time, and only what it dials. Links that are
 * open stay, and a node that we dial there ourselves is judged by its identity alone.
 *
 * <p>Confined to the engine loop.
 */
public final class Conduct {

  /** How many bans' worth of points from one address prefix ban the prefix. */
  public static final int BANS_OF_ADDRESS = 5;

  /** The part of {@link NetLimits#banMillis} for which an address prefix is banned. */
  public static final int ADDRESS_BAN_PART = 24;

  private final NetLimits limits;
  private final BanList bans;
  private final Recent<NodeId, Score> byNode;
  private final Recent<Bytes, Score> byPrefix;

  public Conduct(NetLimits limits) {
    this.limits = limits;
    bans = new BanList(limits.bans());
    byNode = new Recent<>(limits.bans());
    byPrefix = new Recent<>(limits.bans());
  }

  /**
   * Counts points; true when the node is banned by them.
   *
   * @param prefix of its address
   */
  public boolean charge(NodeId node, Bytes prefix, Misbehaviour what, long nowMillis) {
    Score ofPrefix = charged(byPrefix, prefix, what, nowMillis);
    if (points(ofPrefix, nowMillis) >= BANS_OF_ADDRESS * limits.banPoints()) {
      byPrefix.remove(prefix);
      bans.banPrefix(prefix, nowMillis + limits.banMillis() / ADDRESS_BAN_PART);
    }
    Score ofNode = charged(byNode, node, what, nowMillis);
    if (points(ofNode, nowMillis) < limits.banPoints()) {
      return false;
    }
    byNode.remove(node);
    bans.ban(node, nowMillis + limits.banMillis());
    return true;
  }

  private <K extends Comparable<? super K>> Score charged(
      Recent<K, Score> scores, K key, Misbehaviour what, long nowMillis) {
    Score score =
        scores.get(key).orElse(Score.NONE).plus(what.points(), limits.pointsPerMinute(), nowMillis);
    scores.put(key, score);
    return score;
  }

  private int points(Score score, long nowMillis) {
    return score.points(limits.pointsPerMinute(), nowMillis);
  }

  /** What is left of a node's points. */
  public int points(NodeId node, long nowMillis) {
    return byNode.get(node).map(score -> points(score, nowMillis)).orElse(0);
  }

  /** How many nodes and hosts with points are remembered. */
  public int remembered() {
    return byNode.size() + byPrefix.size();
  }

  public BanList bans() {
    return bans;
  }

  /** Time has passed. */
  public void onTick(long nowMillis) {
    bans.onTick(nowMillis);
  }
}
