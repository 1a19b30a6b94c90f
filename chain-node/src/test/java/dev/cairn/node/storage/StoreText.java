package dev.cairn.node.storage;

import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import java.util.Optional;

/** All that a store answers, as one text: two stores that give the same text are the same. */
final class StoreText {

  private StoreText() {}

  static String of(NodeStore store, ChainMaker maker) {
    StringBuilder text = new StringBuilder();
    StateView state = store.state();
    text.append(store.tip()).append('\n').append(state.digest()).append('\n');
    Optional<StateReader.Entry> entry = state.ceiling(ChainMaker.COUNTED, Bytes.EMPTY);
    while (entry.isPresent()) {
      text.append(entry.get()).append('\n');
      text.append(state.get(ChainMaker.COUNTED, entry.get().key())).append('\n');
      entry = state.higher(ChainMaker.COUNTED, entry.get().key());
    }
    for (StoredHeader header : store.headersFrom(Height.GENESIS)) {
      text.append(header).append(header.chained().hash()).append('\n');
      text.append(store.header(header.chained().hash())).append('\n');
      text.append(store.hashAt(header.chained().height())).append('\n');
      text.append(store.undo(header.chained().hash())).append('\n');
      var block = store.block(header.chained().hash());
      text.append(block.map(body -> body.encode().toHex())).append('\n');
      block.ifPresent(
          body -> {
            for (TransactionId id : body.transactionIds()) {
              text.append(store.transaction(id)).append('\n');
            }
          });
    }
    for (PublicKey account : maker.accounts()) {
      text.append(store.transactionsOf(account, Optional.empty(), 1000)).append('\n');
    }
    for (Sha256Digest document : maker.documents()) {
      text.append(store.record(document)).append('\n');
    }
    text.append(store.condemned()).append(store.kept()).append(store.hasCarriedTransaction());
    return text.toString();
  }
}
