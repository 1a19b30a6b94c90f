package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A header in its place, with its body once that came: what follows from a header and its
 * ancestors. Whether it is condemned is for {@link ReferenceChain} to know.
 */
final class ReferenceEntry {

  final ReferenceParameters parameters;
  final Optional<ReferenceEntry> parent;
  final String hash;
  final long height;
  final long time;

  /** nominal(height), from which the bits of this header were derived. */
  final long nominal;

  /** Cumulative, this header's own work included. */
  final BigInteger work;

  private Optional<ReferenceBlock> body = Optional.empty();

  /** The counter of section 10.1; negative while the block is not complete. */
  private long completed = -1;

  private Optional<ReferenceState> state = Optional.empty();
  private String applyRefusal = "";

  private ReferenceEntry(
      ReferenceParameters parameters,
      Optional<ReferenceEntry> parent,
      String hash,
      long height,
      long time,
      long nominal,
      BigInteger work) {
    this.parameters = parameters;
    this.parent = parent;
    this.hash = hash;
    this.height = height;
    this.time = time;
    this.nominal = nominal;
    this.work = work;
  }

  static ReferenceEntry genesis(ReferenceParameters parameters) {
    ReferenceEntry genesis =
        new ReferenceEntry(
            parameters,
            Optional.empty(),
            ReferenceHash.hex(parameters.networkId()),
            0,
            parameters.genesisTime,
            parameters.genesisBits,
            BigInteger.ZERO);
    genesis.state = Optional.of(ReferenceState.genesis(parameters));
    genesis.completed = 0;
    return genesis;
  }

  /** The entry of a header whose bits can be decoded, on its parent. */
  static ReferenceEntry child(ReferenceEntry parent, ReferenceBlock block) {
    return new ReferenceEntry(
        parent.parameters,
        Optional.of(parent),
        block.hash(),
        parent.height + 1,
        block.time,
        parent.nominalOfChild(),
        parent.work.add(ReferenceDifficulty.work(block.bits)));
  }

  /** nominal(height + 1). */
  long nominalOfChild() {
    if (parent.isEmpty()) {
      return parameters.genesisBits;
    }
    return ReferenceDifficulty.nextNominal(parameters, nominal, time - parent.get().time);
  }

  /** The bits that a child with this time must have; the time is not before this header's. */
  long bitsOfChild(long childTime) {
    return ReferenceDifficulty.bits(parameters, nominalOfChild(), childTime - time);
  }

  boolean hasBody() {
    return body.isPresent() || parent.isEmpty();
  }

  void setBody(ReferenceBlock block) {
    body = Optional.of(block);
  }

  boolean isComplete() {
    return completed >= 0;
  }

  long completed() {
    return completed;
  }

  void setCompleted(long number) {
    completed = number;
  }

  boolean isOrDescendsFrom(ReferenceEntry other) {
    return this == other || (parent.isPresent() && parent.get().isOrDescendsFrom(other));
  }

  /** All entries from the genesis to this one. */
  List<ReferenceEntry> path() {
    List<ReferenceEntry> path = new ArrayList<>();
    for (Optional<ReferenceEntry> at = Optional.of(this); at.isPresent(); at = at.get().parent) {
      path.add(0, at.get());
    }
    return path;
  }

  /**
   * The state after this block, from applying all blocks since the genesis; empty when one fails.
   */
  Optional<ReferenceState> state() {
    if (state.isEmpty() && applyRefusal.isEmpty()) {
      apply();
    }
    return state;
  }

  /** Why stage 6 refuses this block; empty when it does not or when an ancestor is refused. */
  String applyRefusal() {
    state();
    return applyRefusal;
  }

  private void apply() {
    Optional<ReferenceState> before = parent.orElseThrow().state();
    if (before.isEmpty() || body.isEmpty()) {
      return;
    }
    try {
      state = Optional.of(before.get().apply(parameters, body.get(), height));
    } catch (ReferenceRefusal refusal) {
      applyRefusal = refusal.reason();
    }
  }
}
