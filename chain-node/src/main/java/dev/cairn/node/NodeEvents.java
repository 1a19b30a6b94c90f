package dev.cairn.node;

import dev.cairn.core.chain.Tip;
import dev.cairn.net.engine.Departure;
import dev.cairn.net.engine.EngineListener;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the log what happens with peers, and hands it on. Confined to the engine loop. */
final class NodeEvents implements EngineListener {

  private static final Logger LOG = LoggerFactory.getLogger("cairn.peers");

  /** Sources of which a refusal was logged; when there are more, they are logged anew. */
  private static final int SOURCES_MAX = 1024;

  private final Advisor advisor;
  private final Set<String> logged = new LinkedHashSet<>();

  NodeEvents(Advisor advisor) {
    this.advisor = advisor;
  }

  @Override
  public void onPeerOpen(NodeId node, PeerAddress address, boolean isOutbound) {
    LOG.info("linked with {} {} {}", node, isOutbound ? "at" : "from", address);
  }

  @Override
  public void onPeerGone(Departure departure) {
    if (departure.wasOpen()) {
      LOG.info(
          "left {} at {}: {} {}",
          departure.node(),
          departure.address(),
          departure.reason(),
          departure.detail());
    } else if (isFirst(departure.reason() + " " + departure.address().prefix())) {
      LOG.info(
          "no link with {} at {}: {} {} ({})",
          departure.node(),
          departure.address(),
          departure.reason(),
          departure.detail(),
          departure.reason().hint());
    }
  }

  /** Once for each source, so that nobody can fill the log. */
  private boolean isFirst(String source) {
    if (logged.size() >= SOURCES_MAX) {
      logged.clear();
    }
    return logged.add(source);
  }

  @Override
  public void onMisbehaviour(NodeId node, PeerAddress address, Misbehaviour what, String detail) {
    if (isFirst(what + " " + address.prefix())) {
      LOG.info("{} at {} misbehaves: {} {}", node, address, what, detail);
    }
  }

  @Override
  public void onBanned(NodeId node, PeerAddress address, Misbehaviour last, String detail) {
    LOG.warn("banned {} at {}: {} {}", node, address, last, detail);
  }

  @Override
  public void onNodeKeyInUseElsewhere(PeerAddress address) {
    if (isFirst("key " + address.prefix())) {
      LOG.error("another machine, at {}, has this node's key: see the status", address);
    }
    advisor.onNodeKeyInUseElsewhere(address);
  }

  @Override
  public void onDeepReorganisation(Tip tip, int disconnected) {
    LOG.warn("{} blocks were replaced, up to {}", disconnected, tip.height());
    advisor.onDeepReorganisation(tip, disconnected);
  }

  @Override
  public void onStalledWork(long millis) {
    LOG.warn("a check of a block or transaction has not ended for {} ms", millis);
  }
}
