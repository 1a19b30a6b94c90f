package dev.cairn.core.validation;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The rules for bodies: stages 4 to 6 of docs/consensus.md, each cheaper than the next. Any thread
 * may use it; only {@link #apply} needs the state, so that the costly isolation stage can run
 * elsewhere.
 */
public final class BlockRules {

  private final NetworkParameters network;
  private final TransactionRules transactionRules;
  private final SignatureChecks signatures;
  private final PairHasher pairHasher;

  public BlockRules(
      NetworkParameters network, TransactionRules transactionRules, SignatureChecks signatures) {
    this(network, transactionRules, signatures, new DigestPairHasher());
  }

  /** The same with another way to hash Merkle trees. */
  public BlockRules(
      NetworkParameters network,
      TransactionRules transactionRules,
      SignatureChecks signatures,
      PairHasher pairHasher) {
    this.network = network;
    this.transactionRules = transactionRules;
    this.signatures = signatures;
    this.pairHasher = pairHasher;
  }

  /** What stage 4 found of one block. Only {@link #checkInIsolation} makes it; it never changes. */
  public static final class Isolation {
    private final BlockRules by;
    private final Block block;
    private final Optional<Rejection> rejection;
    private final Rule.Blame blame;

    private Isolation(BlockRules by, Block block, Optional<Rejection> rejection, Rule.Blame blame) {
      this.by = by;
      this.block = block;
      this.rejection = rejection;
      this.blame = blame;
    }

    /** The block that was judged. */
    public Block block() {
      return block;
    }

    public boolean isPassed() {
      return rejection.isEmpty();
    }

    /** Why the body was refused, if it was. */
    public Optional<Rejection> rejection() {
      return rejection;
    }

    /** Whom a refusal tells against: only the sender, when the body is not the header's. */
    public Rule.Blame blame() {
      return blame;
    }

    /** Whether it was these rules that judged, and not another network's. */
    public boolean isBy(BlockRules rules) {
      return by.equals(rules);
    }
  }

  /**
   * Stage 4: what a body shows by itself (section 8.1).
   *
   * @throws ApplicationFault when an application failed
   */
  public Isolation checkInIsolation(Block block) {
    Optional<Rejection> notOfHeader = checkOwnership(block);
    if (notOfHeader.isPresent()) {
      return new Isolation(this, block, notOfHeader, Rule.Blame.SENDER);
    }
    Optional<Rejection> refusal =
        checkWhole(block).or(() -> checkTransactions(block.transactions()));
    return new Isolation(this, block, refusal, Rule.Blame.HEADER);
  }

  /** Whether the body is the one that the header commits to. */
  private Optional<Rejection> checkOwnership(Block block) {
    MerkleTree.Result tree = MerkleTree.of(block.transactionIds(), pairHasher);
    if (tree.mutated()) {
      return refuse(Rule.MERKLE_TREE_MUTATED, "a pair of equal nodes", "no equal nodes in a pair");
    }
    if (!tree.root().equals(block.header().merkleRoot())) {
      return refuse(Rule.MERKLE_ROOT_MISMATCH, tree.root(), block.header().merkleRoot());
    }
    return Optional.empty();
  }

  private Optional<Rejection> checkWhole(Block block) {
    if (block.size() > network.blockBytes()) {
      return refuse(
          Rule.BLOCK_TOO_LARGE,
          block.size() + " bytes",
          "at most " + network.blockBytes() + " bytes");
    }
    if (!block.coinbase().stateRoot().isZero()) {
      return refuse(Rule.STATE_ROOT_NOT_ZERO, block.coinbase().stateRoot(), "32 zero bytes");
    }
    return Optional.empty();
  }

  /**
   * Checks what is cheap up to the first fault, then the signatures of those before it: the fault
   * at the lowest position is the one that counts.
   */
  private Optional<Rejection> checkTransactions(List<Transaction> transactions) {
    Optional<Rejection> refusal = Optional.empty();
    @Nullable ApplicationFault fault = null;
    List<SignatureChecks.Job> jobs = new ArrayList<>(transactions.size());
    for (int i = 0; i < transactions.size() && refusal.isEmpty() && fault == null; i++) {
      Transaction transaction = transactions.get(i);
      try {
        refusal = at(i, transactionRules.checkPayload(transaction));
        jobs.add(transactionRules.signatureJob(transaction));
      } catch (ApplicationFault thrown) {
        fault = thrown;
      }
    }
    int checked = refusal.isPresent() ? jobs.size() - 1 : jobs.size();
    OptionalInt invalid = signatures.lowestInvalid(jobs.subList(0, checked));
    if (invalid.isPresent()) {
      int lowest = invalid.getAsInt();
      return at(lowest, Optional.of(TransactionRules.invalidSignature(transactions.get(lowest))));
    }
    if (fault != null) {
      throw fault;
    }
    return refusal;
  }

  /** Stage 5: what a body must be at its height (section 8.2). */
  public Optional<Rejection> checkInContext(Isolation isolation, Height height) {
    if (!isolation.isPassed()) {
      throw new IllegalArgumentException("refused in isolation: " + isolation.rejection());
    }
    long got = isolation.block().coinbase().height();
    return got == height.value()
        ? Optional.empty()
        : refuse(Rule.COINBASE_HEIGHT_MISMATCH, got, height);
  }

  /**
   * Stage 6: makes the block's effect on the state after its parent (section 8.3). After a refusal
   * what was written must be thrown away with the overlay.
   *
   * @param block one that passed the other stages, now or long ago
   * @throws ApplicationFault when an application failed
   */
  public Optional<Rejection> apply(Block block, Height height, StateOverlay state) {
    List<Transaction> transactions = block.transactions();
    Amount fees = Amount.ZERO;
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      Optional<Rejection> refusal =
          at(i, transactionRules.apply(transaction, state, height, block.header().time()));
      if (refusal.isPresent()) {
        return refusal;
      }
      fees = fees.plus(transaction.fee());
    }
    Amount reward = network.subsidyAt(height).plus(fees);
    if (!block.coinbase().reward().equals(reward)) {
      return refuse(Rule.REWARD_MISMATCH, block.coinbase().reward(), reward);
    }
    new Accounts(state).reward(block.coinbase().recipient(), reward);
    return Optional.empty();
  }

  /** Names the position, 1 for the first after the coinbase. */
  private static Optional<Rejection> at(int index, Optional<Rejection> refusal) {
    return refusal.map(why -> why.in("transaction " + (index + 1)));
  }

  private static Optional<Rejection> refuse(Rule rule, Object got, Object expected) {
    return Optional.of(Rejection.of(rule, got, expected));
  }
}
