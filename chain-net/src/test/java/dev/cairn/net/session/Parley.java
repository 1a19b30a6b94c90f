package dev.cairn.net.session;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.runtime.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Two handshakes that talk to one another. Each side has a node, a nonce and terms that a test can
 * change before {@link #run}.
 */
final class Parley {

  static final NetworkId NETWORK =
      NetworkId.of(
          new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5,
            6, 7, 8
          });

  static final long DEADLINE = 5000;

  /** One side. */
  static final class Side {
    Link link;
    int protocolMin = 1;
    int protocolMax = 1;
    UpgradePlan plan = UpgradePlan.none(NETWORK);
    Height height = Height.GENESIS;
    Optional<NetworkSecret> secret = Optional.empty();
    long nonce;
    long ownNonce = -1;
    final int self;
    final List<Message> said = new ArrayList<>();
    Handshake.Step last = new Handshake.Step.Say(List.of(), false);

    Side(int self, Link link, long nonce) {
      this.self = self;
      this.link = link;
      this.nonce = nonce;
    }

    Handshake handshake() {
      return new Handshake(
          new Handshake.Terms(
              TestNodes.node(self),
              protocolMin,
              protocolMax,
              plan,
              height,
              secret,
              nonce -> ownNonce >= 0 && nonce.equals(TestNodes.nonce(ownNonce)),
              () -> introduction(self)),
          link,
          TestNodes.nonce(nonce),
          DEADLINE);
    }

    boolean isOpen() {
      return last instanceof Handshake.Step.Open;
    }

    Handshake.Step.Refuse refusal() {
      return (Handshake.Step.Refuse) last;
    }
  }

  final Side initiator = new Side(1, TestNodes.link(1, 1, 2, true), 11);
  final Side responder = new Side(2, TestNodes.link(1, 2, 1, false), 22);

  static Introduction introduction(int number) {
    return new Introduction(Work.ZERO, BlockHash.ZERO, number, 7771, "test/" + number, 1000);
  }

  /** Lets both talk until nobody has anything to say. */
  Parley run() {
    Handshake first = initiator.handshake();
    Handshake second = responder.handshake();
    Deque<Message> toFirst = new ArrayDeque<>();
    Deque<Message> toSecond = new ArrayDeque<>();
    follow(initiator, first.begin(), toSecond);
    follow(responder, second.begin(), toFirst);
    while (!toFirst.isEmpty() || !toSecond.isEmpty()) {
      if (!toSecond.isEmpty()) {
        follow(responder, second.onMessage(toSecond.remove()), toFirst);
      } else {
        follow(initiator, first.onMessage(toFirst.remove()), toSecond);
      }
    }
    return this;
  }

  private static void follow(Side side, Handshake.Step step, Deque<Message> out) {
    side.last = step;
    List<Message> messages = List.of();
    if (step instanceof Handshake.Step.Say say) {
      messages = say.messages();
    } else if (step instanceof Handshake.Step.Open open) {
      messages = open.messages();
    }
    side.said.addAll(messages);
    out.addAll(messages);
  }
}
