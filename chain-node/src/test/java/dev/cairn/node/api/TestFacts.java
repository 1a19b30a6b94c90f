package dev.cairn.node.api;

import dev.cairn.core.TestKeys;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.peer.NodeId;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.DiskWatch;
import dev.cairn.node.stratum.StratumServer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node whose network a test sets. */
final class TestFacts implements NodeFacts {

  volatile @Nullable Member member;
  volatile Optional<DiscoveryStatus> discovery = Optional.empty();
  volatile List<Notice> notices = List.of();
  volatile Optional<StratumServer> stratum = Optional.empty();

  @Override
  public NodeId id() {
    return new NodeId(TestKeys.key(7).publicKey());
  }

  @Override
  public String version() {
    return "0.1.0-test";
  }

  @Override
  public long uptimeSeconds() {
    return 12;
  }

  @Override
  public Optional<DiscoveryStatus> discovery() {
    return discovery;
  }

  @Override
  public Optional<Member> member() {
    return Optional.ofNullable(member);
  }

  @Override
  public List<Notice> notices() {
    return notices;
  }

  @Override
  public Optional<DiskWatch.Room> room() {
    return Optional.of(new DiskWatch.Room(1 << 30, 1L << 40, DiskWatch.Level.ROOMY));
  }

  @Override
  public Optional<StratumServer> stratum() {
    return stratum;
  }
}
