package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Peer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A peer with a chain of its own that answers as it should, as far as the test lets it. */
final class FakePeer implements Peer {

  private final SyncWorld world;
  private final Link link;
  private ServedChain chain = ServedChain.ofHeaders(List.of());
  private final List<ServedChain> chains = new ArrayList<>();
  private Introduction introduction;
  private boolean gone;
  private long busyUntilMillis;

  // What the test may change.
  long latencyMillis = 5;
  long bodyMillis;
  boolean writable = true;
  Predicate<Message> answers = message -> true;
  UnaryOperator<Block> lie = block -> block;
  Predicate<BlockHash> has = hash -> true;
  Function<GetHeaders, List<BlockHeader>> headerSource = asked -> headersAfter(asked.locator());

  // What it has seen.
  final List<BlockHash> bodiesAsked = new ArrayList<>();
  final List<GetHeaders> headersAsked = new ArrayList<>();
  final List<Message> received = new ArrayList<>();
  final List<Misbehaviour> charges = new ArrayList<>();
  int bodiesSent;
  int inFlightMost;
  private int inFlight;

  FakePeer(SyncWorld world, int number, boolean outbound) {
    this.world = world;
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    link =
        new Link(
            new LinkId(number),
            NodeId.of(key),
            new PeerAddress(Bytes.of(new byte[] {10, 0, 0, (byte) number}), 7771),
            outbound,
            Bytes.EMPTY,
            Bytes.EMPTY);
    introduction = claim(world.network().genesis().hash(), BigInteger.ZERO, 0);
  }

  private static Introduction claim(BlockHash tip, BigInteger work, long height) {
    return new Introduction(Work.of(work), tip, height, 0, "test", 0);
  }

  /** Gives it blocks from height 1 on; before it is connected also as its claim. */
  FakePeer with(List<Block> blocks) {
    return with(ServedChain.of(blocks));
  }

  /** Gives it headers from height 1 on whose bodies it lacks. */
  FakePeer withHeaders(List<BlockHeader> headers) {
    return with(ServedChain.ofHeaders(headers));
  }

  /** Gives it a chain; it keeps the bodies of those before. */
  FakePeer with(ServedChain another) {
    chain = another;
    chains.add(another);
    introduction = claim(chain.tip(), chain.work(), chain.height());
    return this;
  }

  /** Makes it claim something that is not so. */
  FakePeer claiming(BlockHash tip, BigInteger work, long height) {
    introduction = claim(tip, work, height);
    return this;
  }

  /** Takes another chain and announces the end of it. */
  void announce(List<Block> blocks, int newest) {
    Introduction old = introduction;
    with(blocks);
    introduction = old;
    List<BlockHeader> headers = blocks.stream().map(Block::header).toList();
    say(new HeaderAnnouncement(headers.subList(headers.size() - newest, headers.size())));
  }

  /** Says something after its latency. */
  void say(Message message) {
    world.time().after(latencyMillis, () -> world.deliver(this, message));
  }

  @Override
  public void send(Message message) {
    if (gone) {
      return;
    }
    received.add(message);
    if (message instanceof GetHeaders headers) {
      headersAsked.add(headers);
    }
    if (message instanceof GetBlocks blocks) {
      bodiesAsked.addAll(blocks.hashes());
      inFlight += blocks.hashes().size();
      inFlightMost = Math.max(inFlightMost, inFlight);
    }
    if (answers.test(message)) {
      world.time().after(latencyMillis, () -> answer(message));
    }
  }

  private void answer(Message message) {
    if (gone) {
      return;
    }
    if (message instanceof GetHeaders asked) {
      say(new Headers(asked.request(), headerSource.apply(asked)));
    } else if (message instanceof GetBlocks asked) {
      asked.hashes().forEach(this::serve);
    }
  }

  List<BlockHeader> headersAfter(List<BlockHash> locator) {
    return chain.headersAfter(locator);
  }

  private @Nullable Block body(BlockHash hash) {
    for (ServedChain served : chains) {
      if (served.bodies().containsKey(hash)) {
        return served.bodies().get(hash);
      }
    }
    return null;
  }

  private void serve(BlockHash hash) {
    busyUntilMillis = Math.max(busyUntilMillis, world.time().nowMillis()) + bodyMillis;
    world.time().at(busyUntilMillis + latencyMillis, () -> deliver(hash));
  }

  private void deliver(BlockHash hash) {
    if (gone) {
      return;
    }
    inFlight--;
    @Nullable Block block = body(hash);
    if (block != null && has.test(hash)) {
      bodiesSent++;
      world.deliver(this, new FullBlock(lie.apply(block)));
    } else {
      world.deliver(this, new BlocksNotFound(List.of(hash)));
    }
  }

  /** Leaves without a word. */
  void vanish() {
    gone = true;
    world.gone(this);
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Introduction introduction() {
    return introduction;
  }

  @Override
  public Origin origin() {
    return new Origin(link.id().toString());
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public long roundTripMillis() {
    return 2 * latencyMillis;
  }

  @Override
  public void misbehaved(Misbehaviour what, String detail) {
    charges.add(what);
  }

  @Override
  public void disconnect(DisconnectReason reason, String detail) {
    vanish();
  }

  @Override
  public void suspendReading(boolean suspended) {}

  @Override
  public boolean isGone() {
    return gone;
  }
}
