package dev.cairn.node.api;

import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.peer.NodeId;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.DiskWatch;
import dev.cairn.node.stratum.StratumServer;
import java.util.List;
import java.util.Optional;

/** What the API shows of the node beside its network. Any thread may call any method. */
public interface NodeFacts {

  NodeId id();

  /** The release, as {@code 0.1.0}. */
  String version();

  long uptimeSeconds();

  /** How it looks around on the LAN; empty when it does not. */
  Optional<DiscoveryStatus> discovery();

  /** The network that it is in; empty while it looks for one, or changes over to another. */
  Optional<Member> member();

  /** What a person should know or do now, the most pressing first; empty when all is well. */
  List<Notice> notices();

  /** How full the disk of the data directory is; empty when that cannot be told. */
  Optional<DiskWatch.Room> room();

  /** Where miners outside of the node get work; empty when nobody is to. */
  Optional<StratumServer> stratum();

  /**
   * One thing for a person.
   *
   * @param code stable, as {@code CLOCK_BEHIND}
   */
  record Notice(String code, String text) {}
}
