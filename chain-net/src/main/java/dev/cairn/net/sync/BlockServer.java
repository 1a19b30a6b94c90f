package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers those who ask for headers and blocks: in the order of each peer's questions, the peers in
 * turn, a little at a time, and only what a peer takes off the link. Confined to the engine loop.
 */
final class BlockServer {

  /** What one turn may read from the store before others use the loop. */
  private static final int TURN_BYTES = 1 << 20;

  /** The same in answers: a look-up of something absent costs time, too. */
  private static final int TURN_ANSWERS = 16;

  /** What is waiting to be answered to one peer. */
  private static final class Waiting {
    final Peer peer;
    final Deque<Message> requests = new ArrayDeque<>();

    /** The hashes of the first request that are answered. */
    int answered;

    Waiting(Peer peer) {
      this.peer = peer;
    }
  }

  private final Chain chain;
  private final Scheduler scheduler;
  private final NetLimits limits;
  private final TreeMap<LinkId, Waiting> waiting = new TreeMap<>();

  /** Whose turn was last. */
  private LinkId last = new LinkId(-1);

  private boolean isScheduled;

  BlockServer(Chain chain, Scheduler scheduler, NetLimits limits) {
    this.chain = chain;
    this.scheduler = scheduler;
    this.limits = limits;
  }

  void onGetHeaders(Peer peer, GetHeaders message) {
    if (message.locator().size() > GetHeaders.LOCATOR_MAX) {
      peer.misbehaved(
          Misbehaviour.OVERSIZED_REQUEST, "locator of " + message.locator().size() + " hashes");
      return;
    }
    enqueue(peer, message);
  }

  void onGetBlocks(Peer peer, GetBlocks message) {
    int hashes = message.hashes().size();
    if (hashes < 1 || hashes > GetBlocks.HASHES_MAX) {
      peer.misbehaved(Misbehaviour.OVERSIZED_REQUEST, hashes + " blocks");
      return;
    }
    enqueue(peer, message);
  }

  private void enqueue(Peer peer, Message request) {
    Waiting of = waiting.computeIfAbsent(peer.link().id(), unused -> new Waiting(peer));
    if (of.requests.size() >= limits.servedRequests()) {
      peer.misbehaved(
          Misbehaviour.OVERSIZED_REQUEST, of.requests.size() + " requests wait already");
      return;
    }
    of.requests.addLast(request);
    schedule();
  }

  void onWritable() {
    if (!waiting.isEmpty()) {
      schedule();
    }
  }

  void onGone(Peer peer) {
    waiting.remove(peer.link().id());
  }

  /** How many requests of one peer wait, at most. */
  int mostWaiting() {
    return waiting.values().stream().mapToInt(of -> of.requests.size()).max().orElse(0);
  }

  /** How many requests wait, of all peers. */
  int waitingRequests() {
    return waiting.values().stream().mapToInt(of -> of.requests.size()).sum();
  }

  private void schedule() {
    if (!isScheduled) {
      isScheduled = true;
      scheduler.schedule(0, this::turn);
    }
  }

  private void turn() {
    isScheduled = false;
    long bytes = 0;
    for (int answers = 0; answers < TURN_ANSWERS && bytes < TURN_BYTES; answers++) {
      Optional<Waiting> next = next();
      if (next.isEmpty()) {
        return;
      }
      last = next.get().peer.link().id();
      bytes += answer(next.get());
    }
    if (next().isPresent()) {
      schedule();
    }
  }

  /** The next peer in turn that has asked and takes answers. */
  private Optional<Waiting> next() {
    List<Waiting> inTurn = new ArrayList<>(waiting.tailMap(last, false).values());
    inTurn.addAll(waiting.headMap(last, true).values());
    return inTurn.stream().filter(of -> of.peer.isWritable()).findFirst();
  }

  /** Gives one answer; about how many bytes it has. */
  private long answer(Waiting to) {
    Message request = to.requests.getFirst();
    long bytes;
    boolean isDone = true;
    if (request instanceof GetHeaders headers) {
      List<BlockHeader> found = headersAfter(headers.locator());
      to.peer.send(new Headers(headers.request(), found));
      bytes = (long) found.size() * BlockHeader.BYTES;
    } else {
      List<BlockHash> hashes = ((GetBlocks) request).hashes();
      bytes = answer(to.peer, hashes.get(to.answered++));
      isDone = to.answered == hashes.size();
    }
    if (isDone) {
      to.answered = 0;
      to.requests.removeFirst();
      if (to.requests.isEmpty()) {
        waiting.remove(to.peer.link().id());
      }
    }
    return bytes;
  }

  private long answer(Peer peer, BlockHash hash) {
    Optional<Block> block = chain.block(hash);
    if (block.isEmpty()) {
      peer.send(new BlocksNotFound(List.of(hash)));
      return BlockHash.LENGTH;
    }
    peer.send(new FullBlock(block.get()));
    return block.get().size();
  }

  private List<BlockHeader> headersAfter(List<BlockHash> locator) {
    long height = 0;
    for (BlockHash hash : locator) {
      Optional<ChainedHeader> known = chain.header(hash).filter(h -> Locator.isActive(chain, h));
      if (known.isPresent()) {
        height = known.get().height().value();
        break;
      }
    }
    long end = Math.min(chain.tip().height().value(), height + Headers.HEADERS_MAX);
    List<BlockHeader> headers = new ArrayList<>();
    for (long at = height + 1; at <= end; at++) {
      chain
          .hashAt(Height.of(at))
          .flatMap(chain::header)
          .ifPresent(header -> headers.add(header.header()));
    }
    return headers;
  }
}
