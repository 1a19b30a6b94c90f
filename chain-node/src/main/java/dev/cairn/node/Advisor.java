package dev.cairn.node;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.engine.PeerStatus;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.sync.SyncObstacle;
import dev.cairn.node.api.NodeFacts.Notice;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.DiskWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a person should know or do: from events, which are remembered, and from how things stand.
 * Any thread may call any method.
 */
final class Advisor {

  /** After so long without anybody connecting, a firewall is the likely reason. */
  static final long INBOUND_NANOS = TimeUnit.MINUTES.toNanos(3);

  /** A reorganisation is told of for so long. */
  static final long REORGANISATION_NANOS = TimeUnit.HOURS.toNanos(24);

  private static final int NETWORKS_MAX = 8;

  private final LongSupplier nanos;
  private final long startedNanos;
  private final ConcurrentSkipListSet<NetworkId> otherNetworks = new ConcurrentSkipListSet<>();
  private volatile boolean hadInbound;
  private volatile Optional<PeerAddress> keyInUseAt = Optional.empty();
  private volatile Optional<Reorganisation> reorganisation = Optional.empty();

  private record Reorganisation(long height, int disconnected, long nanos) {}

  /**
   * @param nanos of a clock that never goes back
   */
  Advisor(LongSupplier nanos) {
    this.nanos = nanos;
    startedNanos = nanos.getAsLong();
  }

  /** Another machine has our node key. */
  void onNodeKeyInUseElsewhere(PeerAddress address) {
    keyInUseAt = Optional.of(address);
  }

  /** More blocks were replaced than can happen by chance. */
  void onDeepReorganisation(Tip tip, int disconnected) {
    reorganisation =
        Optional.of(new Reorganisation(tip.height().value(), disconnected, nanos.getAsLong()));
  }

  /** There is another firm network on the LAN. */
  void onOtherNetwork(NetworkId other) {
    if (otherNetworks.size() < NETWORKS_MAX) {
      otherNetworks.add(other);
    }
  }

  /** That network is not heard of any more. */
  void onOtherNetworkGone(NetworkId other) {
    otherNetworks.remove(other);
  }

  /** All of it, the most pressing first. */
  List<Notice> notices(
      Optional<Member> member, Optional<DiscoveryStatus> discovery, Optional<DiskWatch.Room> room) {
    List<Notice> notices = new ArrayList<>();
    room.ifPresent(seen -> addDisk(seen, notices));
    keyInUseAt.ifPresent(
        address ->
            notices.add(
                new Notice(
                    "NODE_KEY_IN_USE_ELSEWHERE",
                    "Another machine, at "
                        + address
                        + ", has this node's key, as after copying a disk: delete node.key in the"
                        + " data directory of one of them and start it again.")));
    member.ifPresent(present -> addOfMember(present, discovery, notices));
    discovery
        .flatMap(DiscoveryStatus::problem)
        .ifPresent(problem -> addDiscovery(problem, notices));
    if (discovery.isPresent() && discovery.get().used().isEmpty()) {
      notices.add(
          new Notice(
              "NO_INTERFACE",
              "No network interface is used to look for others: see interfaces in the status, and"
                  + " --interfaces."));
    }
    for (NetworkId other : otherNetworks) {
      notices.add(
          new Notice(
              "OTHER_NETWORK",
              "There is another network on this LAN, "
                  + other
                  + ". To change over to it: cairn run"
                  + " --network "
                  + other));
    }
    return notices;
  }

  private static void addDisk(DiskWatch.Room room, List<Notice> notices) {
    String left = (room.freeBytes() >> 20) + " MiB are free";
    switch (room.level()) {
      case FULL ->
          notices.add(
              new Notice(
                  "DISK_FULL",
                  "The disk of the data directory is full, or was a moment ago: "
                      + left
                      + " with what was kept for this. The node ends when it cannot write; make"
                      + " room."));
      case NEARLY_FULL ->
          notices.add(
              new Notice(
                  "DISK_NEARLY_FULL",
                  "The disk of the data directory is "
                      + room.usedPercent()
                      + " % full, "
                      + left
                      + ": make room before the node has to end."));
      case ROOMY -> {}
    }
  }

  private static void addDiscovery(String problem, List<Notice> notices) {
    notices.add(
        new Notice("DISCOVERY_FAILED", "Others cannot be found on the LAN: " + problem + "."));
  }

  private void addOfMember(
      Member member, Optional<DiscoveryStatus> discovery, List<Notice> notices) {
    NetStatus status = member.peer().status();
    status
        .halted()
        .ifPresent(
            why -> notices.add(new Notice("CHAIN_HALTED", "The chain stands still: " + why)));
    addClock(status, notices);
    reorganisation
        .filter(past -> nanos.getAsLong() - past.nanos() < REORGANISATION_NANOS)
        .ifPresent(past -> notices.add(deep(past)));
    status
        .sync()
        .obstacle()
        .filter(why -> why != SyncObstacle.NO_PEERS) // which is said better below
        .ifPresent(why -> notices.add(new Notice(why.name(), "Syncing: " + why.hint() + ".")));
    addInbound(member, status, notices);
    if (status.peers().isEmpty() && discovery.isPresent()) {
      notices.add(
          new Notice(
              "ALONE",
              "No other node is linked. On other machines of this LAN start cairn run; where"
                  + " multicast does not pass, add --join with this machine's address and port "
                  + member.peer().address().getPort()
                  + "."));
    }
  }

  private static Notice deep(Reorganisation past) {
    return new Notice(
        "DEEP_REORGANISATION",
        "%d blocks were replaced by others, up to height %d: records and payments in them may be gone."
            .formatted(past.disconnected(), past.height()));
  }

  private static void addClock(NetStatus status, List<Notice> notices) {
    long ahead = status.clockAheadSeconds().orElse(0L);
    if (Math.abs(ahead) < PeerStatus.CLOCK_DISAGREEMENT_SECONDS) {
      return;
    }
    int peers = status.peers().size();
    String others = peers == 1 ? "a peer" : peers + " peers";
    notices.add(
        ahead > 0
            ? new Notice(
                "CLOCK_BEHIND",
                "This machine's clock is %d s behind %s; their blocks may have to wait. Set the clock."
                    .formatted(ahead, others))
            : new Notice(
                "CLOCK_AHEAD",
                "This machine's clock is %d s ahead of %s; they may refuse its blocks. Set the clock."
                    .formatted(-ahead, others)));
  }

  private void addInbound(Member member, NetStatus status, List<Notice> notices) {
    hadInbound |= status.peers().stream().anyMatch(peer -> !peer.isOutbound());
    boolean isLate = nanos.getAsLong() - startedNanos >= INBOUND_NANOS;
    if (!hadInbound && isLate && status.peers().size() > 1) {
      notices.add(
          new Notice(
              "NOBODY_CONNECTS",
              String.format(
                  Locale.ROOT,
                  "Nobody has connected to this node, though it is linked with others: if it has a"
                      + " firewall, let TCP port %d and UDP port 5353 in.",
                  member.peer().address().getPort())));
    }
  }
}
