package dev.cairn.net.simulation;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Peers that do harm. */
final class Byzantine {

  private Byzantine() {}

  /** What a peer says of itself that claims this work. */
  static Introduction claim(Work work, long height) {
    return new Introduction(
        work,
        BlockHash.of(hash(1, 1)),
        height,
        SimulatedNetwork.PORT,
        "byzantine/1",
        SimulatedKeys.GENESIS_TIME.seconds());
  }

  /** The same as a node would say that is at the genesis. */
  private static Introduction modestClaim() {
    return claim(Work.ZERO, 0);
  }

  /** 32 bytes that nobody has seen before. */
  static byte[] hash(long who, long number) {
    return Sha256.hash(new ByteWriter().u64(who).u64(number).toArray());
  }

  /** Whether a message brings blocks or says that there are some. */
  static boolean isAboutBlocks(Message message) {
    return message instanceof FullBlock
        || message instanceof HeaderAnnouncement
        || message instanceof CompactBlock
        || message instanceof BlockTransactions
        || message instanceof Headers;
  }

  /** Starts a scripted peer on a new host of the world. */
  static <P extends ScriptedPeer> P start(SimulatedWorld world, PeerMaker<P> maker) {
    SimulatedHost host = world.network().addHost();
    SimulatedScheduler scheduler = new SimulatedScheduler(world.time(), world.begin());
    P peer = maker.make(host, scheduler);
    host.start(peer, scheduler);
    return peer;
  }

  /** Makes a peer for a host. */
  @FunctionalInterface
  interface PeerMaker<P> {
    P make(SimulatedHost host, SimulatedScheduler scheduler);
  }

  /** Says nothing but its claim, and answers nothing (S1). */
  static final class Mute extends ScriptedPeer {

    int messages;

    Mute(
        SimulatedWorld world,
        SimulatedHost host,
        SimulatedScheduler scheduler,
        Supplier<Introduction> claim) {
      super(host, scheduler, world.settings().network().id(), claim);
    }

    @Override
    protected void onMessage(LinkId link, Message message) {
      messages++;
    }
  }

  /** Announces transactions that do not exist, as many as it can (R4). */
  static final class Announcer extends ScriptedPeer {

    private final int perTenthOfASecond;
    private final long idsMax;
    long announced;

    Announcer(
        SimulatedWorld world,
        SimulatedHost host,
        SimulatedScheduler scheduler,
        int perTenthOfASecond,
        long idsMax) {
      super(host, scheduler, world.settings().network().id(), Byzantine::modestClaim);
      this.perTenthOfASecond = perTenthOfASecond;
      this.idsMax = idsMax;
    }

    @Override
    protected void onOpen(LinkId link) {
      announce(link);
    }

    private void announce(LinkId link) {
      for (int i = 0; i < perTenthOfASecond && announced < idsMax; i++) {
        List<TransactionId> ids = new ArrayList<>();
        while (ids.size() < 1000) {
          ids.add(TransactionId.of(hash(host().number(), announced++)));
        }
        host().send(link, new TransactionAnnouncement(ids));
      }
      scheduler().schedule(100, () -> announce(link));
    }
  }

  /**
   * Announces each real transaction at once to all others, and delivers none (G6). One with an odd
   * number at least says so.
   */
  static final class Parrot extends ScriptedPeer {

    private final Set<TransactionId> seen = new LinkedHashSet<>();

    Parrot(SimulatedWorld world, SimulatedHost host, SimulatedScheduler scheduler) {
      super(host, scheduler, world.settings().network().id(), Byzantine::modestClaim);
    }

    @Override
    protected void onMessage(LinkId link, Message message) {
      if (message instanceof TransactionAnnouncement announcement) {
        List<TransactionId> fresh = announcement.ids().stream().filter(seen::add).toList();
        if (!fresh.isEmpty()) {
          openLinks().stream()
              .filter(other -> !other.equals(link))
              .forEach(other -> host().send(other, new TransactionAnnouncement(fresh)));
        }
      } else if (message instanceof GetTransactions get && host().number() % 2 == 1) {
        host().send(link, new Transactions(List.of(), get.ids()));
      }
    }
  }

  /** Asks for blocks again and again, and reads nothing of the answers (R2). */
  static final class Hoarder extends ScriptedPeer {

    private final List<BlockHash> blocks;

    Hoarder(
        SimulatedWorld world,
        SimulatedHost host,
        SimulatedScheduler scheduler,
        List<BlockHash> blocks) {
      super(host, scheduler, world.settings().network().id(), Byzantine::modestClaim);
      this.blocks = List.copyOf(blocks);
    }

    @Override
    protected void onOpen(LinkId link) {
      host().suspendReading(link, true);
      ask(link);
    }

    private void ask(LinkId link) {
      host().send(link, new Ping(1)); // a sign of life
      host().send(link, new GetBlocks(blocks));
      scheduler().schedule(1000, () -> ask(link));
    }
  }

  /** Serves a chain of headers of its own that nobody wants (V2). */
  static final class HeaderServer extends ScriptedPeer {

    private final List<BlockHeader> chain;
    private final Map<BlockHash, Integer> places = new TreeMap<>();
    int served;

    HeaderServer(
        SimulatedWorld world,
        SimulatedHost host,
        SimulatedScheduler scheduler,
        List<BlockHeader> chain,
        Work claimedWork) {
      super(
          host, scheduler, world.settings().network().id(), () -> claim(claimedWork, chain.size()));
      this.chain = chain;
      for (int i = 0; i < chain.size(); i++) {
        places.put(chain.get(i).hash(), i + 1);
      }
    }

    @Override
    protected void onMessage(LinkId link, Message message) {
      if (message instanceof GetHeaders get) {
        int from =
            get.locator().stream()
                .filter(places::containsKey)
                .findFirst()
                .map(places::get)
                .orElse(0);
        int to = Math.min(chain.size(), from + Headers.HEADERS_MAX);
        served += to - from;
        host().send(link, new Headers(get.request(), chain.subList(from, to)));
      }
    }
  }

  /**
   * Comes for a moment, so that it is known, and waits to be dialled; then it tells addresses at
   * which nobody is, and those of its friends, as many as it may (G3).
   */
  static final class Eclipser extends ScriptedPeer {

    private final List<KnownAddress> friends;
    private boolean isKnown;

    Eclipser(
        SimulatedWorld world,
        SimulatedHost host,
        SimulatedScheduler scheduler,
        List<KnownAddress> friends) {
      super(host, scheduler, world.settings().network().id(), Byzantine::modestClaim);
      this.friends = friends;
    }

    @Override
    protected void onOpen(LinkId link) {
      if (!isKnown) {
        isKnown = true;
        scheduler().schedule(100, () -> host().breakLink(link));
      }
    }

    @Override
    protected void onMessage(LinkId link, Message message) {
      if (message instanceof GetAddresses) {
        List<KnownAddress> told = new ArrayList<>(friends);
        for (int i = told.size(); i < Addresses.ADDRESSES_MAX; i++) {
          byte[] node = hash(host().number(), i);
          PeerAddress nobody =
              new PeerAddress(
                  Bytes.of((byte) 11, node[0], node[1], node[2]), SimulatedNetwork.PORT);
          told.add(new KnownAddress(NodeId.of(node), nobody));
        }
        host().send(link, new Addresses(told));
      }
    }
  }
}
