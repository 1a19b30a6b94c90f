package dev.cairn.core;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block in the making: right as it begins, one second after its parent. A test changes what it
 * likes; {@link #seal} then fixes the Merkle root and the proof of work, so that nothing else is
 * wrong.
 */
public final class TestBlock {

  public final NetworkParameters network;
  public final ChainedHeader parent;
  public final List<Transaction> transactions = new ArrayList<>();

  public int version = BlockHeader.VERSION;
  public Timestamp time;
  public long height;
  public PublicKey recipient = TestKeys.SECOND.publicKey();
  public Bytes extraNonce = Bytes.of(new byte[Coinbase.EXTRA_NONCE_BYTES]);
  public Sha256Digest stateRoot = Sha256Digest.ZERO;
  public Bytes message = Bytes.EMPTY;

  /** What is right, unless a test sets it. */
  public Optional<CompactBits> bits = Optional.empty();

  public Optional<Amount> reward = Optional.empty();
  public Optional<MerkleRoot> merkleRoot = Optional.empty();

  /** Whether the last transaction comes twice; of an even number, the root stays what it is. */
  public boolean repeatsItsLast;

  /** Whether the hash is above the target. */
  public boolean worksTooLittle;

  private TestBlock(NetworkParameters network, ChainedHeader parent) {
    this.network = network;
    this.parent = parent;
    time = parent.time().plusSeconds(1);
    height = parent.height().value() + 1;
  }

  public static TestBlock onTip(Chain chain) {
    return new TestBlock(chain.network(), chain.tip().header());
  }

  public static TestBlock onGenesis(NetworkParameters network) {
    return new TestBlock(network, ChainedHeader.genesis(network));
  }

  /** The same transaction with one bit of its signature changed. */
  public static Transaction withBrokenSignature(Transaction transaction) {
    byte[] bytes = transaction.encode().toArray();
    bytes[bytes.length - 60] ^= 1;
    return Transaction.decode(Bytes.of(bytes)).value();
  }

  public TestBlock with(Transaction... more) {
    transactions.addAll(List.of(more));
    return this;
  }

  /** The right reward. */
  public Amount dueReward() {
    Amount due = network.subsidyAt(new Height(height));
    for (Transaction transaction : transactions) {
      due = due.tryPlus(transaction.fee()).orElse(Amount.MAX);
    }
    return due;
  }

  public Coinbase coinbase() {
    return new Coinbase(
        height, extraNonce, recipient, reward.orElseGet(this::dueReward), stateRoot, message);
  }

  public Block seal() {
    List<Transaction> body = new ArrayList<>(transactions);
    if (repeatsItsLast) {
      body.add(body.get(body.size() - 1));
    }
    BlockHeader rootless = header(MerkleRoot.ZERO);
    MerkleRoot root = MerkleTree.of(new Block(rootless, coinbase(), body).transactionIds()).root();
    return new Block(worked(header(merkleRoot.orElse(root))), coinbase(), body);
  }

  private BlockHeader header(MerkleRoot root) {
    CompactBits carried =
        bits.orElseGet(() -> new HeaderRules(network).bitsAfter(parent, time.max(parent.time())));
    return new BlockHeader(version, parent.hash(), root, time, carried, 0);
  }

  /** The header with the first nonce that makes its work right, or wrong when that is wanted. */
  private BlockHeader worked(BlockHeader header) {
    Checked<Target> target = header.bits().toTarget();
    BlockHeader attempt = header;
    while (target.isPassed() && target.value().isMetBy(attempt.hash()) == worksTooLittle) {
      attempt = attempt.withNonce(attempt.nonce() + 1);
    }
    return attempt;
  }
}
