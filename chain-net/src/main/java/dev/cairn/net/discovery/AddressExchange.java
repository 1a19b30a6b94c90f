package dev.cairn.net.discovery;

import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Fills the peer book from links: with the addresses at which those that dialled us take
 * connections, and with what peers that we dialled answer when asked for more, once on each link.
 * Confined to the engine loop.
 */
public final class AddressExchange implements PeerListener {

  /** What was said on one link. */
  private static final class Talk {
    boolean isAnswerDue;
    boolean hasAsked;
  }

  private final PeerBook book;
  private final NodeId self;
  private final RandomGenerator random;
  private final TreeMap<LinkId, Talk> talks = new TreeMap<>();

  public AddressExchange(PeerBook book, NodeId self, RandomGenerator random) {
    this.book = book;
    this.self = self;
    this.random = random;
  }

  @Override
  public void onOpen(Peer peer) {
    Link link = peer.link();
    Talk talk = new Talk();
    talks.put(link.id(), talk);
    if (link.isOutbound()) {
      talk.isAnswerDue = true;
      peer.send(new GetAddresses());
    } else if (peer.introduction().listenPort() != 0) {
      PeerAddress listening = link.address().withPort(peer.introduction().listenPort());
      book.met(
          new KnownAddress(peer.id(), listening), AddressSource.told(peer.id(), link.address()));
    }
  }

  @Override
  public void onGone(Peer peer) {
    talks.remove(peer.link().id());
  }

  /** Answered once on each link; those who ask again are charged. */
  public void onGetAddresses(Peer peer, GetAddresses message) {
    Talk talk = talks.get(peer.link().id());
    if (talk == null) {
      return; // the link is gone
    }
    if (talk.hasAsked) {
      peer.misbehaved(Misbehaviour.RATE_EXCEEDED, "addresses are told once on each link");
      return;
    }
    talk.hasAsked = true;
    peer.send(
        new Addresses(
            book.sample(Addresses.ADDRESSES_MAX, random, known -> isForPeer(known, peer))));
  }

  /** Told are others than the peer itself, at addresses that mean the same to it as to us. */
  private static boolean isForPeer(KnownAddress known, Peer peer) {
    return !known.node().equals(peer.id()) && meansTheSame(known.address(), peer.link().address());
  }

  private static boolean meansTheSame(PeerAddress address, PeerAddress peer) {
    return !Reach.isScoped(address) && (!Reach.isLoopback(address) || Reach.isLoopback(peer));
  }

  /** An answer that was asked for is learnt; what cannot be dialled from here is left out. */
  public void onAddresses(Peer peer, Addresses message) {
    Talk talk = talks.get(peer.link().id());
    if (talk == null) {
      return; // the link is gone
    }
    if (!talk.isAnswerDue) {
      peer.misbehaved(Misbehaviour.UNREQUESTED, "addresses that were not asked for");
      return;
    }
    talk.isAnswerDue = false;
    AddressSource source = AddressSource.told(peer.id(), peer.link().address());
    message.addresses().stream()
        .limit(Addresses.ADDRESSES_MAX)
        .filter(known -> !known.node().equals(self))
        .filter(known -> meansTheSame(known.address(), peer.link().address()))
        .forEach(known -> book.heard(known, source));
  }
}
