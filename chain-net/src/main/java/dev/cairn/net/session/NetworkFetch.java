package dev.cairn.net.session;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.GetNetwork;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One visit to a peer, by a node that has no network yet or may change over to another one: asks
 * for the parameters of the network that the peer was said to be in, and believes them only when
 * their hash is its id. Confined to the engine loop.
 */
public final class NetworkFetch implements LinkEvents {

  /**
   * Whom to visit, and as who.
   *
   * @param plan for the network that was announced; for {@link NetworkId#ZERO} to ask for whatever
   *     network the peer is in
   * @param expected the only node to talk to, if it is known
   * @param agent as in {@link Introduction}
   */
  public record Visit(
      NodeId self,
      UpgradePlan plan,
      Optional<NetworkSecret> secret,
      PeerAddress address,
      Optional<NodeId> expected,
      String agent) {}

  /**
   * What the visit has brought.
   *
   * @param node who was visited
   * @param introduction what the peer says of itself, true or not
   */
  public record Found(NetworkParameters parameters, NodeId node, Introduction introduction) {}

  private Visit visit;
  private final Scheduler scheduler;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final NetLimits limits;
  private final Consumer<Checked<Found>> done;
  private @Nullable LinkId link;
  private @Nullable NodeId node;
  private @Nullable Handshake handshake;
  private @Nullable Introduction introduction;
  private boolean isDone;

  /**
   * @param random fit for secrets
   * @param done gets the network, or a {@link DisconnectReason}; exactly once
   */
  public NetworkFetch(
      Visit visit,
      Scheduler scheduler,
      Outbox outbox,
      RandomGenerator random,
      NetLimits limits,
      Consumer<Checked<Found>> done) {
    this.visit = visit;
    this.scheduler = scheduler;
    this.outbox = outbox;
    this.random = random;
    this.limits = limits;
    this.done = done;
  }

  /** Dials. Whatever happens, there is a result after three times the time for a handshake. */
  public void start() {
    outbox.dial(visit.address(), visit.expected());
    scheduler.schedule(
        3 * limits.handshakeMillis(),
        () -> end(DisconnectReason.HANDSHAKE_TIMEOUT, "no parameters in time"));
  }

  @Override
  public void onOpened(Link opened) {
    if (isDone || link != null || !opened.isOutbound()) {
      outbox.disconnect(
          opened.id(), DisconnectReason.TOO_MANY_PEERS, "this node is not in a network yet");
      return;
    }
    byte[] nonce = new byte[Handshake.NONCE_BYTES];
    random.nextBytes(nonce);
    Handshake.Terms terms =
        new Handshake.Terms(
            visit.self(),
            Handshake.PROTOCOL_MIN,
            Handshake.PROTOCOL_MAX,
            visit.plan(),
            Height.GENESIS,
            visit.secret(),
            unused -> false,
            this::introduceOurselves);
    link = opened.id();
    node = opened.remote();
    handshake =
        new Handshake(
            terms, opened, Bytes.of(nonce), scheduler.nowMillis() + limits.handshakeMillis());
    follow(opened.id(), handshake.begin());
  }

  /** A node with nothing but the genesis, whose hash is the network's id. */
  private Introduction introduceOurselves() {
    return new Introduction(
        Work.ZERO,
        BlockHash.of(visit.plan().network().toArray()),
        0,
        0,
        visit.agent(),
        scheduler.wallClock().seconds());
  }

  @Override
  public void onMessage(LinkId from, Message message, int bytes) {
    if (!from.equals(link) || isDone) {
      return;
    }
    if (introduction == null && handshake != null) {
      follow(from, handshake.onMessage(message));
    } else if (message instanceof Network network && introduction != null) {
      onNetwork(network.parameters(), introduction);
    } else if (message instanceof Ping ping) {
      outbox.send(from, new Pong(ping.nonce()));
    } else if (message instanceof Goodbye goodbye) {
      onGoodbye(goodbye);
    } // whatever else a peer says to a new link is for those who stay
  }

  private void follow(LinkId to, Handshake.Step step) {
    if (step instanceof Handshake.Step.Say say) {
      say.messages().forEach(message -> outbox.send(to, message));
    } else if (step instanceof Handshake.Step.Open open) {
      introduction = open.agreement().introduction();
      outbox.open(to);
      open.messages().forEach(message -> outbox.send(to, message));
      outbox.send(to, new GetNetwork());
    } else if (step instanceof Handshake.Step.Refuse refuse) {
      Optional<NetworkId> told = toldNetwork();
      if (told.isPresent()) {
        visitAgain(to, told.get());
      } else {
        end(refuse.reason(), refuse.detail());
      }
    } else if (step instanceof Handshake.Step.Left left) {
      onGoodbye(left.goodbye());
    }
  }

  /** Which network the peer is in, if that was the question. */
  private Optional<NetworkId> toldNetwork() {
    return visit.plan().network().equals(NetworkId.ZERO) && handshake != null
        ? handshake.remoteNetwork().filter(network -> !network.equals(NetworkId.ZERO))
        : Optional.empty();
  }

  /** Once more, as one who wants to join. */
  private void visitAgain(LinkId before, NetworkId network) {
    outbox.disconnect(before, DisconnectReason.NO_LONGER_NEEDED, "comes again for " + network);
    visit =
        new Visit(
            visit.self(),
            UpgradePlan.none(network),
            visit.secret(),
            visit.address(),
            visit.expected(),
            visit.agent());
    link = null;
    handshake = null;
    outbox.dial(visit.address(), visit.expected());
  }

  private void onNetwork(NetworkParameters parameters, Introduction said) {
    if (!parameters.id().equals(visit.plan().network())) {
      end(
          DisconnectReason.NETWORK_MISMATCH,
          "parameters of %s, expected those of %s"
              .formatted(parameters.id(), visit.plan().network()));
      return;
    }
    finish(
        Checked.passed(new Found(parameters, Objects.requireNonNull(node), said)),
        DisconnectReason.NO_LONGER_NEEDED,
        "");
  }

  private void onGoodbye(Goodbye goodbye) {
    end(
        DisconnectReason.find(goodbye.reason()).orElse(DisconnectReason.CLOSED_BY_PEER),
        goodbye.reason() + ": " + goodbye.detail());
  }

  private void end(DisconnectReason reason, String detail) {
    finish(Checked.refused(reason, detail, "a network's parameters"), reason, detail);
  }

  private void finish(Checked<Found> result, DisconnectReason reason, String detail) {
    if (isDone) {
      return;
    }
    isDone = true;
    if (link != null) {
      outbox.disconnect(link, reason, detail);
    }
    done.accept(result);
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    if (link == null && address.equals(visit.address())) {
      end(reason, detail);
    }
  }

  @Override
  public void onViolation(LinkId from, Rejection why) {
    if (from.equals(link)) {
      end(DisconnectReason.PROTOCOL_VIOLATION, why.toString());
    }
  }

  @Override
  public void onWritable(LinkId from) {}

  @Override
  public void onClosed(LinkId from, DisconnectReason reason, String detail) {
    if (from.equals(link)) {
      end(reason, detail);
    }
  }
}
