package dev.cairn.node.storage;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the chain wrote, as one view of the database has it. */
final class ChainReads {

  private final Database database;
  private final DatabaseView view;

  ChainReads(Database database) {
    this.database = database;
    this.view = database.view();
  }

  DatabaseView view() {
    return view;
  }

  Optional<TipRecord> tip() {
    return view.get(Family.META, Keys.TIP).map(bytes -> checked(TipRecord.decode(bytes), "tip"));
  }

  Optional<Long> heightOf(BlockHash hash) {
    return view.get(Family.HEADERS, Keys.heightOf(hash))
        .map(bytes -> Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
  }

  Optional<StoredHeader> header(BlockHash hash) {
    return heightOf(hash).map(height -> header(height, hash));
  }

  private StoredHeader header(long height, BlockHash hash) {
    byte[] bytes =
        view.get(Family.HEADERS, Keys.header(height, hash))
            .orElseThrow(() -> database.damaged("the header " + hash + " is missing"));
    StoredHeader header = header(bytes);
    require(header.chained().hash().equals(hash), "header " + hash);
    return header;
  }

  private StoredHeader header(byte[] bytes) {
    return checked(StoredHeader.decode(Bytes.of(bytes)), "header");
  }

  /** All headers from this height on, in the order of their heights. */
  List<StoredHeader> headersFrom(long height) {
    List<byte[]> found = new ArrayList<>();
    view.scan(
        Family.HEADERS, Keys.headersFrom(height), Keys.HEADERS, (key, value) -> found.add(value));
    List<StoredHeader> headers = new ArrayList<>(found.size());
    found.forEach(bytes -> headers.add(header(bytes)));
    return headers;
  }

  Optional<BlockHash> hashAt(long height) {
    return view.get(Family.HEADERS, Keys.active(height)).map(BlockHash::of);
  }

  Optional<Block> block(BlockHash hash) {
    return heightOf(hash).flatMap(height -> block(height, hash));
  }

  Optional<Block> block(long height, BlockHash hash) {
    Optional<Block> block =
        view.get(Family.BODIES, Keys.block(height, hash))
            .map(bytes -> checked(Block.decode(Bytes.of(bytes)), "block"));
    require(block.isEmpty() || block.get().hash().equals(hash), "block " + hash);
    return block;
  }

  Optional<StateChanges> undo(BlockHash hash) {
    return heightOf(hash)
        .flatMap(height -> view.get(Family.UNDO, Keys.block(height, hash)))
        .map(bytes -> checked(StateChanges.decode(Bytes.of(bytes)), "undo data"));
  }

  /** What is condemned, by number. */
  List<Condemned> condemned() {
    List<DatabaseView.Entry> found = new ArrayList<>();
    view.scan(
        Family.META,
        Keys.CONDEMNATIONS,
        Keys.CONDEMNATIONS,
        (key, value) -> found.add(new DatabaseView.Entry(key, value)));
    List<Condemned> condemned = new ArrayList<>(found.size());
    for (DatabaseView.Entry entry : found) {
      condemned.add(
          new Condemned(
              Keys.numberOf(entry.key()),
              checked(Condemnation.decode(Bytes.of(entry.value())), "condemnation")));
    }
    return condemned;
  }

  /** A condemnation with the number that keeps it in its order. */
  record Condemned(long number, Condemnation condemnation) {}

  <T> T checked(Checked<T> decoded, String what) {
    if (decoded.isPassed()) {
      return decoded.value();
    }
    throw database.damaged("a " + what + " is unreadable, " + decoded.rejection().orElseThrow());
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw database.damaged("the " + what + " is another one");
    }
  }
}
