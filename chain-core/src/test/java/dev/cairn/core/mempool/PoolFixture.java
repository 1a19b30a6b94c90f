package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pool on a ledger that is only pretended: any number of senders, all of them rich unless
 * something else was said, and transactions without signatures, which cost next to nothing.
 */
final class PoolFixture {

  static final NetworkParameters NETWORK = ChainFixture.network().build();

  static final long RICHES = 1L << 50;

  /** When the pool begins. */
  static final Timestamp START = new Timestamp(1_000_000);

  private final TreeMap<PublicKey, Account> accounts = new TreeMap<>();
  final Mempool pool;

  PoolFixture() {
    this(MempoolLimits.DEFAULT);
  }

  PoolFixture(MempoolLimits limits) {
    pool = new Mempool(NETWORK, rules(), limits, tip(), START);
  }

  private static TransactionRules rules() {
    return new TransactionRules(
        NETWORK,
        Applications.standard(),
        SignatureChecks.onCallersThread(new SignatureCache(1 << 10, 0)));
  }

  /** The usual limits with room for so many bytes. */
  static MempoolLimits heapBytes(long bytes) {
    return new MempoolLimits(bytes, 64, 16, 1_000, 1);
  }

  static PublicKey sender(long number) {
    return PublicKey.of(Sha256.hash(new ByteWriter().u64(number).toArray()));
  }

  /** A record that has so many bytes in all. */
  static Transaction record(long sender, long sequence, long fee, int size) {
    int payload = size - Transaction.BYTES_MIN;
    int lengthBytes = payload < 0xfd ? 1 : payload - 2 <= 0xffff ? 3 : 5;
    Transaction transaction =
        unsigned(
            sender,
            sequence,
            fee,
            new Payload(DocumentRecord.TYPE, Bytes.of(new byte[payload - (lengthBytes - 1)])));
    assertThat(transaction.size()).isEqualTo(size);
    return transaction;
  }

  /** A record of 150 bytes. */
  static Transaction record(long sender, long sequence, long fee) {
    return record(sender, sequence, fee, 150);
  }

  /** A transfer, of 155 bytes. */
  static Transaction transfer(long sender, long sequence, long fee, long amount) {
    return unsigned(sender, sequence, fee, new Transfer(sender(0), new Amount(amount)).payload());
  }

  private static Transaction unsigned(long sender, long sequence, long fee, Payload payload) {
    ByteWriter writer =
        new ByteWriter()
            .u8(Transaction.VERSION)
            .bytes(sender(sender))
            .u64(sequence)
            .u64(fee)
            .varint(payload.type())
            .varint(payload.bytes().length())
            .bytes(payload.bytes())
            .bytes(new byte[64]);
    return Transaction.decode(writer.toBytes()).value();
  }

  /** Says what an account is; the pool hears of it with the next tip. */
  PoolFixture account(long sender, long balance, long sequence) {
    accounts.put(sender(sender), new Account(new Amount(balance), sequence));
    return this;
  }

  /** A tip with the accounts as they are now. */
  Tip tip() {
    TreeMap<PublicKey, Account> copy = new TreeMap<>(accounts);
    StateView state =
        new StateView() {
          @Override
          public Optional<Bytes> get(long namespace, Bytes key) {
            Account account =
                copy.getOrDefault(PublicKey.of(key.toArray()), new Account(new Amount(RICHES), 0));
            return Optional.of(
                new ByteWriter().u64(account.balance().units()).u64(account.sequence()).toBytes());
          }

          @Override
          public Optional<Entry> ceiling(long namespace, Bytes from) {
            throw new UnsupportedOperationException();
          }

          @Override
          public StateDigest digest() {
            return StateDigest.ZERO;
          }
        };
    return new Tip(ChainedHeader.genesis(NETWORK), state);
  }

  /** Tells the pool of the accounts as if nothing had joined or left the chain but these. */
  void connect(Transaction... transactions) {
    pool.onConnected(ChainedHeader.genesis(NETWORK), block(transactions));
    pool.onTip(tip(), 0);
    PoolCheck.check(pool);
  }

  /** Tells the pool that one block with these has left the chain. */
  void disconnect(Transaction... transactions) {
    pool.onDisconnected(ChainedHeader.genesis(NETWORK), block(transactions));
    pool.onTip(tip(), 1);
    PoolCheck.check(pool);
  }

  private static Block block(Transaction... transactions) {
    Coinbase coinbase =
        new Coinbase(
            1, Bytes.of(new byte[16]), sender(0), Amount.ZERO, Sha256Digest.ZERO, Bytes.EMPTY);
    return new Block(NETWORK.genesis(), coinbase, List.of(transactions));
  }

  /** Adds a transaction without looking at its signature, and gives the code of the answer. */
  String add(Transaction transaction) {
    List<Transaction> before = pool.transactions();
    Checked<TransactionId> answer = pool.addIsolated(transaction);
    PoolCheck.check(pool);
    if (!answer.isPassed()) {
      assertThat(pool.transactions()).as("refused, so nothing changes").isEqualTo(before);
    }
    return code(answer);
  }

  void addAll(Transaction... transactions) {
    for (Transaction transaction : transactions) {
      assertThat(add(transaction)).isEqualTo("OK");
    }
  }

  /** The reason, or OK. */
  static String code(Checked<TransactionId> answer) {
    return answer
        .rejection()
        .map(
            why -> {
              assertThat(why.reason().hint()).isNotBlank();
              assertThat(why.got()).isNotBlank();
              assertThat(why.expected()).isNotBlank();
              return why.code();
            })
        .orElse("OK");
  }

  List<Long> sequences(long sender) {
    return pool.pendingOf(sender(sender)).stream().map(Transaction::sequence).toList();
  }
}
