package dev.cairn.net.intake;

import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Peer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each peer has in the workers' queue. Beyond a bound its link is not read until half of it is
 * done; the others do not notice. Confined to the engine loop.
 */
final class PeerLoads {

  private static final class Load {
    private int jobs;
    private long bytes;
    private boolean isSuspended;
  }

  private final NetLimits limits;
  private final Map<LinkId, Load> loads = new TreeMap<>();

  PeerLoads(NetLimits limits) {
    this.limits = limits;
  }

  void add(Peer peer, long bytes) {
    Load load = loads.computeIfAbsent(peer.link().id(), unused -> new Load());
    load.jobs++;
    load.bytes += bytes;
    boolean isFull = load.jobs >= limits.jobsPerPeer() || load.bytes >= limits.jobBytesPerPeer();
    if (isFull && !load.isSuspended) {
      load.isSuspended = true;
      peer.suspendReading(true);
    }
  }

  void remove(Peer peer, long bytes) {
    Load load = loads.get(peer.link().id());
    if (load == null) {
      throw new IllegalStateException("nothing under way for " + peer.link().id());
    }
    load.jobs--;
    load.bytes -= bytes;
    boolean hasRoom =
        load.jobs <= limits.jobsPerPeer() / 2 && load.bytes <= limits.jobBytesPerPeer() / 2;
    if (hasRoom && load.isSuspended) {
      load.isSuspended = false;
      peer.suspendReading(false);
    }
    if (load.jobs == 0) {
      loads.remove(peer.link().id());
    }
  }

  int jobs() {
    return loads.values().stream().mapToInt(load -> load.jobs).sum();
  }

  /** The most jobs of one peer. */
  int mostJobs() {
    return loads.values().stream().mapToInt(load -> load.jobs).max().orElse(0);
  }

  /** The most bytes of one peer. */
  long mostBytes() {
    return loads.values().stream().mapToLong(load -> load.bytes).max().orElse(0);
  }
}
