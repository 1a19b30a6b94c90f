package dev.cairn.node.api;

import dev.cairn.core.block.Block;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.storage.TransactionPlace;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Shows transactions, as seen from the tip at one moment. Reads the store, so it may block;
 * confined to one thread at a time.
 */
final class TransactionReader {

  private final NetworkParameters network;
  private final NodeStore store;
  private final long tipHeight;

  /** Neighbours in a list are often in one block: it is read once. */
  private Optional<Block> lastRead = Optional.empty();

  TransactionReader(Member member) {
    this.network = member.network();
    this.store = member.store();
    this.tipHeight = member.peer().tip().height().value();
  }

  /** A confirmed transaction; empty when its block is not stored any more. */
  Optional<View> view(TransactionPlace place) {
    return read(place.block()).map(block -> confirmed(block, place));
  }

  private Optional<Block> read(BlockHash hash) {
    if (lastRead.filter(block -> block.hash().equals(hash)).isEmpty()) {
      lastRead = store.block(hash);
    }
    return lastRead;
  }

  private View confirmed(Block block, TransactionPlace place) {
    View view =
        place.index() == 0
            ? coinbase(block.coinbase())
            : transaction(network, block.transactions().get(place.index() - 1));
    long confirmations = BlockReader.confirmations(tipHeight, place.height());
    return placed(
        view, Optional.of(place.block()), Optional.of(place.height().value()), confirmations);
  }

  /** A transaction that waits in the mempool. */
  static View pending(NetworkParameters network, Transaction transaction) {
    return placed(transaction(network, transaction), Optional.empty(), Optional.empty(), 0);
  }

  private static View placed(
      View view, Optional<BlockHash> block, Optional<Long> height, long confirmations) {
    return view.text("block", block)
        .number("height", height)
        .number("confirmations", confirmations);
  }

  private static View coinbase(Coinbase coinbase) {
    return new View()
        .text("id", coinbase.id())
        .text("type", "coinbase")
        .text("recipient", coinbase.recipient())
        .text("amount", coinbase.reward())
        .text("message", coinbase.message().toHex())
        .number("size", coinbase.size());
  }

  /** What a transaction says, without its place. */
  private static View transaction(NetworkParameters network, Transaction transaction) {
    View view =
        new View()
            .text("id", transaction.id())
            .text("type", type(network, transaction))
            .text("sender", transaction.sender());
    addPayload(view, network, transaction);
    return view.text("fee", transaction.fee())
        .text("sequence", transaction.sequence())
        .number("size", transaction.size());
  }

  private static String type(NetworkParameters network, Transaction transaction) {
    long type = transaction.payload().type();
    if (type == Transfer.TYPE) {
      return "transfer";
    }
    return type == DocumentRecord.TYPE
        ? "record"
        : network.application(type).map(listed -> listed.name()).orElse("unknown");
  }

  private static void addPayload(View view, NetworkParameters network, Transaction transaction) {
    Payload payload = transaction.payload();
    Optional<Transfer> transfer = found(payload, Transfer.TYPE, Transfer.decode(payload.bytes()));
    Optional<DocumentRecord> document =
        found(
            payload,
            DocumentRecord.TYPE,
            DocumentRecord.decode(payload.bytes(), network.recordBytes()));
    if (transfer.isPresent()) {
      view.text("recipient", transfer.get().recipient()).text("amount", transfer.get().amount());
    } else if (document.isPresent()) {
      view.text("sha256", document.get().digest())
          .number("form", document.get().form().code())
          .number("documentBytes", documentBytes(document.get()));
    } else {
      view.number("payloadType", payload.type()).text("payload", payload.bytes().toHex());
    }
  }

  private static <T> Optional<T> found(Payload payload, long type, Checked<T> decoded) {
    return payload.type() == type && decoded.isPassed()
        ? Optional.of(decoded.value())
        : Optional.empty();
  }

  private static Optional<Long> documentBytes(DocumentRecord document) {
    return document.form() == DocumentRecord.Form.DOCUMENT
        ? Optional.of((long) document.bytes().length())
        : Optional.empty();
  }

  /** Shows that a block has a transaction, to somebody who trusts its header. */
  Optional<View> proof(TransactionPlace place) {
    return read(place.block())
        .map(
            block -> {
              Height height = place.height();
              String bytes =
                  place.index() == 0
                      ? block.coinbase().encode().toHex()
                      : block.transactions().get(place.index() - 1).encode().toHex();
              return new View()
                  .text("transaction", bytes)
                  .text("block", place.block())
                  .number("height", height.value())
                  .number("index", place.index())
                  .text("header", HexFormat.of().formatHex(block.header().toArray()))
                  .texts("path", block.proof(place.index()).path());
            });
  }
}
