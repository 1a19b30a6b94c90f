package dev.cairn.node.storage;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.value.TransactionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The ledger on disk, with the node's indexes and what it has promised to keep.
 *
 * <p>Every update is one atomic batch, on disk when {@link #commit} returns. After a fault in
 * writing, forcing to disk or reading the store is dead: each call throws {@link
 * StoreFailedException}. After {@link #close} each call, views of the state included, throws {@link
 * IllegalStateException}.
 */
public final class NodeStore implements ChainStore, AutoCloseable {

  /** While blocks are fetched in bulk, every so many updates are forced to disk together. */
  static final int BULK_COMMITS = 64;

  private final Database database;
  private final CondemnedNumbers condemnedNumbers;
  private final Journal kept;
  private boolean bulk;
  private int unsynced;

  private NodeStore(Database database) {
    this.database = database;
    this.condemnedNumbers = new CondemnedNumbers(new ChainReads(database));
    this.kept = new Journal(database);
  }

  /**
   * Loads the database's native library, which {@link #open} does else: a program may have it done
   * by another thread meanwhile.
   */
  public static void prepareNative() throws StoreException {
    NativeLibrary.load();
  }

  /**
   * Opens the store in a folder, or makes one there; the folder's parent must exist.
   *
   * @throws StoreException when that is not possible; the text says what to do
   */
  public static NodeStore open(Path directory, NetworkParameters network) throws StoreException {
    prepareNative();
    StoreFolder folder = new StoreFolder(directory);
    folder.prepare(network.id());
    Database database;
    try {
      database = Database.open(folder.ledger(), DurabilityMark.open(folder.mark()));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.DATA_UNUSABLE,
          "The store's folder "
              + directory
              + " cannot be used: "
              + Reasons.of(e)
              + ". "
              + StoreFault.DATA_UNUSABLE.hint(),
          e);
    }
    try {
      return new NodeStore(database);
    } catch (StoreFailedException e) {
      database.close();
      throw new StoreException(e.fault(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Where a transaction, or a coinbase, stands in the active chain. Any thread may ask. */
  public Optional<TransactionPlace> transaction(TransactionId id) {
    return new IndexReads(database).transaction(id);
  }

  /**
   * What an account has sent or received, coinbases included, the newest first. Any thread may ask.
   *
   * @param before only what is older than this; the newest when empty
   * @param limit at least 1
   */
  public List<TransactionPlace> transactionsOf(
      PublicKey account, Optional<TransactionPlace> before, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("no limit: " + limit);
    }
    return new IndexReads(database).transactionsOf(account, before, limit);
  }

  /** The first record of a document. Any thread may ask. */
  public Optional<RecordPlace> record(Sha256Digest document) {
    return new IndexReads(database).record(document);
  }

  /** Whether any block of the active chain has a transaction besides its coinbase. */
  public boolean hasCarriedTransaction() {
    return reads().tip().map(tip -> tip.carried() > 0).orElse(false);
  }

  /**
   * Keeps transactions of this node's own until they are forgotten; durable when this returns, and
   * many cost the disk as much as one. Any thread may call it.
   */
  public void keep(Collection<Transaction> transactions) {
    kept.keep(transactions);
  }

  /** What is kept, the oldest first. */
  public List<Transaction> kept() {
    return kept.all();
  }

  /** The ids of what is kept, the oldest first. Any thread may ask; nothing is read for it. */
  public List<TransactionId> keptIds() {
    return kept.ids();
  }

  /** Those of these that are kept. */
  public List<Transaction> kept(Collection<TransactionId> ids) {
    return kept.get(ids);
  }

  /** How many are kept. Any thread may ask, and it costs nothing. */
  public int keptCount() {
    return kept.size();
  }

  /** Keeps these no longer. */
  public void forget(Collection<TransactionId> ids) {
    kept.forget(ids);
  }

  /**
   * Says whether blocks are being fetched in bulk: then only every few commits are forced to disk,
   * which loses nothing that anybody was told of.
   */
  public synchronized void setBulk(boolean now) {
    bulk = now;
    if (!now && unsynced > 0) {
      database.sync();
      unsynced = 0;
    }
  }

  @Override
  public Optional<BlockHash> tip() {
    return reads().tip().map(TipRecord::hash);
  }

  @Override
  public StateView state() {
    ChainReads reads = reads();
    StateDigest digest = reads.tip().map(TipRecord::digest).orElse(StateDigest.ZERO);
    return new StoredStateView(reads.view(), digest);
  }

  @Override
  public Optional<StoredHeader> header(BlockHash hash) {
    return reads().header(hash);
  }

  @Override
  public Optional<Block> block(BlockHash hash) {
    return reads().block(hash);
  }

  @Override
  public Optional<BlockHash> hashAt(Height height) {
    return reads().hashAt(height.value());
  }

  @Override
  public Optional<StateChanges> undo(BlockHash hash) {
    return reads().undo(hash);
  }

  @Override
  public List<StoredHeader> headersFrom(Height lowest) {
    return reads().headersFrom(lowest.value());
  }

  @Override
  public List<Condemnation> condemned() {
    return reads().condemned().stream().map(ChainReads.Condemned::condemnation).toList();
  }

  @Override
  public synchronized void commit(ChainUpdate update) {
    boolean sync = !bulk || unsynced + 1 >= BULK_COMMITS;
    Batch batch = new Batch();
    new UpdateWriter(update, reads(), batch).write();
    condemnedNumbers.write(update, batch);
    database.write(batch, sync);
    unsynced = sync ? 0 : unsynced + 1;
  }

  /** Moves all that is only in the log into tables. */
  void flush() {
    database.flush();
  }

  private ChainReads reads() {
    return new ChainReads(database);
  }

  @Override
  public synchronized void close() {
    database.close();
  }
}
