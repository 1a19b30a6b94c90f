package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks for headers: one peer leads, and when it does not answer in time the next one does. Who
 * claims most counts for nothing; who has answered so far goes first. Confined to the engine loop.
 */
final class HeaderSync {

  /** A full answer of headers for each so many milliseconds, at most, while work is in doubt. */
  private static final long PRESYNC_MILLIS = 100;

  /** Pause after an answer that brought all, before a block that is not known is asked about. */
  private static final long QUIET_MILLIS = 1_000;

  /** So many round trips are no stall: an answer is up to 160 kB. */
  private static final int PATIENCE = 8;

  private final Chain chain;
  private final NetLimits limits;
  private final Map<LinkId, SyncPeer> peers;
  private final HeaderGate gate;
  private final BodySync bodies;

  private @Nullable SyncPeer leader;

  /** Whether the headers of some peer were read to their end. */
  private boolean hasReadOne;

  private long presyncAskedMillis = Long.MIN_VALUE / 2;
  private long requests;

  HeaderSync(
      Chain chain,
      HeaderGate gate,
      BodySync bodies,
      NetLimits limits,
      RandomGenerator random,
      Map<LinkId, SyncPeer> peers) {
    this.chain = chain;
    this.gate = gate;
    this.bodies = bodies;
    this.limits = limits;
    this.peers = peers;
    requests = random.nextInt(1 << 16);
  }

  void onOpen(SyncPeer peer, long nowMillis) {
    peer.hint = peer.peer.introduction().bestHash();
    peer.claimOpen = true;
    resolveHints();
    pump(nowMillis);
  }

  void onGone(SyncPeer peer, long nowMillis) {
    if (leader == peer) {
      leader = null;
    }
    pump(nowMillis);
  }

  void onTick(long nowMillis) {
    SyncPeer.@Nullable HeaderRequest awaited = leader == null ? null : leader.request;
    if (leader != null && awaited != null) {
      int shift = Math.min(leader.failures, 3);
      long patience = Math.max(limits.stallMillis(), PATIENCE * leader.peer.roundTripMillis());
      if (nowMillis - awaited.sentMillis() > patience << shift) {
        leader.failures++;
        leader = null;
      }
    }
    pump(nowMillis);
  }

  /** Some block of the peer does not follow anything that is known. */
  void onUnconnected(SyncPeer peer, BlockHash hash, long nowMillis) {
    peer.hint = hash;
    peer.announcedSincePresync = true;
    boolean isFree = peer.request == null && nowMillis >= peer.quietUntilMillis;
    if (isFree && !peer.isTooDeep && peer.presync == null && !isBusy() && gate.hasRoom()) {
      ask(peer, Locator.from(chain, gate.best()), nowMillis);
    } else {
      pump(nowMillis);
    }
  }

  void onHeaders(SyncPeer peer, Headers message, long nowMillis) {
    SyncPeer.@Nullable HeaderRequest asked = peer.request;
    if (asked == null || asked.number() != message.request()) {
      peer.peer.misbehaved(Misbehaviour.UNREQUESTED, "headers " + message.request());
      return;
    }
    peer.request = null;
    peer.failures = 0;
    hasReadOne |= message.headers().size() < Headers.HEADERS_MAX;
    if (leader == peer) {
      leader = null;
    }
    take(peer, asked, message.headers(), nowMillis);
    resolveHints();
    pump(nowMillis);
  }

  private void take(
      SyncPeer peer, SyncPeer.HeaderRequest asked, List<BlockHeader> headers, long nowMillis) {
    if (!isChained(headers)) {
      peer.peer.misbehaved(Misbehaviour.DISCONNECTED_HEADERS, "in an answer");
      rest(peer, nowMillis, limits.stallMillis());
      return;
    }
    boolean isFull = headers.size() >= Headers.HEADERS_MAX;
    @Nullable ChainedHeader before = peer.best;
    HeaderGate.Passage passage =
        peer.presync == null
            ? gate.takeAnswer(peer, asked, headers, isFull, nowMillis)
            : gate.doubtful().take(peer, asked, headers, isFull, nowMillis);
    switch (passage) {
      case MORE -> {
        if (peer.presync != null || !Objects.equals(peer.best, before)) {
          peer.hasMore = true;
        } else { // a full answer of what it had shown before
          rest(peer, nowMillis, QUIET_MILLIS);
        }
      }
      case PARKED -> {
        peer.hasMore = true;
        peer.quietUntilMillis = nowMillis + DoubtfulChains.aloneMillis(limits);
      }
      case LATER -> {
        peer.hasMore = true;
        peer.quietUntilMillis = nowMillis + QUIET_MILLIS;
      }
      case END -> {
        peer.poorChains = 0;
        rest(peer, nowMillis, QUIET_MILLIS);
      }
      case POOR -> {
        peer.poorChains++;
        rest(peer, nowMillis, 1_000L << Math.min(peer.poorChains, 6));
      }
      case POOR_AND_LONG -> {
        peer.poorChains++;
        rest(peer, nowMillis, 60_000L << Math.min(peer.poorChains, 6));
      }
    }
  }

  private static void rest(SyncPeer peer, long nowMillis, long millis) {
    peer.exhausted();
    peer.quietUntilMillis = nowMillis + millis;
  }

  /** Whether each header is the child of the one before. */
  static boolean isChained(List<BlockHeader> headers) {
    for (int i = 1; i < headers.size(); i++) {
      if (!headers.get(i).previous().equals(headers.get(i - 1).hash())) {
        return false;
      }
    }
    return true;
  }

  /** Learns who has what has just become known. */
  void resolveHints() {
    for (SyncPeer peer : peers.values()) {
      Optional<ChainedHeader> known = peer.resolved(chain);
      if (known.isPresent()) {
        bodies.learn(peer, known.get());
        if (peer.hint == null) { // nothing else: another peer was first
          peer.presync = null;
          peer.hasMore = false;
        }
      }
    }
  }

  /** Asks the next peer, unless an answer is awaited. */
  void pump(long nowMillis) {
    if (leader != null || chain.halted().isPresent()) {
      return;
    }
    for (SyncPeer peer : List.copyOf(peers.values())) {
      if (peer.presync != null && gate.doubtful().release(peer, nowMillis)) {
        peer.hasMore = true;
      }
    }
    Optional<SyncPeer> next =
        peers.values().stream().filter(peer -> mayAsk(peer, nowMillis)).min(order());
    next.ifPresent(peer -> lead(peer, nowMillis));
  }

  private Comparator<SyncPeer> order() {
    return Comparator.comparing((SyncPeer peer) -> peer.presync != null)
        .thenComparing(peer -> peer.presync == null ? 0 : peer.askedMillis)
        .thenComparing(peer -> peer.failures)
        .thenComparing(peer -> !peer.hasMore)
        .thenComparing(peer -> peer.hint == null)
        .thenComparing(peer -> !peer.peer.link().isOutbound())
        .thenComparing(peer -> peer.peer.roundTripMillis())
        .thenComparing(peer -> peer.peer.link().id());
  }

  private boolean mayAsk(SyncPeer peer, long nowMillis) {
    if (peer.request != null
        || nowMillis < peer.quietUntilMillis
        || !peer.wantsHeaders(chain)
        || peer.peer.isGone()) {
      return false;
    }
    if (peer.presync != null) {
      return peer.presync.wantsMore() && nowMillis >= presyncAskedMillis + PRESYNC_MILLIS;
    }
    if (gate.isFull(peer)) {
      return false;
    }
    return gate.hasRoom() || (gate.hasRoomFor(peer) && needsItsOwn(peer, nowMillis));
  }

  /**
   * While the best headers are far ahead of the bodies, others are asked only when their bodies do
   * not come, or when the peer turned out to follow another chain.
   */
  private boolean needsItsOwn(SyncPeer peer, long nowMillis) {
    return peer.claimRefuted || nowMillis - bodies.progressMillis() > 2 * limits.stallMillis();
  }

  private void lead(SyncPeer peer, long nowMillis) {
    leader = peer;
    if (peer.presync != null) {
      presyncAskedMillis = nowMillis;
      ask(peer, Locator.after(chain, peer.presync.after()), nowMillis);
    } else {
      ChainedHeader from = gate.hasRoom() ? gate.best() : gate.positionOf(peer);
      ask(peer, Locator.from(chain, gate.startFor(peer, from)), nowMillis);
    }
  }

  private void ask(SyncPeer peer, List<BlockHash> locator, long nowMillis) {
    requests = (requests + 1) & 0xffff_ffffL;
    peer.request = new SyncPeer.HeaderRequest(requests, nowMillis, locator);
    peer.wasAsked = true;
    peer.askedMillis = nowMillis;
    peer.peer.send(new GetHeaders(requests, locator));
  }

  /** Whether a long run of headers is being read. */
  boolean isBusy() {
    return leader != null && (leader.hasMore || leader.claimOpen || leader.presync != null);
  }

  /**
   * Whether what is being read may show that we are far behind. A mere claim counts only until some
   * peer's headers were read to their end: else one could keep us from ever being near.
   */
  boolean mayShowMore() {
    return leader != null
        && (leader.hasMore || leader.presync != null || (leader.claimOpen && !hasReadOne));
  }

  boolean isInPresync() {
    return peers.values().stream().anyMatch(peer -> peer.presync != null);
  }

  /** Why headers do not come, if some are wanted and none do. */
  Optional<SyncObstacle> obstacle() {
    List<SyncPeer> wanted = new ArrayList<>();
    for (SyncPeer peer : peers.values()) {
      if (peer.wantsHeaders(chain)) {
        wanted.add(peer);
      }
    }
    if (wanted.stream().anyMatch(gate::isFull)) {
      return Optional.of(SyncObstacle.HEADER_TREE_FULL);
    }
    if (wanted.stream().anyMatch(peer -> peer.isTooEarly)) {
      return Optional.of(SyncObstacle.HEADERS_TOO_EARLY);
    }
    boolean isSilent = !wanted.isEmpty() && wanted.stream().allMatch(peer -> peer.failures > 0);
    return isSilent ? Optional.of(SyncObstacle.HEADERS_NOT_ANSWERED) : Optional.empty();
  }
}
