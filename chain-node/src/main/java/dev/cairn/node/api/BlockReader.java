package dev.cairn.node.api;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.NodeStore;
import java.util.List;
import java.util.Optional;

/** Shows blocks, as seen from the tip at one moment. Reads the store, so it may block. */
final class BlockReader {

  private final NodeStore store;
  private final long tipHeight;

  BlockReader(Member member) {
    this.store = member.store();
    this.tipHeight = member.peer().tip().height().value();
  }

  long tipHeight() {
    return tipHeight;
  }

  Optional<BlockHash> hashAt(Height height) {
    return store.hashAt(height);
  }

  /** A block whose body is stored, or the genesis, which has none. */
  Optional<View> view(BlockHash hash) {
    Optional<StoredHeader> header = store.header(hash);
    Optional<Block> body = store.block(hash);
    return header
        .filter(stored -> body.isPresent() || stored.chained().height().isGenesis())
        .map(stored -> view(stored, body));
  }

  private View view(StoredHeader stored, Optional<Block> body) {
    BlockHeader header = stored.chained().header();
    Height height = stored.chained().height();
    boolean isActive = store.hashAt(height).equals(Optional.of(header.hash()));
    return new View()
        .text("hash", header.hash())
        .number("height", height.value())
        .text("previous", header.previous())
        .text("merkleRoot", header.merkleRoot())
        .number("time", header.time().seconds())
        .text("bits", header.bits())
        .number("nonce", Integer.toUnsignedLong(header.nonce()))
        .number("version", Integer.toUnsignedLong(header.version()))
        .text("work", stored.chained().work())
        .number("bytes", body.map(Block::size).orElse(BlockHeader.BYTES))
        .texts("transactions", body.map(Block::transactionIds).orElse(List.of()))
        .number("confirmations", isActive ? confirmations(tipHeight, height) : 0);
  }

  /** How deep an active block is: 1 for the tip. */
  static long confirmations(long tipHeight, Height height) {
    return Math.max(1, tipHeight - height.value() + 1);
  }
}
