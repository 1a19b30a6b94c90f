package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes blocks for tests on any block that it made before, on as many branches as wanted, without a
 * chain: it keeps the state after each of its blocks. Blocks are valid unless something else was
 * asked for, cost about two hashes each, and differ from one another in their extra nonce. The same
 * calls give the same blocks.
 */
public final class ChainFixture {

  /** How many keys have an initial balance. */
  public static final int KEYS = 8;

  /** The initial balance of each key. */
  public static final long BALANCE = 1_000_000_000L;

  private static final Timestamp GENESIS_TIME = new Timestamp(1_767_225_600L);

  /** A local clock for which no block of a fixture is too early. */
  public static final Timestamp LATER = GENESIS_TIME.plusSeconds(1 << 30);

  private static final KeyPair[] KEY_PAIRS = keyPairs();

  private final NetworkParameters network;
  private final Applications applications;
  private final HeaderRules headerRules;
  private final TransactionRules transactionRules;
  private final BlockRules blockRules;
  private final Map<BlockHash, Tip> tips = new LinkedHashMap<>();
  private long extraNonces;

  /** Blocks for {@link #network()} with transfers and records. */
  public ChainFixture() {
    this(network().build(), Applications.standard());
  }

  /** Blocks for this network; its bits should be easy. */
  public ChainFixture(NetworkParameters network, Applications applications) {
    this.network = network;
    this.applications = applications;
    SignatureChecks signatures = SignatureChecks.onCallersThread(new SignatureCache(1 << 14, 0));
    headerRules = new HeaderRules(network);
    transactionRules = new TransactionRules(network, applications, signatures);
    blockRules = new BlockRules(network, transactionRules, signatures);
    StateMap initial = StateMap.EMPTY.with(StateMap.genesisChanges(network));
    tips.put(network.genesis().hash(), new Tip(ChainedHeader.genesis(network), initial));
  }

  /** Like the dev network, with an initial balance for each of the first {@link #KEYS} keys. */
  public static NetworkParameters.Builder network() {
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(
                "test", Bytes.of(new byte[NetworkParameters.SALT_BYTES]), GENESIS_TIME)
            .bits(new CompactBits(0x207fffff))
            .difficulty(1, 0, 300);
    for (int i = 0; i < KEYS; i++) {
      builder.balance(key(i), new Amount(BALANCE));
    }
    return builder;
  }

  /** The same with a difficulty that follows the times of the blocks, 10 s apart at best. */
  public static NetworkParameters.Builder networkWithDifficulty() {
    return network().difficulty(10, 80, 40);
  }

  /** One of the keys, from 0; those from {@link #KEYS} on own nothing. */
  public static KeyPair keyPair(int number) {
    return number < KEYS ? KEY_PAIRS[number] : derive(number);
  }

  /** The public half of {@link #keyPair}. */
  public static PublicKey key(int number) {
    return keyPair(number).publicKey();
  }

  private static KeyPair[] keyPairs() {
    KeyPair[] pairs = new KeyPair[KEYS];
    for (int i = 0; i < KEYS; i++) {
      pairs[i] = derive(i);
    }
    return pairs;
  }

  private static KeyPair derive(int number) {
    String text = "cairn/test/key/" + number;
    return KeyPair.fromSeed(Sha256.hash(text.getBytes(StandardCharsets.US_ASCII)));
  }

  public NetworkParameters parameters() {
    return network;
  }

  public Applications applications() {
    return applications;
  }

  /** The rules for bodies, with signatures on the caller's thread. */
  public BlockRules blockRules() {
    return blockRules;
  }

  /** The genesis' hash, to build on. */
  public BlockHash genesis() {
    return network.genesis().hash();
  }

  /** A block of this fixture in its place, with the state after it. */
  public Tip at(BlockHash hash) {
    Tip tip = tips.get(hash);
    if (tip == null) {
      throw new IllegalArgumentException("not a block of this fixture: " + hash);
    }
    return tip;
  }

  /** A new chain on the heap, with nothing but the genesis. */
  public Chain chain() {
    return chain(new InMemoryChainStore(), ChainLimits.DEFAULT);
  }

  /** A chain on this store. */
  public Chain chain(ChainStore store, ChainLimits limits) {
    SignatureChecks signatures = SignatureChecks.onCallersThread(new SignatureCache(1 << 12, 0));
    return Chain.open(network, applications, store, signatures, limits);
  }

  /** Submits blocks in this order, at {@link #LATER}; gives the verdict on the last one. */
  public static Verdict submit(Chain chain, Block... blocks) {
    return submit(chain, List.of(blocks));
  }

  /** As {@link #submit(Chain, Block...)}. */
  public static Verdict submit(Chain chain, List<Block> blocks) {
    Verdict last = Verdict.accepted(Verdict.Placement.KNOWN);
    for (Block block : blocks) {
      last = chain.submitBlock(block, LATER);
    }
    return last;
  }

  /** A transfer between two keys with this sequence and fee. */
  public Transaction transfer(int from, int to, long amount, long sequence, long fee) {
    return Transaction.sign(
        keyPair(from),
        network.id(),
        sequence,
        new Amount(fee),
        new Transfer(key(to), new Amount(amount)).payload());
  }

  /** A transfer with the fee 1 that can come next after this block. */
  public Transaction transfer(BlockHash after, int from, int to, long amount) {
    return transfer(from, to, amount, at(after).account(key(from)).sequence(), 1);
  }

  /** An empty block. */
  public Block mine(BlockHash parent) {
    return on(parent).mine();
  }

  /** So many empty blocks, each on the one before. */
  public List<Block> mineBranch(BlockHash parent, int length) {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = parent;
    for (int i = 0; i < length; i++) {
      Block block = mine(tip);
      blocks.add(block);
      tip = block.hash();
    }
    return blocks;
  }

  /** Begins a block on one that this fixture made, or on the genesis. */
  public DraftBlock on(BlockHash parent) {
    return new DraftBlock(this, at(parent));
  }

  /** The header with the first nonce that meets its target. */
  public static BlockHeader mined(BlockHeader header) {
    BlockHeader attempt = header.withNonce(0);
    while (!attempt.bits().target().isMetBy(attempt.hash())) {
      attempt = attempt.withNonce(attempt.nonce() + 1);
    }
    return attempt;
  }

  /** The rules for headers. */
  HeaderRules headerRules() {
    return headerRules;
  }

  /** The rules for single transactions. */
  TransactionRules transactionRules() {
    return transactionRules;
  }

  /** 16 bytes that no other block of this fixture has. */
  Bytes nextExtraNonce() {
    return new ByteWriter().u64(extraNonces++).u64(0).toBytes();
  }

  /** Takes a block with the state after it, to build on. */
  void remember(Tip block) {
    tips.put(block.hash(), block);
  }

  /** A header without a body: a child of this parent with a Merkle root that has no meaning. */
  public BlockHeader bareHeader(ChainedHeader parent, long number) {
    Timestamp time = parent.time().plusSeconds(1);
    byte[] root = Sha256.hash(new ByteWriter().u64(number).toArray());
    return mined(
        new BlockHeader(
            BlockHeader.VERSION,
            parent.hash(),
            MerkleRoot.of(root),
            time,
            headerRules.bitsAfter(parent, time),
            0));
  }

  /** What a block at this height creates. */
  public long subsidy(Height height) {
    return network.subsidyAt(height).units();
  }
}
