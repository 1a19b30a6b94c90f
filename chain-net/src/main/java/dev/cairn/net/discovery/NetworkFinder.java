package dev.cairn.net.discovery;

import dev.cairn.core.value.NetworkId;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which network a node joins, founds or gives up when nobody has told it. It computes only: whoever
 * owns it tells it what happens and acts on its decisions. Not safe for several threads.
 *
 * <p>A node without a network looks for {@link #LOOK_MILLIS} and then joins the best one that it
 * sees: the one that it remembers, else a firm one, else the lowest id. When there is none it
 * founds one, which is provisional at first. A provisional network is given up for a firm one, and
 * for a provisional one with a lower id, so that hosts that start together end in one. What the
 * discovery says is never enough for that: first a visit to that network must succeed.
 */
public final class NetworkFinder {

  /** How long a node without a network looks around. */
  public static final long LOOK_MILLIS = 3_000;

  /** From this height on a network is firm, whatever it carries. */
  public static final long FIRM_HEIGHT = 360;

  /** A visit without a result by then has failed. */
  static final long VISIT_MILLIS_MAX = 5_000;

  /** By then a node without a network founds one, whatever it was told to visit. */
  static final long FOUND_MILLIS_MAX = 15_000;

  /**
   * How long a network where a visit failed, or led to nothing, is not visited again; twice as long
   * each time, for who is only busy now will soon have time.
   */
  static final long AVOID_MILLIS_MIN = 2_000;

  static final long AVOID_MILLIS_MAX = 60_000;

  /** How long a network is remembered that is not seen any more. */
  static final long UNSEEN_MILLIS_MAX = 120_000;

  /** Networks first seen in one such span are tried in order of preference, earlier spans first. */
  private static final long SPAN_MILLIS = 5_000;

  /** Networks remembered of each kind; more are not looked at. */
  static final int NETWORKS_MAX = 64;

  /** Addresses remembered of one network. */
  static final int ADDRESSES_MAX = 8;

  /** What to do. */
  public sealed interface Decision {

    /**
     * Go and see: make a link with that network's id, get its parameters, whose hash is the id, and
     * learn whether it is provisional. Then call {@link #onVisited} or {@link #onVisitFailed}.
     *
     * @param isProvisional whether all who announced it say so
     */
    record Visit(NetworkId network, List<KnownAddress> addresses, boolean isProvisional)
        implements Decision {}

    /**
     * Make the network that was just visited one's own, then call {@link #onOwnNetwork}.
     *
     * @param givenUp the provisional network that is left for it, if there was one
     */
    record Join(NetworkId network, Optional<NetworkId> givenUp) implements Decision {}

    /** Mint a network from the template for LANs, then call {@link #onOwnNetwork}. */
    record Found() implements Decision {}

    /**
     * Tell the user, once, that there is another firm network, and how to change over to it: firm
     * networks never merge by themselves.
     */
    record Report(NetworkId own, NetworkId other) implements Decision {}
  }

  private enum Phase {
    LOOKING,
    /** A decision was handed out that ends with {@link #onOwnNetwork}. */
    ACTING,
    SETTLED
  }

  private record Avoided(long millis, long untilMillis) {}

  private record Visiting(NetworkId network, long sinceMillis) {}

  private static final class Candidate {
    final NetworkId network;
    final List<KnownAddress> addresses = new ArrayList<>();
    final long span;
    boolean isProvisional = true;
    long seenMillis;

    Candidate(NetworkId network, long span) {
      this.network = network;
      this.span = span;
    }
  }

  private final NodeId self;
  private final Optional<NetworkId> remembered;
  private final long startMillis;
  private final TreeMap<NetworkId, Candidate> candidates = new TreeMap<>();
  private final LinkedHashMap<NetworkId, Avoided> avoided = new LinkedHashMap<>();
  private final TreeSet<NetworkId> reported = new TreeSet<>();
  private Phase phase = Phase.LOOKING;
  private Optional<NetworkId> own = Optional.empty();
  private boolean isOwnProvisional;
  private Optional<Visiting> visiting = Optional.empty();

  /**
   * A node that looks around from now on; one that has a network calls {@link #onOwnNetwork} at
   * once.
   *
   * @param remembered the network that it was in last, or that the user wished for
   * @param nowMillis of the same clock as all later ones
   */
  public NetworkFinder(NodeId self, Optional<NetworkId> remembered, long nowMillis) {
    this.self = self;
    this.remembered = remembered;
    startMillis = nowMillis;
  }

  /**
   * Whether a network may be given up.
   *
   * @param carriedTransaction whether any block has a transaction besides its coinbase
   */
  public static boolean isProvisional(long height, boolean carriedTransaction) {
    return height < FIRM_HEIGHT && !carriedTransaction;
  }

  /**
   * This is the node's own network now, or what is known of it has changed.
   *
   * @param provisional whether it may be given up; never when the user has chosen it
   */
  public List<Decision> onOwnNetwork(NetworkId network, boolean provisional, long nowMillis) {
    own = Optional.of(network);
    isOwnProvisional = provisional;
    phase = Phase.SETTLED;
    candidates.remove(network);
    if (visiting.isPresent() && visiting.get().network().equals(network)) {
      visiting = Optional.empty();
    }
    return decide(nowMillis);
  }

  /** Somebody on the LAN says that there is a node of a network. */
  public List<Decision> onSighting(Sighting sighting, long nowMillis) {
    NetworkId network = sighting.network();
    if (sighting.node().equals(self) || own.equals(Optional.of(network))) {
      return List.of();
    }
    if (!candidates.containsKey(network) && candidates.size() >= NETWORKS_MAX) {
      return List.of();
    }
    Candidate candidate =
        candidates.computeIfAbsent(
            network, id -> new Candidate(id, (nowMillis - startMillis) / SPAN_MILLIS));
    candidate.seenMillis = nowMillis;
    candidate.isProvisional &= sighting.provisional();
    KnownAddress known = new KnownAddress(sighting.node(), sighting.address());
    if (!candidate.addresses.contains(known)) {
      if (candidate.addresses.size() >= ADDRESSES_MAX) {
        candidate.addresses.remove(0);
      }
      candidate.addresses.add(known);
    }
    return decide(nowMillis);
  }

  /**
   * A visit has succeeded: a node of that network has proven its identity and given the network's
   * parameters.
   *
   * @param provisional what is known of the network after the visit
   */
  public List<Decision> onVisited(NetworkId network, boolean provisional, long nowMillis) {
    if (visiting.isEmpty() || !visiting.get().network().equals(network)) {
      return List.of(); // too late
    }
    visiting = Optional.empty();
    if (phase == Phase.LOOKING) {
      return join(network, Optional.empty());
    }
    if (isBetterThanOwn(network, provisional)) {
      return join(network, own);
    }
    avoid(network, nowMillis);
    List<Decision> decisions = new ArrayList<>();
    if (!isOwnProvisional && !provisional && reported.add(network)) {
      decisions.add(new Decision.Report(own.orElseThrow(), network));
    }
    decisions.addAll(decide(nowMillis));
    return decisions;
  }

  private List<Decision> join(NetworkId network, Optional<NetworkId> givenUp) {
    phase = Phase.ACTING;
    return List.of(new Decision.Join(network, givenUp));
  }

  /** A visit has come to nothing. */
  public List<Decision> onVisitFailed(NetworkId network, long nowMillis) {
    if (visiting.isPresent() && visiting.get().network().equals(network)) {
      visiting = Optional.empty();
      avoid(network, nowMillis);
    }
    return decide(nowMillis);
  }

  private void avoid(NetworkId network, long nowMillis) {
    candidates.remove(network);
    Avoided before = avoided.remove(network); // so that it becomes the last one
    long millis =
        before == null ? AVOID_MILLIS_MIN : Math.min(2 * before.millis(), AVOID_MILLIS_MAX);
    avoided.put(network, new Avoided(millis, nowMillis + millis));
    if (avoided.size() > NETWORKS_MAX) {
      avoided.remove(avoided.keySet().iterator().next());
    }
  }

  /** Time has passed. */
  public List<Decision> onTick(long nowMillis) {
    avoided.values().removeIf(past -> past.untilMillis() + AVOID_MILLIS_MAX <= nowMillis);
    candidates.values().removeIf(seen -> nowMillis - seen.seenMillis >= UNSEEN_MILLIS_MAX);
    if (visiting.isPresent() && nowMillis - visiting.get().sinceMillis() >= VISIT_MILLIS_MAX) {
      return onVisitFailed(visiting.get().network(), nowMillis);
    }
    return decide(nowMillis);
  }

  private List<Decision> decide(long nowMillis) {
    boolean isLooking = phase == Phase.LOOKING;
    if (phase == Phase.ACTING
        || visiting.isPresent()
        || (isLooking && nowMillis - startMillis < LOOK_MILLIS)) {
      return List.of();
    }
    boolean isLate = isLooking && nowMillis - startMillis >= FOUND_MILLIS_MAX;
    Optional<Candidate> next = isLate ? Optional.empty() : best(nowMillis);
    if (next.isPresent()) {
      NetworkId network = next.get().network;
      visiting = Optional.of(new Visiting(network, nowMillis));
      return List.of(
          new Decision.Visit(network, List.copyOf(next.get().addresses), next.get().isProvisional));
    }
    if (isLooking) {
      phase = Phase.ACTING;
      return List.of(new Decision.Found());
    }
    return List.of();
  }

  private Optional<Candidate> best(long nowMillis) {
    return candidates.values().stream()
        .filter(candidate -> !isAvoided(candidate.network, nowMillis))
        .filter(candidate -> isWorthVisit(candidate.network, candidate.isProvisional))
        .min(
            Comparator.comparing(
                    (Candidate candidate) -> !remembered.equals(Optional.of(candidate.network)))
                .thenComparingLong(candidate -> candidate.span)
                .thenComparing(candidate -> candidate.isProvisional)
                .thenComparing(candidate -> candidate.network));
  }

  private boolean isAvoided(NetworkId network, long nowMillis) {
    Avoided past = avoided.get(network);
    return past != null && nowMillis < past.untilMillis();
  }

  private boolean isWorthVisit(NetworkId network, boolean provisional) {
    boolean isToReport =
        !isOwnProvisional
            && !provisional
            && !reported.contains(network)
            && reported.size() < NETWORKS_MAX;
    return own.isEmpty() || isToReport || isBetterThanOwn(network, provisional);
  }

  private boolean isBetterThanOwn(NetworkId network, boolean provisional) {
    return isOwnProvisional && (!provisional || network.compareTo(own.orElseThrow()) < 0);
  }
}
