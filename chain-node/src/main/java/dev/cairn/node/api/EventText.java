package dev.cairn.node.api;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.node.member.Member;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Events as text in the format of server-sent events (HTML standard, section 9.2). The id is the
 * last block that a client knows after the event; with it the client can go on later.
 */
final class EventText {

  /** A comment, so that both sides see that the connection is alive. */
  static final String HEARTBEAT = ":\n\n";

  private EventText() {}

  static String network(Member member, Tip tip, BlockHash known) {
    View view =
        new View()
            .text("network", member.network().name())
            .text("networkId", member.network().id())
            .number("height", tip.height().value())
            .text("bestBlock", tip.hash());
    return event("network", Optional.of(known), view);
  }

  static String block(ChainedHeader block) {
    View view =
        new View()
            .text("hash", block.hash())
            .number("height", block.height().value())
            .text("previous", block.header().previous())
            .number("time", block.time().seconds())
            .text("work", block.work());
    return event("block", Optional.of(block.hash()), view);
  }

  static String reorganisation(ChainStep.Back back) {
    BlockHash ancestor = back.commonAncestor().hash();
    View view =
        new View()
            .text("from", back.from())
            .text("to", back.to())
            .text("commonAncestor", ancestor)
            .number("commonHeight", back.commonAncestor().height().value())
            .number("disconnectedCount", back.disconnectedCount())
            .texts("disconnected", back.disconnected())
            .texts("connected", back.connected());
    return event("reorganisation", Optional.of(ancestor), view);
  }

  static String transaction(NetworkParameters network, Transaction transaction) {
    return event("transaction", Optional.empty(), TransactionReader.pending(network, transaction));
  }

  private static String event(String kind, Optional<BlockHash> id, View data) {
    String json = new String(data.toBytes(), StandardCharsets.UTF_8);
    return id.map(hash -> "id: " + hash + "\n").orElse("")
        + "event: "
        + kind
        + "\ndata: "
        + json
        + "\n\n";
  }
}
