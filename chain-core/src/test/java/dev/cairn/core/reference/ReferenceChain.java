package dev.cairn.core.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Judges blocks as docs/consensus.md says, naively: it keeps everything for ever and chooses the
 * tip among all blocks anew after each. Parts of the page are in the other classes of this package;
 * the order of the stages and the choice of the chain are here.
 */
final class ReferenceChain {

  static final String ACCEPTED = "ACCEPTED";
  static final String MISSING_PARENT = "DEFERRED_MISSING_PARENT";
  static final String TOO_EARLY = "DEFERRED_TOO_EARLY";
  static final String PARENT_INVALID = "PARENT_INVALID";

  private static final long HEIGHT_MAX = 0xffffffffL;

  private final ReferenceParameters parameters;
  private final Map<String, ReferenceEntry> entries = new LinkedHashMap<>();

  /** From the hash of a condemned header to the reason, PARENT_INVALID for descendants. */
  private final Map<String, String> condemned = new LinkedHashMap<>();

  /**
   * Those whose bodies were found right in stages 4 and 5, in the order in which the bodies came.
   */
  private final List<ReferenceEntry> withBodies = new ArrayList<>();

  private ReferenceEntry tip;
  private long completions = 1;

  ReferenceChain(ReferenceParameters parameters) {
    this.parameters = parameters;
    tip = ReferenceEntry.genesis(parameters);
    entries.put(tip.hash, tip);
  }

  /**
   * Judges a block, given the local clock in Unix seconds: ACCEPTED, one of the two DEFERRED, or
   * the reason of the first broken rule. A block that fails stage 6 only later, when it comes to
   * lie on the way to a better tip, is ACCEPTED here. What is deferred is forgotten.
   */
  String submit(byte[] blockBytes, long now) {
    ReferenceBlock block;
    try {
      block = ReferenceBlock.decode(blockBytes);
    } catch (ReferenceRefusal refusal) {
      return refusal.reason();
    }
    String hash = block.hash();
    String earlier = condemned.get(hash);
    if (earlier != null) {
      return earlier;
    }
    ReferenceEntry known = entries.get(hash);
    if (known == null) {
      String verdict = judgeHeader(block, now);
      if (!verdict.equals(ACCEPTED)) {
        return verdict;
      }
      known = ReferenceEntry.child(find(block.previous).orElseThrow(), block);
      entries.put(hash, known);
    }
    return known.hasBody() ? ACCEPTED : judgeBody(known, block);
  }

  /** In stored order. */
  String tipHashHex() {
    return tip.hash;
  }

  long height() {
    return tip.height;
  }

  String stateDigestHex() {
    return tip.state().orElseThrow().digestHex();
  }

  long balance(String keyHex) {
    return tip.state().orElseThrow().balance(keyHex);
  }

  long sequence(String keyHex) {
    return tip.state().orElseThrow().sequence(keyHex);
  }

  /**
   * UNKNOWN, HEADER (without a body), WAITING (for a body below), COMPLETE, or why it is condemned.
   */
  String status(String hashHex) {
    if (condemned.containsKey(hashHex)) {
      return condemned.getOrDefault(hashHex, "");
    }
    return find(hashHex)
        .map(entry -> entry.isComplete() ? "COMPLETE" : entry.hasBody() ? "WAITING" : "HEADER")
        .orElse("UNKNOWN");
  }

  boolean isCondemned(String hashHex) {
    return condemned.containsKey(hashHex);
  }

  ReferenceParameters parameters() {
    return parameters;
  }

  ReferenceEntry tip() {
    return tip;
  }

  /** The entry of a header that is known, condemned or not. */
  Optional<ReferenceEntry> find(String hashHex) {
    return Optional.ofNullable(entries.get(hashHex));
  }

  /** Stages 2 and 3. */
  private String judgeHeader(ReferenceBlock block, long now) {
    try {
      checkHeaderInIsolation(block);
    } catch (ReferenceRefusal refusal) {
      // Not remembered: it costs nothing to make such headers, and they are judged again just so.
      return refusal.reason();
    }
    try {
      if (condemned.containsKey(block.previous)) {
        throw new ReferenceRefusal(PARENT_INVALID);
      }
      ReferenceEntry parent = entries.get(block.previous);
      if (parent == null) {
        return MISSING_PARENT;
      }
      ReferenceRefusal.when(parent.height + 1 > HEIGHT_MAX, "HEIGHT_OUT_OF_RANGE");
      ReferenceRefusal.when(block.time < parent.time, "TIME_BEFORE_PARENT");
      ReferenceRefusal.when(block.bits != parent.bitsOfChild(block.time), "BITS_MISMATCH");
    } catch (ReferenceRefusal refusal) {
      condemned.put(block.hash(), refusal.reason());
      return refusal.reason();
    }
    return block.time > now + parameters.maxFuture ? TOO_EARLY : ACCEPTED;
  }

  private void checkHeaderInIsolation(ReferenceBlock block) {
    ReferenceRefusal.when((block.version & 0xE0001FFFL) != 0x20000000L, "HEADER_VERSION_INVALID");
    var target = ReferenceDifficulty.target(block.bits);
    var limit = ReferenceDifficulty.target(parameters.limitBits);
    ReferenceRefusal.when(target.compareTo(limit) > 0, "TARGET_ABOVE_LIMIT");
    byte[] hash = ReferenceHash.hash256(block.header());
    ReferenceRefusal.when(!ReferenceDifficulty.isMet(hash, target), "WORK_BELOW_TARGET");
  }

  /** Stages 4 to 6 for the first right body of a header. */
  private String judgeBody(ReferenceEntry entry, ReferenceBlock block) {
    List<byte[]> ids = block.ids();
    if (ReferenceMerkle.isMutated(ids)) {
      return "MERKLE_TREE_MUTATED";
    }
    if (!Arrays.equals(ReferenceMerkle.root(ids), block.merkleRoot)) {
      return "MERKLE_ROOT_MISMATCH";
    }
    try {
      ReferenceRefusal.when(block.bytes.length > parameters.blockBytes, "BLOCK_TOO_LARGE");
      ReferenceRefusal.when(
          !Arrays.equals(block.coinbase.stateRoot, new byte[32]), "STATE_ROOT_NOT_ZERO");
      for (ReferenceTransaction transaction : block.transactions) {
        transaction.checkInIsolation(parameters);
      }
      ReferenceRefusal.when(block.coinbase.height != entry.height, "COINBASE_HEIGHT_MISMATCH");
    } catch (ReferenceRefusal refusal) {
      condemn(entry, refusal.reason());
      return refusal.reason();
    }
    entry.setBody(block);
    withBodies.add(entry);
    completeFrom(entry);
    chooseTip();
    return condemned.getOrDefault(entry.hash, ACCEPTED);
  }

  /**
   * Numbers what the body of an entry made complete: parents first, siblings as their bodies came.
   */
  private void completeFrom(ReferenceEntry first) {
    if (!first.parent.orElseThrow().isComplete()) {
      return;
    }
    Queue<ReferenceEntry> ready = new ArrayDeque<>();
    ready.add(first);
    while (!ready.isEmpty()) {
      ReferenceEntry entry = ready.remove();
      entry.setCompleted(completions++);
      withBodies.stream().filter(child -> child.parent.orElseThrow() == entry).forEach(ready::add);
    }
  }

  /** Section 10.1: the best complete block on whose way nothing fails. */
  private void chooseTip() {
    while (true) {
      ReferenceEntry best = best();
      Optional<ReferenceEntry> failing =
          best.path().stream().filter(entry -> !entry.applyRefusal().isEmpty()).findFirst();
      if (failing.isEmpty()) {
        tip = best;
        return;
      }
      condemn(failing.get(), failing.get().applyRefusal());
    }
  }

  private ReferenceEntry best() {
    ReferenceEntry best = tip;
    for (ReferenceEntry entry : entries.values()) {
      if (entry.isComplete() && !condemned.containsKey(entry.hash)) {
        int more = entry.work.compareTo(best.work);
        if (more > 0 || (more == 0 && entry.completed() < best.completed())) {
          best = entry;
        }
      }
    }
    return best;
  }

  private void condemn(ReferenceEntry root, String reason) {
    for (ReferenceEntry entry : new ArrayList<>(entries.values())) {
      if (entry.isOrDescendsFrom(root)) {
        condemned.putIfAbsent(entry.hash, entry == root ? reason : PARENT_INVALID);
      }
    }
  }
}
