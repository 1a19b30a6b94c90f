package dev.cairn.net.discovery;

import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/**
 * Decides whom to dial, and when: configured addresses always, then what the discovery saw, then
 * the anchors and the rest of the peer book, until there are {@link NetLimits#outbound} links that
 * this node dialled. Confined to the engine loop.
 */
public final class Dialer implements PeerListener {

  /**
   * Of two hosts that see each other at the same moment the one with the greater id waits this
   * long, so that there are not two links of which one is dropped.
   */
  static final long TIE_BREAK_MILLIS = 400;

  /** Between two dials of addresses from the book: the book may hold thousands of dead ones. */
  static final long BOOK_DIAL_MILLIS = 250;

  /** A link that lasted less counts as a failure, so that nobody makes us dial in a loop. */
  static final long SHORT_LINK_MILLIS = 10_000;

  /** A dial without an answer of the transport by then is given up. */
  static final long DIAL_MILLIS_MAX = 30_000;

  private static final long SAVE_MILLIS = 5_000;
  private static final int PREFERRED_FAILURES_MAX = 5;
  private static final int SIGHTED_FAILURES_MAX = 8;
  private static final int OWN_ADDRESSES_MAX = 64;

  /** Why a target is dialled. */
  private enum Cause {
    CONFIGURED,
    SIGHTED,
    IN_BOOK
  }

  private record UnderWay(Target target, Cause cause, long sinceMillis) {}

  private final PeerBook book;
  private final NodeId self;
  private final Outbox outbox;
  private final BiPredicate<PeerAddress, Optional<NodeId>> isBanned;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final NetLimits limits;
  private final Redials redials;
  private final SightedNodes sighted;
  private final JoinedAddresses joined = new JoinedAddresses();

  /** The configured ones at which a node was found that this one has banned. */
  private final TreeSet<Target> banned = new TreeSet<>();

  /** Dialled before the rest of the book: anchors, then links that were lost. */
  private final Set<KnownAddress> preferred = new LinkedHashSet<>();

  private final TreeMap<PeerAddress, UnderWay> underWay = new TreeMap<>();
  private final OpenLinks open = new OpenLinks();
  private final TreeSet<PeerAddress> own = new TreeSet<>();
  private long nextBookDialMillis;
  private long nextSaveMillis;

  /**
   * @param isBanned whether an address, or the node expected there, is banned
   */
  public Dialer(
      PeerBook book,
      NodeId self,
      Outbox outbox,
      BiPredicate<PeerAddress, Optional<NodeId>> isBanned,
      Scheduler scheduler,
      RandomGenerator random,
      NetLimits limits) {
    this.book = book;
    this.self = self;
    this.outbox = outbox;
    this.isBanned = isBanned;
    this.scheduler = scheduler;
    this.random = random;
    this.limits = limits;
    redials = new Redials(random, limits);
    sighted = new SightedNodes(limits.addressesPerSource(), random);
    preferred.addAll(book.anchors());
    nextSaveMillis = scheduler.nowMillis() + SAVE_MILLIS;
  }

  /**
   * A configured address: dialled at once, and again for ever while there is no link to it; seldom
   * while there is a ban, and at once when it was this node's and has ended.
   */
  public void join(PeerAddress address) {
    joined.add(address);
    dialJoined(scheduler.nowMillis());
  }

  /** No longer a configured address; a link to it stays. */
  public void leave(PeerAddress address) {
    joined.remove(address);
  }

  /** The discovery has seen a node of our own network. */
  public void onSighting(Sighting sighting) {
    NodeId node = sighting.node();
    PeerAddress address = sighting.address();
    if (node.equals(self)
        || own.contains(address)
        || !Reach.isDialable(address)
        || open.isLinked(node)) {
      return;
    }
    long now = scheduler.nowMillis();
    if (sighted.add(node, address) && self.compareTo(node) > 0) {
      sighted.waitUntil(node, now + TIE_BREAK_MILLIS + random.nextLong(TIE_BREAK_MILLIS / 2));
    }
    dialSighted(now);
  }

  /** What failed before may work now: all pauses end. */
  public void onInterfacesChanged() {
    redials.reset();
    own.clear();
    long now = scheduler.nowMillis();
    dialJoined(now);
    dialSighted(now);
  }

  /** A dial of {@link Outbox#dial} came to nothing. */
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason) {
    underWay.remove(address);
    Target target = new Target(address, expected);
    long now = scheduler.nowMillis();
    switch (DialFailure.of(reason)) {
      case OWN_ADDRESS -> forgetOwn(address);
      case WRONG_NODE -> onWrongNode(target, now);
      case ALL_IS_WELL -> redials.failed(target, now, joined.has(target));
      case REFUSED -> onRefused(target, reason, now);
      case NO_ANSWER -> onNoAnswer(target, now);
    }
  }

  /** A link that this node dialled has ended before it was open. */
  public void onHandshakeFailed(Link link, DisconnectReason reason) {
    Optional<UnderWay> dial = Optional.ofNullable(underWay.get(link.address()));
    joined.learn(link.address(), link.remote());
    onDialFailed(link.address(), dial.flatMap(under -> under.target().expected()), reason);
  }

  private void forgetOwn(PeerAddress address) {
    if (own.size() >= OWN_ADDRESSES_MAX) {
      own.pollFirst();
    }
    own.add(address);
    book.forget(address);
    preferred.removeIf(known -> known.address().equals(address));
    sighted.removeAddress(address);
  }

  private void onWrongNode(Target target, long nowMillis) {
    target
        .known()
        .ifPresent(
            known -> {
              book.wrong(known);
              preferred.remove(known);
              sighted.remove(known);
            });
    redials.failed(target, nowMillis, joined.has(target));
  }

  private void onRefused(Target target, DisconnectReason reason, long nowMillis) {
    if (joined.has(target) && reason == DisconnectReason.BANNED) {
      redials.banned(target, nowMillis);
      if (isBannedHere(target)) {
        banned.add(target);
      }
    } else if (joined.has(target)) {
      redials.failed(target, nowMillis, true);
    } else {
      redials.refused(target, nowMillis);
      target.known().ifPresent(book::failed);
    }
  }

  private void onNoAnswer(Target target, long nowMillis) {
    redials.failed(target, nowMillis, joined.has(target));
    Optional<KnownAddress> known = target.known();
    if (!open.isEmpty()) { // without any link it may well be us who are offline
      known.ifPresent(book::failed);
    }
    if (redials.failures(target) >= PREFERRED_FAILURES_MAX) {
      known.ifPresent(preferred::remove);
    }
    if (redials.failures(target) >= SIGHTED_FAILURES_MAX) {
      known.ifPresent(sighted::remove);
    }
  }

  @Override
  public void onOpen(Peer peer) {
    Link link = peer.link();
    Optional<UnderWay> dial =
        link.isOutbound() ? Optional.ofNullable(underWay.remove(link.address())) : Optional.empty();
    if (dial.isPresent()) {
      joined.learn(link.address(), peer.id());
      open.addDialled(peer, dial.get().target(), scheduler.nowMillis());
      book.dialled(new KnownAddress(peer.id(), link.address()), source(dial.get().cause()));
    } else {
      open.add(peer);
    }
    sighted.removeNode(peer.id());
    preferred.removeIf(known -> known.node().equals(peer.id()));
  }

  /** For a book that does not know the address yet. */
  private static AddressSource source(Cause cause) {
    return cause == Cause.CONFIGURED ? AddressSource.configured() : AddressSource.discovered();
  }

  @Override
  public void onGone(Peer peer) {
    Optional<OpenLinks.Dialled> lost = open.remove(peer);
    if (lost.isEmpty()) {
      return;
    }
    Target target = lost.get().target();
    KnownAddress known = new KnownAddress(peer.id(), target.address());
    book.ended(known);
    long now = scheduler.nowMillis();
    if (now - lost.get().sinceMillis() >= SHORT_LINK_MILLIS) {
      redials.succeeded(target);
    }
    redials.failed(target, now, joined.has(target));
    if (!open.isLinked(peer.id()) && preferred.size() < 2 * limits.outbound()) {
      preferred.add(known);
    }
  }

  @Override
  public void onTick(long nowMillis) {
    underWay.values().removeIf(dial -> nowMillis - dial.sinceMillis() >= DIAL_MILLIS_MAX);
    dialJoined(nowMillis);
    dialSighted(nowMillis);
    for (KnownAddress known : List.copyOf(preferred)) {
      dialIfRoom(known, Cause.IN_BOOK, nowMillis);
    }
    if (nowMillis >= nextBookDialMillis && room() > 0) {
      nextBookDialMillis = nowMillis + BOOK_DIAL_MILLIS;
      book.pick(random, known -> mayDial(Target.of(known), nowMillis))
          .ifPresent(known -> dialIfRoom(known, Cause.IN_BOOK, nowMillis));
    }
    if (nowMillis >= nextSaveMillis) {
      nextSaveMillis = nowMillis + SAVE_MILLIS;
      book.saveIfChanged();
    }
  }

  /** Whether it was this node that banned who is at a configured address, as far as it is known. */
  private boolean isBannedHere(Target target) {
    return isBanned.test(target.address(), joined.nodeAt(target.address()));
  }

  /** What waited for the end of a ban is dialled at once. */
  private void endBans() {
    for (Target target : List.copyOf(banned)) {
      if (!isBannedHere(target)) {
        banned.remove(target);
        redials.succeeded(target);
      }
    }
  }

  /** The user named them, so neither the room nor what is known of them matters. */
  private void dialJoined(long nowMillis) {
    endBans();
    for (Target target : joined.without(open::isLinked)) {
      if (mayDial(target, nowMillis)) {
        dial(target, Cause.CONFIGURED, nowMillis);
      }
    }
  }

  /** At most half of the room: forged sightings must not keep the book from being tried. */
  private void dialSighted(long nowMillis) {
    for (KnownAddress known : sighted.due(nowMillis)) {
      long dialling =
          underWay.values().stream().filter(dial -> dial.cause() == Cause.SIGHTED).count();
      if (dialling >= Math.max(1, limits.outbound() / 2)) {
        return;
      }
      dialIfRoom(known, Cause.SIGHTED, nowMillis);
    }
  }

  private void dialIfRoom(KnownAddress known, Cause cause, long nowMillis) {
    if (room() > 0 && mayDial(Target.of(known), nowMillis)) {
      dial(Target.of(known), cause, nowMillis);
    }
  }

  private int room() {
    return limits.outbound() - open.dialledCount() - underWay.size();
  }

  /** How much is kept of other nodes' addresses. */
  public DiscoveryHoldings holdings() {
    return new DiscoveryHoldings(
        book.size(), sighted.size(), underWay.size(), preferred.size(), redials.size());
  }

  private boolean mayDial(Target target, long nowMillis) {
    return redials.isDue(target, nowMillis)
        && !underWay.containsKey(target.address())
        && !own.contains(target.address())
        && target.expected().map(node -> !isKnownToBeThere(node)).orElse(true)
        && !isBanned.test(target.address(), target.expected());
  }

  private boolean isKnownToBeThere(NodeId node) {
    return node.equals(self)
        || open.isLinked(node)
        || underWay.values().stream()
            .anyMatch(dial -> dial.target().expected().equals(Optional.of(node)));
  }

  private void dial(Target target, Cause cause, long nowMillis) {
    underWay.put(target.address(), new UnderWay(target, cause, nowMillis));
    outbox.dial(target.address(), target.expected());
  }
}
