package dev.cairn.benchmarks;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network in which a number of senders own coins at height 0, and the signed transfers that they
 * make. The same calls give the same bytes. Its blocks cost two hashes each.
 */
public final class Economy {

  /** The length of a transfer in bytes. */
  public static final int TRANSFER_BYTES = 155;

  /** The time between two blocks. */
  public static final long SPACING_SECONDS = 10;

  /** A local clock for which no block is too early. */
  public static final Timestamp LATER = new Timestamp(4_000_000_000L);

  /** Fees run from 1 to this. */
  public static final long FEE_MAX = 1024;

  private static final Timestamp GENESIS_TIME = new Timestamp(1_767_225_600L);
  private static final Amount BALANCE = new Amount(1_000_000_000L);

  private final List<KeyPair> senders;
  private final NetworkParameters network;

  /** An economy whose blocks may have any size. */
  public Economy(int senders) {
    this(senders, NetworkParameters.BLOCK_BYTES_MAX);
  }

  /** An economy whose blocks have a size of {@code blockBytes} at most. */
  public Economy(int senders, long blockBytes) {
    this.senders = IntStream.range(0, senders).parallel().mapToObj(Economy::keyPair).toList();
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(
                "benchmark", Bytes.of(new byte[NetworkParameters.SALT_BYTES]), GENESIS_TIME)
            .bits(new CompactBits(0x207fffff))
            .difficulty(SPACING_SECONDS, 60 * SPACING_SECONDS, 300)
            .sizes(blockBytes, 64 << 10);
    this.senders.forEach(sender -> builder.balance(sender.publicKey(), BALANCE));
    network = builder.build();
  }

  private static KeyPair keyPair(int number) {
    return KeyPair.fromSeed(seed("sender", number));
  }

  private static byte[] seed(String kind, int number) {
    return Sha256.hash(("cairn/benchmark/" + kind + "/" + number).getBytes(StandardCharsets.UTF_8));
  }

  /** A key that owns nothing and signs nothing. */
  public static PublicKey stranger(int number) {
    return PublicKey.of(seed("stranger", number));
  }

  public NetworkParameters network() {
    return network;
  }

  /** A chain on the heap, with nothing but the genesis. */
  public Chain chain(SignatureChecks signatures) {
    return Chain.open(
        network,
        Applications.standard(),
        new InMemoryChainStore(),
        signatures,
        ChainLimits.DEFAULT);
  }

  /** The public key of a sender. */
  public PublicKey sender(int number) {
    return senders.get(number).publicKey();
  }

  /**
   * So many transfers: the first one of each of the senders from {@code first} on, then the second
   * one of each, and so on, up to {@code count} of them. The fees differ without any order.
   *
   * @param firstSequence of each sender
   */
  public List<Transaction> transfers(int first, int among, long firstSequence, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> transfer(first + i % among, firstSequence + i / among, fee(i)))
        .toList();
  }

  /** So many transfers of all senders, from the first sequence on. */
  public List<Transaction> transfers(int count) {
    return transfers(0, senders.size(), 0, count);
  }

  /** One transfer to another sender. */
  public Transaction transfer(int sender, long sequence, long fee) {
    int recipient = (int) ((sender * 7L + sequence + 1) % senders.size());
    Transfer transfer = new Transfer(sender(recipient), new Amount(1 + sequence));
    return Transaction.sign(
        senders.get(sender), network.id(), sequence, new Amount(fee), transfer.payload());
  }

  private static long fee(int number) {
    return 1 + ((number * 0x9e37_79b9_7f4a_7c15L) >>> 54);
  }

  /** A cache that knows the signatures of all these transactions and has room for many more. */
  public SignatureCache cacheOf(List<Transaction> transactions) {
    SignatureCache cache = new SignatureCache(1 << 20, 0);
    TransactionRules rules =
        new TransactionRules(
            network, Applications.standard(), SignatureChecks.onCallersThread(cache));
    if (!transactions.parallelStream().allMatch(each -> rules.checkInIsolation(each).isEmpty())) {
      throw new IllegalStateException("a transaction is not valid");
    }
    return cache;
  }
}
