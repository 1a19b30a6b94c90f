package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.NetLimits;
import java.util.List;
import java.util.SplittableRandom;

/** A node that does nothing but gossip, with a chain and a mempool of its own. */
final class GossipNode {

  static final long TICK_MILLIS = 100;

  final ChainFixture fixture;
  final TestTime time;
  final Chain chain;
  final Mempool mempool;
  final TestIntake intake;
  final TestSync sync = new TestSync();
  final BlockRelay blocks;
  final TransactionRelay transactions;
  private int links;

  GossipNode() {
    this(new ChainFixture(), new TestTime(), 1);
  }

  GossipNode(ChainFixture fixture, TestTime time, long seed) {
    this.fixture = fixture;
    this.time = time;
    chain = fixture.chain();
    mempool =
        new Mempool(
            fixture.parameters(),
            chain.transactionRules(),
            MempoolLimits.DEFAULT,
            chain.tip(),
            time.wallClock());
    intake = new TestIntake(chain, mempool, time);
    SplittableRandom random = new SplittableRandom(seed);
    blocks = new BlockRelay(chain, mempool, intake, sync, time, random.split(), NetLimits.DEFAULT);
    transactions =
        new TransactionRelay(
            mempool, intake, sync::isNearTip, time, random.split(), NetLimits.DEFAULT);
    chain.addListener(mempool);
    chain.addListener(blocks);
    chain.addListener(transactions);
    tick();
  }

  private void tick() {
    blocks.onTick(time.nowMillis());
    transactions.onTick(time.nowMillis());
    time.schedule(TICK_MILLIS, this::tick);
  }

  /** A link to the test. */
  TestPeer open(boolean isOutbound) {
    TestPeer peer = new TestPeer(links++, isOutbound, fixture.genesis());
    open(peer);
    return peer;
  }

  private void open(TestPeer peer) {
    blocks.onOpen(peer);
    transactions.onOpen(peer);
  }

  /** A link that the other side has dialled. */
  TestPeer open() {
    return open(false);
  }

  /** A link to the test of which the block relay does not know. */
  TestPeer openForTransactions(boolean isOutbound) {
    TestPeer peer = new TestPeer(links++, isOutbound, fixture.genesis());
    transactions.onOpen(peer);
    return peer;
  }

  void close(TestPeer peer) {
    peer.gone = true;
    blocks.onGone(peer);
    transactions.onGone(peer);
  }

  void setWritable(TestPeer peer, boolean writable) {
    peer.writable = writable;
    if (writable) {
      blocks.onWritable(peer);
      transactions.onWritable(peer);
    }
  }

  /** Links two nodes; what one sends arrives later at the other. Gives both ends. */
  static List<TestPeer> link(GossipNode dialler, GossipNode dialled, long latencyMillis) {
    TestPeer there = new TestPeer(dialler.links++, true, dialled.chain.tip().hash());
    TestPeer back = new TestPeer(dialled.links++, false, dialler.chain.tip().hash());
    there.wire =
        message -> dialled.time.schedule(latencyMillis, () -> dialled.receive(back, message));
    back.wire =
        message -> dialler.time.schedule(latencyMillis, () -> dialler.receive(there, message));
    dialler.open(there);
    dialled.open(back);
    return List.of(there, back);
  }

  /** A message has come. */
  void receive(TestPeer from, Message message) {
    if (from.gone) {
      return;
    }
    if (message instanceof WantCompactBlocks want) {
      blocks.onWantCompactBlocks(from, want);
    } else if (message instanceof CompactBlock compact) {
      blocks.onCompactBlock(from, compact);
    } else if (message instanceof GetBlockTransactions request) {
      blocks.onGetBlockTransactions(from, request);
    } else if (message instanceof BlockTransactions answer) {
      blocks.onBlockTransactions(from, answer);
    } else if (message instanceof FullBlock full) {
      blocks.onFullBlock(from, full);
    } else if (message instanceof BlocksNotFound missing) {
      blocks.onBlocksNotFound(from, missing);
    } else if (message instanceof TransactionAnnouncement announcement) {
      transactions.onTransactionAnnouncement(from, announcement);
    } else if (message instanceof GetTransactions request) {
      transactions.onGetTransactions(from, request);
    } else if (message instanceof Transactions answer) {
      transactions.onTransactions(from, answer);
    }
  }

  /** Announces transactions to this node, and answers nothing. */
  void announce(TestPeer from, List<TransactionId> ids) {
    receive(from, new TransactionAnnouncement(ids));
  }

  void add(Transaction... all) {
    for (Transaction transaction : all) {
      assertThat(mempool.add(transaction).rejection()).isEmpty();
    }
  }

  boolean has(Transaction transaction) {
    return mempool.get(transaction.id()).isPresent();
  }

  /** Takes a block as if it were mined here. */
  void connect(Block... all) {
    ChainFixture.submit(chain, all);
  }

  boolean isTip(Block block) {
    return chain.tip().hash().equals(block.hash());
  }

  void pass(long millis) {
    time.pass(millis);
  }
}
