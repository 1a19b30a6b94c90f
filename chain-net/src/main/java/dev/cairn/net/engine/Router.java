package dev.cairn.net.engine;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetNetwork;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.MessageHandler;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.Proof;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.MessageBudget.Kind;
import java.util.function.BiConsumer;

/**
 * Takes each message of an open link to the part that it is for. What costs us an answer or a look
 * is within a budget; an answer is not, for the part that asked refuses what it did not ask for.
 * Confined to the engine loop.
 */
final class Router implements MessageHandler<Session> {

  private final Parts parts;
  private final NetworkParameters network;
  private final Scheduler scheduler;
  private final BiConsumer<Session, Goodbye> left;

  /**
   * @param left hears of peers that say goodbye
   */
  Router(
      Parts parts,
      NetworkParameters network,
      Scheduler scheduler,
      BiConsumer<Session, Goodbye> left) {
    this.parts = parts;
    this.network = network;
    this.scheduler = scheduler;
    this.left = left;
  }

  private boolean affords(Session from, Kind kind) {
    return from.affords(kind, scheduler.nowMillis());
  }

  @Override
  public void onHello(Session from, Hello message) {
    onOutOfState(from, message);
  }

  @Override
  public void onProof(Session from, Proof message) {
    onOutOfState(from, message);
  }

  @Override
  public void onIntroduction(Session from, Introduction message) {
    onOutOfState(from, message);
  }

  private static void onOutOfState(Session from, Message message) {
    from.misbehaved(
        Misbehaviour.OUT_OF_STATE, message.getClass().getSimpleName() + " after the link was open");
  }

  @Override
  public void onGoodbye(Session from, Goodbye message) {
    left.accept(from, message);
  }

  @Override
  public void onPing(Session from, Ping message) {
    if (affords(from, Kind.REQUEST)) {
      from.send(new Pong(message.nonce()));
    }
  }

  @Override
  public void onPong(Session from, Pong message) {
    if (!from.onPong(message, scheduler.nowMillis())) {
      from.misbehaved(Misbehaviour.UNREQUESTED, "a Pong without its Ping");
    }
  }

  @Override
  public void onGetHeaders(Session from, GetHeaders message) {
    if (affords(from, Kind.REQUEST)) {
      parts.sync().onGetHeaders(from, message);
    }
  }

  @Override
  public void onHeaders(Session from, Headers message) {
    parts.sync().onHeaders(from, message);
  }

  @Override
  public void onHeaderAnnouncement(Session from, HeaderAnnouncement message) {
    if (affords(from, Kind.ANNOUNCEMENT)) {
      message.headers().forEach(header -> parts.blocks().onShown(from, header.hash()));
      parts.sync().onHeaderAnnouncement(from, message);
    }
  }

  @Override
  public void onGetBlocks(Session from, GetBlocks message) {
    if (affords(from, Kind.REQUEST)) {
      parts.sync().onGetBlocks(from, message);
    }
  }

  @Override
  public void onFullBlock(Session from, FullBlock message) {
    if (!parts.blocks().onFullBlock(from, message)) {
      parts.sync().onFullBlock(from, message);
    }
  }

  @Override
  public void onBlocksNotFound(Session from, BlocksNotFound message) {
    if (!parts.blocks().onBlocksNotFound(from, message)) {
      parts.sync().onBlocksNotFound(from, message);
    }
  }

  @Override
  public void onWantCompactBlocks(Session from, WantCompactBlocks message) {
    if (affords(from, Kind.ANNOUNCEMENT)) {
      parts.blocks().onWantCompactBlocks(from, message);
    }
  }

  @Override
  public void onCompactBlock(Session from, CompactBlock message) {
    if (affords(from, Kind.ANNOUNCEMENT)) {
      parts.blocks().onCompactBlock(from, message);
    }
  }

  @Override
  public void onGetBlockTransactions(Session from, GetBlockTransactions message) {
    if (affords(from, Kind.REQUEST)) {
      parts.blocks().onGetBlockTransactions(from, message);
    }
  }

  @Override
  public void onBlockTransactions(Session from, BlockTransactions message) {
    parts.blocks().onBlockTransactions(from, message);
  }

  @Override
  public void onTransactionAnnouncement(Session from, TransactionAnnouncement message) {
    if (affords(from, Kind.ANNOUNCEMENT)) {
      parts.transactions().onTransactionAnnouncement(from, message);
    }
  }

  @Override
  public void onGetTransactions(Session from, GetTransactions message) {
    if (affords(from, Kind.REQUEST)) {
      parts.transactions().onGetTransactions(from, message);
    }
  }

  @Override
  public void onTransactions(Session from, Transactions message) {
    parts.transactions().onTransactions(from, message);
  }

  @Override
  public void onGetAddresses(Session from, GetAddresses message) {
    if (affords(from, Kind.REQUEST)) {
      parts.addresses().onGetAddresses(from, message);
    }
  }

  @Override
  public void onAddresses(Session from, Addresses message) {
    parts.addresses().onAddresses(from, message);
  }

  @Override
  public void onGetNetwork(Session from, GetNetwork message) {
    if (from.givesNetwork()) {
      from.send(new Network(network));
    } else {
      from.misbehaved(Misbehaviour.RATE_EXCEEDED, "GetNetwork twice on one link");
    }
  }

  @Override
  public void onNetwork(Session from, Network message) {
    from.misbehaved(Misbehaviour.UNREQUESTED, "nobody asked for " + message.parameters());
  }
}
