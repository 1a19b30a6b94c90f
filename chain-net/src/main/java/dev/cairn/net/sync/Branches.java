package dev.cairn.net.sync;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The branches whose bodies are wanted: one for each chain with more work than the tip that some
 * peer follows, so that a peer that shows headers and keeps the bodies to itself holds up nobody
 * who follows another chain. Confined to the engine loop.
 */
final class Branches {

  private final Chain chain;
  private final List<Branch> branches = new ArrayList<>();

  Branches(Chain chain) {
    this.chain = chain;
  }

  List<Branch> all() {
    return branches;
  }

  /** The branch that goes through this header. */
  Optional<Branch> through(ChainedHeader header) {
    for (Branch branch : branches) {
      if (branch.positionOf(header) >= 0) {
        return Optional.of(branch);
      }
    }
    return Optional.empty();
  }

  /** The branch with the most work. */
  Optional<Branch> best() {
    Branch best = null;
    for (Branch branch : branches) {
      if (best == null || branch.last().work().isMoreThan(best.last().work())) {
        best = branch;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Sees to it that a branch goes through this header, if it has more work than the tip. */
  void add(ChainedHeader header) {
    if (!isBetterThanTip(header) || through(header).isPresent()) {
      return;
    }
    List<ChainedHeader> descending = new ArrayList<>();
    Optional<ChainedHeader> at = Optional.of(header);
    while (at.isPresent() && !chain.isComplete(at.get().hash())) {
      Optional<Branch> known = through(at.get());
      if (known.isPresent()) {
        join(known.get(), at.get(), descending);
        return;
      }
      descending.add(at.get());
      at = chain.header(at.get().header().previous());
    }
    Collections.reverse(descending);
    if (!descending.isEmpty()) { // else complete already: the chain will say why it is not the tip
      branches.add(new Branch(descending));
    }
  }

  private void join(Branch known, ChainedHeader parent, List<ChainedHeader> descending) {
    Collections.reverse(descending);
    if (known.last().equals(parent)) {
      known.append(descending);
      return;
    }
    List<ChainedHeader> headers = new ArrayList<>(known.upTo(known.positionOf(parent)));
    headers.addAll(descending);
    Branch fork = new Branch(headers);
    fork.advance(chain);
    branches.add(fork);
  }

  private boolean isBetterThanTip(ChainedHeader header) {
    return header.work().isMoreThan(tipWork());
  }

  private Work tipWork() {
    return chain.tip().header().work();
  }

  /** Moves all fronts, and drops what the tip has overtaken. */
  void advance() {
    branches.forEach(branch -> branch.advance(chain));
    branches.removeIf(branch -> !isBetterThanTip(branch.last()));
  }

  /**
   * Drops what the chain does not have any more, and branches but the best one on which there is no
   * peer.
   *
   * @param peers the best headers that peers have shown
   */
  void keep(Collection<ChainedHeader> peers) {
    branches.removeIf(branch -> !branch.keepKnown(chain));
    Optional<Branch> best = best();
    branches.removeIf(
        branch ->
            !best.equals(Optional.of(branch))
                && peers.stream().noneMatch(header -> branch.positionOf(header) >= 0));
  }

  /** Somebody else is to be asked for this one. */
  void giveBack(BlockHash hash, Height height) {
    branches.forEach(branch -> branch.giveBack(hash, height));
  }
}
