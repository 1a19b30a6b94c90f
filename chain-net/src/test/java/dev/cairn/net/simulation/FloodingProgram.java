package dev.cairn.net.simulation;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The simplest program that makes nodes agree: it sends its whole chain to whoever comes, and what
 * is new to everybody. To test the simulation without an engine.
 */
final class FloodingProgram implements NodeProgram, LinkEvents, ChainListener {

  private final Surroundings with;
  private final Map<LinkId, NodeId> links = new TreeMap<>();

  private long toldHeight;

  FloodingProgram(Surroundings with) {
    this.with = with;
    toldHeight = with.chain().tip().height().value();
    with.chain().addListener(this);
  }

  @Override
  public void start() {}

  @Override
  public void join(PeerAddress address) {
    with.outbox().dial(address, Optional.empty());
  }

  @Override
  public void submit(Block block) {
    with.chain().submitBlock(block, with.scheduler().wallClock());
  }

  @Override
  public void submit(Transaction transaction) {
    boolean known = with.mempool().get(transaction.id()).isPresent();
    if (!known && with.mempool().add(transaction).isPassed()) {
      flood(new Transactions(List.of(transaction), List.of()));
    }
  }

  private void flood(Message message) {
    links.keySet().forEach(link -> with.outbox().send(link, message));
  }

  @Override
  public List<NodeId> openPeers() {
    return List.copyOf(links.values());
  }

  @Override
  public Optional<String> brokenBound() {
    return Optional.empty();
  }

  @Override
  public void onTip(Tip tip, int disconnected) {
    long forkHeight = toldHeight - disconnected;
    toldHeight = tip.height().value();
    for (long height = forkHeight + 1; height <= toldHeight; height++) {
      sendAt(height, List.copyOf(links.keySet()));
    }
  }

  private void sendAt(long height, List<LinkId> to) {
    Chain chain = with.chain();
    chain
        .hashAt(new Height(height))
        .flatMap(chain::block)
        .ifPresent(block -> to.forEach(link -> with.outbox().send(link, new FullBlock(block))));
  }

  @Override
  public void onOpened(Link link) {
    links.put(link.id(), link.remote());
    with.outbox().open(link.id());
    for (long height = 1; height <= with.chain().tip().height().value(); height++) {
      sendAt(height, List.of(link.id()));
    }
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    with.scheduler().schedule(1000, () -> join(address));
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    if (message instanceof FullBlock full) {
      with.workers()
          .submit(
              () -> full.block().hash(),
              () -> {
                Origin origin = new Origin(link.toString());
                with.chain().submitBlock(full.block(), origin, with.scheduler().wallClock());
              });
    } else if (message instanceof Transactions transactions) {
      transactions.transactions().forEach(this::submit);
    }
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {}

  @Override
  public void onWritable(LinkId link) {}

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    links.remove(link);
  }
}
