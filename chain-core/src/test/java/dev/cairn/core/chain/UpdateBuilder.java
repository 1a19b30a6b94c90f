package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts an update together from parts, by nothing but the public constructor. */
final class UpdateBuilder {

  private final List<StoredHeader> headers = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<BlockHash, StateChanges> undo = new LinkedHashMap<>();
  private final List<BlockHash> removed = new ArrayList<>();
  private final List<BlockHash> undoRemoved = new ArrayList<>();
  private final List<Condemnation> condemned = new ArrayList<>();
  private final List<BlockHash> pardoned = new ArrayList<>();
  private Optional<ChainUpdate.TipChange> tipChange = Optional.empty();

  UpdateBuilder header(StoredHeader header) {
    headers.add(header);
    return this;
  }

  UpdateBuilder block(Block block) {
    blocks.add(block);
    return this;
  }

  /** Header and body. */
  UpdateBuilder whole(StoredBlock block, long number) {
    return header(block.header(number)).block(block.block());
  }

  UpdateBuilder undo(BlockHash hash, StateChanges changes) {
    undo.put(hash, changes);
    return this;
  }

  UpdateBuilder removed(BlockHash hash) {
    removed.add(hash);
    return this;
  }

  UpdateBuilder undoRemoved(BlockHash hash) {
    undoRemoved.add(hash);
    return this;
  }

  UpdateBuilder condemned(Condemnation condemnation) {
    condemned.add(condemnation);
    return this;
  }

  UpdateBuilder pardoned(BlockHash hash) {
    pardoned.add(hash);
    return this;
  }

  /** The chain moves on by one block. */
  UpdateBuilder tip(ChainedHeader connected, StateChanges changes) {
    return tip(List.of(), List.of(connected), changes);
  }

  UpdateBuilder tip(
      List<ChainedHeader> disconnected, List<ChainedHeader> connected, StateChanges changes) {
    tipChange = Optional.of(new ChainUpdate.TipChange(disconnected, connected, changes));
    return this;
  }

  ChainUpdate build() {
    return new ChainUpdate(
        List.copyOf(headers),
        List.copyOf(blocks),
        new LinkedHashMap<>(undo),
        List.copyOf(removed),
        List.copyOf(undoRemoved),
        List.copyOf(condemned),
        List.copyOf(pardoned),
        tipChange);
  }
}
