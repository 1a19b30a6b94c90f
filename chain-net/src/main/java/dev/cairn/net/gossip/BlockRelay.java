package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Spreads new blocks: tells every peer of a new tip, as a compact block if the peer wants that and
 * nothing else is new, else by headers; and rebuilds the compact blocks that others send. Nothing
 * is announced while the sync is far from the tip: what was missed is announced when it is near.
 *
 * <p>Must hear of a tip after the mempool. Confined to the engine loop.
 */
public final class BlockRelay implements PeerListener, ChainListener {

  private final Chain chain;
  private final ChainSyncPort sync;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final NetLimits limits;
  private final TreeMap<LinkId, BlockPeer> peers = new TreeMap<>();
  private final CompactPeers compactPeers;
  private final CompactBlockReceiver receiver;
  private final BlockTransactionServer server;

  private BlockHash announced;
  private Height tipHeight;

  /** The highest block that is sure to be below all that was not announced yet. */
  private Height announcedUpTo;

  /** Counts what peers tell. */
  private long told;

  public BlockRelay(
      Chain chain,
      Mempool mempool,
      Intake intake,
      ChainSyncPort sync,
      Scheduler scheduler,
      RandomGenerator random,
      NetLimits limits) {
    this.chain = chain;
    this.sync = sync;
    this.scheduler = scheduler;
    this.random = random;
    this.limits = limits;
    compactPeers = new CompactPeers(limits.compactBlockPeers());
    receiver = new CompactBlockReceiver(chain, mempool, intake, sync, limits, peers.values());
    server = new BlockTransactionServer(chain);
    announced = chain.tip().hash();
    tipHeight = chain.tip().height();
    announcedUpTo = tipHeight;
  }

  @Override
  public void onOpen(Peer peer) {
    BlockPeer opened = new BlockPeer(peer, limits);
    peers.put(peer.link().id(), opened);
    opened.known.add(peer.introduction().bestHash(), KnownBlocks.TOLD_BY_US);
  }

  @Override
  public void onGone(Peer peer) {
    Optional<BlockPeer> gone = Optional.ofNullable(peers.remove(peer.link().id()));
    gone.ifPresent(compactPeers::remove);
    gone.ifPresent(receiver::onGone);
  }

  @Override
  public void onWritable(Peer peer) {
    find(peer).ifPresent(server::answer);
  }

  @Override
  public void onTick(long nowMillis) {
    receiver.onTick(nowMillis);
    if (sync.isNearTip()) {
      compactPeers.fill(peers.values());
      announceTip();
    }
  }

  private Optional<BlockPeer> find(Peer peer) {
    return Optional.ofNullable(peers.get(peer.link().id()));
  }

  /** A peer has shown that it has a block, by whatever message: it need not be told of it. */
  public void onShown(Peer peer, BlockHash hash) {
    find(peer).ifPresent(by -> by.known.add(hash, told++));
  }

  public void onWantCompactBlocks(Peer peer, WantCompactBlocks message) {
    find(peer).ifPresent(by -> by.wantsCompactBlocks = message.wanted());
  }

  public void onCompactBlock(Peer peer, CompactBlock message) {
    Optional<BlockPeer> from = find(peer);
    if (from.isEmpty()) {
      return;
    }
    if (!from.get().maySendCompactBlocks) {
      peer.misbehaved(Misbehaviour.UNREQUESTED, "a compact block");
      return;
    }
    onShown(peer, message.header().hash());
    receiver.onCompactBlock(from.get(), message, scheduler.nowMillis());
  }

  public void onGetBlockTransactions(Peer peer, GetBlockTransactions message) {
    find(peer).ifPresent(from -> server.onRequest(from, message));
  }

  public void onBlockTransactions(Peer peer, BlockTransactions message) {
    find(peer).ifPresent(from -> receiver.onBlockTransactions(from, message));
  }

  /**
   * A whole block may be the answer to {@link GetBlockTransactions}.
   *
   * @return false when it is not: then it is for the sync
   */
  public boolean onFullBlock(Peer peer, FullBlock message) {
    onShown(peer, message.block().hash());
    return find(peer).filter(from -> receiver.onFullBlock(from, message.block())).isPresent();
  }

  /**
   * That a block is not there may be the answer to {@link GetBlockTransactions}.
   *
   * @return false when it is not: then it is for the sync
   */
  public boolean onBlocksNotFound(Peer peer, BlocksNotFound message) {
    List<BlockHash> hashes = message.hashes();
    return hashes.size() == 1
        && find(peer).filter(by -> receiver.onBlockNotFound(by, hashes.get(0))).isPresent();
  }

  /** How many compact blocks wait for missing transactions. */
  public int blocksRebuilt() {
    return receiver.rebuilding();
  }

  /** Announces the new tip, and what came with it. */
  @Override
  public void onTip(Tip tip, int disconnected) {
    Height fork = new Height(tipHeight.value() - disconnected);
    announcedUpTo = fork.compareTo(announcedUpTo) < 0 ? fork : announcedUpTo;
    tipHeight = tip.height();
    receiver.stopWhatHasCome();
    if (sync.isNearTip()) {
      firstWith(tip.hash()).ifPresent(compactPeers::onFirst);
      announceTip();
    }
  }

  private Optional<BlockPeer> firstWith(BlockHash hash) {
    @Nullable BlockPeer first = null;
    long least = Long.MAX_VALUE;
    for (BlockPeer peer : peers.values()) {
      OptionalLong toldAt = peer.known.toldAt(hash);
      if (toldAt.isPresent() && toldAt.getAsLong() < least) {
        first = peer;
        least = toldAt.getAsLong();
      }
    }
    return Optional.ofNullable(first);
  }

  private void announceTip() {
    Tip tip = chain.tip();
    if (tip.hash().equals(announced)) {
      return;
    }
    announced = tip.hash();
    Deque<BlockHeader> news = news(tip);
    announcedUpTo = tip.height();
    Announcement announcement = new Announcement(tip.hash(), news);
    for (BlockPeer peer : List.copyOf(peers.values())) {
      if (!peer.known.contains(tip.hash())) {
        announcement.sendTo(peer);
        peer.known.add(tip.hash(), KnownBlocks.TOLD_BY_US);
      }
    }
  }

  /** The headers that were not announced yet, the tip last; of many only the last ones. */
  private Deque<BlockHeader> news(Tip tip) {
    Deque<BlockHeader> news = new ArrayDeque<>();
    BlockHeader header = tip.header().header();
    long height = tip.height().value();
    news.addFirst(header);
    while (height - 1 > announcedUpTo.value() && news.size() < HeaderAnnouncement.HEADERS_MAX) {
      header = chain.header(header.previous()).orElseThrow().header();
      height--;
      news.addFirst(header);
    }
    return news;
  }

  /** What is told of one tip; the compact block is made when somebody wants it. */
  private final class Announcement {
    private final BlockHash tip;
    private final Deque<BlockHeader> news;
    private Optional<CompactBlock> compact = Optional.empty();

    Announcement(BlockHash tip, Deque<BlockHeader> news) {
      this.tip = tip;
      this.news = news;
    }

    /** A peer that does not read gets the few bytes of a header only. */
    void sendTo(BlockPeer peer) {
      if (news.size() == 1 && peer.wantsCompactBlocks && peer.peer.isWritable()) {
        Optional<CompactBlock> block = compact();
        if (block.isPresent()) {
          peer.peer.send(block.get());
          return;
        }
      }
      peer.peer.send(new HeaderAnnouncement(headersFor(peer)));
    }

    private Optional<CompactBlock> compact() {
      if (compact.isEmpty()) {
        Optional<Block> block = server.block(tip);
        compact = block.map(whole -> ShortIds.announcement(whole, random.nextLong()));
      }
      return compact;
    }

    /** Only what comes after the last one that the peer has. */
    private List<BlockHeader> headersFor(BlockPeer peer) {
      List<BlockHeader> headers = List.copyOf(news);
      int from = headers.size() - 1;
      while (from > 0 && !peer.known.contains(headers.get(from).previous())) {
        from--;
      }
      return headers.subList(from, headers.size());
    }
  }
}
