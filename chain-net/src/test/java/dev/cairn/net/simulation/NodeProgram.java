package dev.cairn.net.simulation;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.net.discovery.PeerBookStore;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.runtime.Workers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What a simulated node runs: the engine, or something simpler to test the simulation with. */
public interface NodeProgram extends LinkEvents {

  /**
   * What a program gets to live with. All of it but the store of the peer book ends with the
   * process.
   *
   * @param self the identity of the host
   * @param address where the host listens
   * @param log adds a line about this node to the event log
   * @param charges hears whom the program holds something against
   */
  record Surroundings(
      NodeId self,
      PeerAddress address,
      Chain chain,
      Mempool mempool,
      Scheduler scheduler,
      Outbox outbox,
      Workers workers,
      RandomGenerator random,
      NetLimits limits,
      PeerBookStore peerBook,
      Consumer<String> log,
      ChargeListener charges) {}

  /** Hears what a program holds against its peers. */
  @FunctionalInterface
  interface ChargeListener {

    /**
     * A peer was charged.
     *
     * @param what for people
     * @param isBan whether it is banned now
     */
    void onCharge(NodeId whom, String what, boolean isBan);
  }

  /** Makes the program of one node, anew at each start of it. */
  @FunctionalInterface
  interface Factory {
    NodeProgram create(Surroundings surroundings);
  }

  /** The host is up; links may be dialled. */
  void start();

  /** Keeps a link to this address. */
  void join(PeerAddress address);

  /** Takes a block that the node has found. */
  void submit(Block block);

  /** Takes a transaction of a user of the node. */
  void submit(Transaction transaction);

  /** Who is linked and introduced; one that has two links is there twice. */
  List<NodeId> openPeers();

  /** The first bound that is broken in this moment, in words. */
  Optional<String> brokenBound();
}
