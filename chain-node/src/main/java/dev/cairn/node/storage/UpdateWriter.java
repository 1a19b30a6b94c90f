package dev.cairn.node.storage;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateDigests;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.StateDigest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns one update of the chain into a batch. Used once, by one thread. */
final class UpdateWriter {

  private final ChainUpdate update;
  private final ChainReads before;
  private final Batch batch;
  private final IndexWriter index;
  private final Map<BlockHash, Long> heights = new HashMap<>();
  private final Map<BlockHash, Block> blocks = new HashMap<>();

  UpdateWriter(ChainUpdate update, ChainReads before, Batch batch) {
    this.update = update;
    this.before = before;
    this.batch = batch;
    this.index = new IndexWriter(batch);
  }

  void write() {
    update.headers().forEach(this::writeHeader);
    for (Block block : update.blocks()) {
      blocks.put(block.hash(), block);
      batch.put(
          Family.BODIES,
          Keys.block(heightOf(block.hash()), block.hash()),
          block.encode().toArray());
    }
    for (Map.Entry<BlockHash, StateChanges> undo : update.undo().entrySet()) {
      batch.put(
          Family.UNDO,
          Keys.block(heightOf(undo.getKey()), undo.getKey()),
          undo.getValue().encode().toArray());
    }
    update.removed().forEach(this::remove);
    for (BlockHash hash : update.undoRemoved()) {
      knownHeight(hash).ifPresent(height -> batch.delete(Family.UNDO, Keys.block(height, hash)));
    }
    update.tipChange().ifPresent(this::writeTip);
  }

  private void writeHeader(StoredHeader header) {
    BlockHash hash = header.chained().hash();
    long height = header.chained().height().value();
    heights.put(hash, height);
    batch.put(Family.HEADERS, Keys.header(height, hash), header.encode().toArray());
    batch.put(Family.HEADERS, Keys.heightOf(hash), number(height));
  }

  private void remove(BlockHash hash) {
    Optional<Long> known = knownHeight(hash);
    if (known.isPresent()) {
      long height = known.get();
      batch.delete(Family.HEADERS, Keys.header(height, hash));
      batch.delete(Family.HEADERS, Keys.heightOf(hash));
      batch.delete(Family.BODIES, Keys.block(height, hash));
      batch.delete(Family.UNDO, Keys.block(height, hash));
    }
  }

  private void writeTip(ChainUpdate.TipChange change) {
    Optional<TipRecord> old = before.tip();
    long carried = old.map(TipRecord::carried).orElse(0L);
    for (ChainedHeader header : change.disconnected()) {
      Optional<Block> block = body(header);
      block.ifPresent(body -> index.disconnect(body, header.height().value()));
      carried -= block.map(body -> body.transactions().size()).orElse(0);
      batch.delete(Family.HEADERS, Keys.active(header.height().value()));
    }
    for (ChainedHeader header : change.connected()) {
      Optional<Block> block = body(header);
      block.ifPresent(body -> index.connect(body, header.height().value()));
      carried += block.map(body -> body.transactions().size()).orElse(0);
      batch.put(Family.HEADERS, Keys.active(header.height().value()), header.hash().toArray());
    }
    StateDigest digest =
        StateDigests.after(old.map(TipRecord::digest).orElse(StateDigest.ZERO), change.changes());
    writeState(change.changes());
    batch.put(Family.META, Keys.TIP, new TipRecord(change.tip().hash(), digest, carried).encode());
  }

  private void writeState(StateChanges changes) {
    for (StateChange change : changes.changes()) {
      byte[] key = Keys.state(change.namespace(), change.key());
      if (change.after().isPresent()) {
        batch.put(Family.STATE, key, change.after().get().toArray());
      } else {
        batch.delete(Family.STATE, key);
      }
    }
  }

  /** The body of a block that joins or leaves; only the genesis has none. */
  private Optional<Block> body(ChainedHeader header) {
    if (header.height().isGenesis()) {
      return Optional.empty();
    }
    Block now = blocks.get(header.hash());
    Optional<Block> body =
        now == null ? before.block(header.height().value(), header.hash()) : Optional.of(now);
    if (body.isEmpty()) {
      throw new IllegalStateException("no body of block " + header.hash());
    }
    return body;
  }

  private long heightOf(BlockHash hash) {
    return knownHeight(hash)
        .orElseThrow(() -> new IllegalStateException("no header of block " + hash));
  }

  private Optional<Long> knownHeight(BlockHash hash) {
    Long here = heights.get(hash);
    return here == null ? before.heightOf(hash) : Optional.of(here);
  }

  private static byte[] number(long height) {
    return ByteBuffer.allocate(4).putInt((int) height).array();
  }
}
