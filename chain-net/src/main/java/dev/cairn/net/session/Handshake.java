package dev.cairn.net.session;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Proof;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first words on one link. The side that dialled, the initiator, speaks first each time:
 *
 * <pre>
 *   initiator                         responder
 *   Hello         ----------------&gt;
 *                 &lt;----------------   Hello
 *   Proof         ----------------&gt;                   only if the network has a secret
 *                 &lt;----------------   Proof
 *   Introduction  ----------------&gt;   open
 *   open          &lt;----------------   Introduction
 * </pre>
 *
 * <p>Anything else is out of place, a repeated message too. What belongs to the node rather than to
 * the link (work, height, agent, port) is said in the Introduction: whoever does not know the
 * secret does not hear it from a node that does.
 *
 * <p>Nothing in between can change what is negotiated here: versions, network and rules travel
 * inside the TLS 1.3 channel, which is tied to both node keys before the first Hello, and whose
 * records are authenticated. There is no other place where a feature is agreed on, and no plain
 * text to fall back to. The proof of the secret is tied to the same channel by the keys of both
 * certificates.
 *
 * <p>Confined to the engine loop.
 */
public final class Handshake {

  /** The versions of the protocol that this program speaks. */
  public static final int PROTOCOL_MIN = 1;

  public static final int PROTOCOL_MAX = 1;

  /** Number of bytes of a nonce. */
  public static final int NONCE_BYTES = 32;

  /**
   * What this side brings.
   *
   * @param height of our tip, which decides which rules are active
   * @param isOwnNonce whether this very program has sent a Hello with this nonce to itself
   * @param introduction asked for when it is sent
   */
  public record Terms(
      NodeId self,
      int protocolMin,
      int protocolMax,
      UpgradePlan plan,
      Height height,
      Optional<NetworkSecret> secret,
      Predicate<Bytes> isOwnNonce,
      Supplier<Introduction> introduction) {}

  /** What is agreed once the link is open. */
  public record Agreement(int protocol, Hello hello, Introduction introduction) {}

  /** What follows from an event. */
  public sealed interface Step {

    /**
     * Send these and wait.
     *
     * @param introduces whether an Introduction is among them, after which the other side will take
     *     the link as open: the last chance of the initiator to give up the link silently
     */
    record Say(List<Message> messages, boolean introduces) implements Step {}

    /** Send these; the link is open. */
    record Open(List<Message> messages, Agreement agreement) implements Step {}

    /**
     * Close the link.
     *
     * @param parting to be sent before that
     * @param isViolation whether the other side broke the protocol, which costs it points
     */
    record Refuse(
        List<Message> parting, DisconnectReason reason, String detail, boolean isViolation)
        implements Step {}

    /** The other side closes the link. */
    record Left(Goodbye goodbye) implements Step {}
  }

  private enum Awaited {
    HELLO,
    PROOF,
    INTRODUCTION,
    NOTHING
  }

  private final Terms terms;
  private final Link link;
  private final Bytes nonce;
  private final long deadlineMillis;
  private Awaited awaited = Awaited.HELLO;
  private @Nullable Hello remoteHello;
  private int protocol;

  /**
   * @param nonce 32 random bytes, fit for secrets, of this link alone
   * @param deadlineMillis when the link has to be open
   */
  public Handshake(Terms terms, Link link, Bytes nonce, long deadlineMillis) {
    if (nonce.length() != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce of 32 bytes expected, got " + nonce.length());
    }
    this.terms = terms;
    this.link = link;
    this.nonce = nonce;
    this.deadlineMillis = deadlineMillis;
  }

  /** The link is there: the initiator says Hello. */
  public Step begin() {
    return link.isOutbound() ? say(hello()) : new Step.Say(List.of(), false);
  }

  /** Refuses when the other side took too long; call it now and then. */
  public Optional<Step> onTick(long nowMillis) {
    return nowMillis >= deadlineMillis && awaited != Awaited.NOTHING
        ? Optional.of(
            new Step.Refuse(
                List.of(),
                DisconnectReason.HANDSHAKE_TIMEOUT,
                awaited + " did not come in time",
                false))
        : Optional.empty();
  }

  /** The network that the other side says it is in; empty before its Hello. */
  public Optional<NetworkId> remoteNetwork() {
    return Optional.ofNullable(remoteHello).map(Hello::networkId);
  }

  /** A message has come. */
  public Step onMessage(Message message) {
    if (message instanceof Goodbye goodbye) {
      awaited = Awaited.NOTHING;
      return new Step.Left(goodbye);
    }
    if (awaited == Awaited.HELLO && message instanceof Hello hello) {
      return onHello(hello);
    }
    if (awaited == Awaited.PROOF && message instanceof Proof proof) {
      return onProof(proof);
    }
    if (awaited == Awaited.INTRODUCTION && message instanceof Introduction introduction) {
      return onIntroduction(introduction);
    }
    return onOutOfPlace(message);
  }

  private Step onHello(Hello hello) {
    remoteHello = hello;
    Optional<Step> refusal = checkIdentity(hello).or(() -> checkTerms(hello));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    awaited = terms.secret().isPresent() ? Awaited.PROOF : Awaited.INTRODUCTION;
    return link.isOutbound() ? proveOrIntroduce() : say(hello());
  }

  /** Whether the other side is a node of its own. */
  private Optional<Step> checkIdentity(Hello hello) {
    if (link.remote().equals(terms.self())) {
      return Optional.of(
          terms.isOwnNonce().test(hello.nonce())
              ? refuse(DisconnectReason.SELF_CONNECTION, "both ends are this node")
              : refuse(
                  DisconnectReason.NODE_KEY_IN_USE_ELSEWHERE,
                  terms.self() + " answers at " + link.address() + " too"));
    }
    if (hello.nonce().length() != NONCE_BYTES || hello.nonce().equals(nonce)) {
      return Optional.of(violation("nonce " + hello.nonce() + ": our own, or not of 32 bytes"));
    }
    return Optional.empty();
  }

  private Optional<Step> checkTerms(Hello hello) {
    int lowest = Math.max(terms.protocolMin(), hello.protocolMin());
    int highest = Math.min(terms.protocolMax(), hello.protocolMax());
    if (lowest > highest) {
      return Optional.of(
          refuse(
              DisconnectReason.VERSION,
              "this node speaks %d to %d, the peer %d to %d"
                  .formatted(
                      terms.protocolMin(),
                      terms.protocolMax(),
                      hello.protocolMin(),
                      hello.protocolMax())));
    }
    protocol = highest;
    if (!hello.networkId().equals(terms.plan().network())) {
      return Optional.of(onOtherNetwork(hello.networkId()));
    }
    return terms
        .plan()
        .differenceTo(hello.rulesId(), hello.nextRulesId(), terms.height())
        .map(difference -> refuse(DisconnectReason.RULES_DIFFER, difference));
  }

  /** Who is in no network yet, and says so, is told of ours. */
  private Step onOtherNetwork(NetworkId other) {
    boolean isAsked = other.equals(NetworkId.ZERO) && !link.isOutbound();
    awaited = Awaited.NOTHING;
    return new Step.Refuse(
        isAsked ? List.of(hello()) : List.of(),
        DisconnectReason.NETWORK_MISMATCH,
        "this node is in %s, the peer in %s".formatted(terms.plan().network(), other),
        false);
  }

  private Step onProof(Proof theirs) {
    NetworkSecret secret = terms.secret().orElseThrow();
    if (!proof().isBy(role().other(), secret, theirs.mac())) {
      return refuse(DisconnectReason.SECRET_WRONG, "the proof is not made with this secret");
    }
    awaited = Awaited.INTRODUCTION;
    return link.isOutbound() ? introduce() : say(new Proof(proof().by(role(), secret)));
  }

  private Step onIntroduction(Introduction introduction) {
    awaited = Awaited.NOTHING;
    return new Step.Open(
        link.isOutbound() ? List.of() : List.of(terms.introduction().get()),
        new Agreement(protocol, remote(), introduction));
  }

  /** The initiator's next word after the Hello of the responder. */
  private Step proveOrIntroduce() {
    return terms
        .secret()
        .<Step>map(secret -> say(new Proof(proof().by(role(), secret))))
        .orElseGet(this::introduce);
  }

  private Step introduce() {
    return new Step.Say(List.of(terms.introduction().get()), true);
  }

  private Step onOutOfPlace(Message message) {
    if (awaited == Awaited.PROOF && message instanceof Introduction) {
      return refuse(
          DisconnectReason.SECRET_REQUIRED, "the network has a secret, and the peer shows none");
    }
    if (awaited == Awaited.INTRODUCTION && message instanceof Proof && terms.secret().isEmpty()) {
      return refuse(
          DisconnectReason.SECRET_REQUIRED, "the peer has a secret of the network, this node none");
    }
    return violation(message.getClass().getSimpleName() + " instead of " + awaited);
  }

  private Hello hello() {
    return new Hello(
        terms.protocolMin(),
        terms.protocolMax(),
        terms.plan().network(),
        nonce,
        terms.plan().rulesAt(terms.height()),
        terms.plan().nextAfter(terms.height()));
  }

  private SecretProof proof() {
    return SecretProof.on(link, terms.self(), terms.plan().network(), nonce, remote().nonce());
  }

  private SecretProof.Role role() {
    return link.isOutbound() ? SecretProof.Role.INITIATOR : SecretProof.Role.RESPONDER;
  }

  private Hello remote() {
    if (remoteHello == null) {
      throw new IllegalStateException("nothing was said yet");
    }
    return remoteHello;
  }

  private static Step say(Message message) {
    return new Step.Say(List.of(message), false);
  }

  private Step violation(String detail) {
    awaited = Awaited.NOTHING;
    return new Step.Refuse(List.of(), DisconnectReason.PROTOCOL_VIOLATION, detail, true);
  }

  private Step refuse(DisconnectReason reason, String detail) {
    awaited = Awaited.NOTHING;
    return new Step.Refuse(List.of(), reason, detail, false);
  }
}
