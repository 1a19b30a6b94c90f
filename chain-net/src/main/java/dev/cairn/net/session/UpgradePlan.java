package dev.cairn.net.session;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes of rules that this release knows for one network, and what two nodes conclude from
 * one another's (the idea of EIP-2124). Rules are named by the first 8 bytes of hash256(network id
 * || all active upgrades in order), so that nodes at different heights of one plan understand each
 * other: where one is behind, it has to know what comes next for it.
 */
public final class UpgradePlan {

  /** The length of the name of a set of rules. */
  public static final int RULES_ID_BYTES = 8;

  private final NetworkId network;
  private final List<Upgrade> upgrades;

  /** At index i: the rules when the first i upgrades are active. */
  private final List<Bytes> ids = new ArrayList<>();

  /**
   * @param upgrades ascending by height
   */
  public UpgradePlan(NetworkId network, List<Upgrade> upgrades) {
    this.network = network;
    this.upgrades = List.copyOf(upgrades);
    ByteWriter hashed = new ByteWriter().bytes(network);
    ids.add(idOf(hashed));
    for (int i = 0; i < upgrades.size(); i++) {
      if (i > 0 && upgrades.get(i).activation().compareTo(upgrades.get(i - 1).activation()) < 0) {
        throw new IllegalArgumentException("not ascending: " + upgrades);
      }
      upgrades.get(i).writeTo(hashed);
      ids.add(idOf(hashed));
    }
  }

  /** A network whose rules have never changed. */
  public static UpgradePlan none(NetworkId network) {
    return new UpgradePlan(network, List.of());
  }

  private static Bytes idOf(ByteWriter hashed) {
    return Bytes.of(Sha256.hash256(hashed.toArray()), 0, RULES_ID_BYTES);
  }

  public NetworkId network() {
    return network;
  }

  /** The rules that hold for the block at this height. */
  public Bytes rulesAt(Height height) {
    return ids.get(activeAt(height));
  }

  /** The rules that will hold next; empty when no change is planned. */
  public Bytes nextAfter(Height height) {
    return next(activeAt(height));
  }

  private Bytes next(int active) {
    return active + 1 < ids.size() ? ids.get(active + 1) : Bytes.EMPTY;
  }

  private int activeAt(Height height) {
    int active = 0;
    while (active < upgrades.size() && upgrades.get(active).activation().compareTo(height) <= 0) {
      active++;
    }
    return active;
  }

  /**
   * Why a peer's rules cannot be ours; empty when they can. A peer with rules that we do not know
   * has a newer release, or another one; a peer that is behind us and does not know what comes next
   * has an older one. What both plan for later may differ: until then they agree.
   *
   * @param height of our tip
   */
  public Optional<String> differenceTo(Bytes rules, Bytes nextRules, Height height) {
    int ours = activeAt(height);
    int theirs = ids.indexOf(rules);
    if (theirs < 0) {
      return Optional.of(
          "the peer has rules %s, which this release does not know; here %s"
              .formatted(rules, rulesAt(height)));
    }
    if (theirs < ours && !next(theirs).equals(nextRules)) {
      return Optional.of(
          "the peer has rules %s and does not know %s, which has been active here since height %s"
              .formatted(rules, next(theirs), upgrades.get(theirs).activation()));
    }
    return Optional.empty();
  }
}
