package dev.cairn.net.simulation;

import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.peer.NetLimits;

/**
 * What a simulated world is like.
 *
 * @param nodes how many to begin with
 * @param network whose blocks should cost next to nothing
 * @param quality of the cables
 * @param carriage whether messages really become frames
 * @param limits of the nodes and of the transport
 * @param workerMillisMax how long a job of the workers takes at most
 * @param eventsMax after how many events the run fails as a runaway
 * @param linesKept lines of the event log that are kept for a failure's message
 */
public record WorldSettings(
    int nodes,
    NetworkParameters network,
    LinkQuality quality,
    Carriage carriage,
    NetLimits limits,
    ChainLimits chainLimits,
    MempoolLimits mempoolLimits,
    int workerMillisMax,
    long eventsMax,
    int linesKept) {

  /** So many nodes on one LAN. */
  public static WorldSettings lan(int nodes) {
    return new WorldSettings(
        nodes,
        SimulatedKeys.network().build(),
        LinkQuality.LAN,
        Carriage.BY_REFERENCE,
        NetLimits.DEFAULT,
        ChainLimits.DEFAULT,
        MempoolLimits.DEFAULT,
        20,
        50_000_000,
        2000);
  }

  /** The same with other cables. */
  public WorldSettings with(LinkQuality other) {
    return new WorldSettings(
        nodes,
        network,
        other,
        carriage,
        limits,
        chainLimits,
        mempoolLimits,
        workerMillisMax,
        eventsMax,
        linesKept);
  }

  /** The same with another way of carrying messages. */
  public WorldSettings with(Carriage other) {
    return new WorldSettings(
        nodes,
        network,
        quality,
        other,
        limits,
        chainLimits,
        mempoolLimits,
        workerMillisMax,
        eventsMax,
        linesKept);
  }

  /** The same with other limits of the protocol. */
  public WorldSettings with(NetLimits other) {
    return new WorldSettings(
        nodes,
        network,
        quality,
        carriage,
        other,
        chainLimits,
        mempoolLimits,
        workerMillisMax,
        eventsMax,
        linesKept);
  }

  /** The same with another network. */
  public WorldSettings with(NetworkParameters other) {
    return new WorldSettings(
        nodes,
        other,
        quality,
        carriage,
        limits,
        chainLimits,
        mempoolLimits,
        workerMillisMax,
        eventsMax,
        linesKept);
  }
}
