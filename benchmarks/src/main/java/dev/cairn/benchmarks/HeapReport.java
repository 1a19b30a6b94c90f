package dev.cairn.benchmarks;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.Signature;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.bench.Machine;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Measures what things take on the heap: how much more is in use, after a collection, once there
 * are many of them.
 */
public final class HeapReport {

  private static final int CHANGES_AT_A_TIME = 10_000;
  private static final int DOCUMENT_BYTES = 1024;

  /** Seldom does a second collection find more; a third one never was seen to. */
  private static final int COLLECTIONS = 3;

  private HeapReport() {}

  /** What was measured, with what holds it, so that it is still there after the measurement. */
  private record Held(Object what, long counted) {

    static Held uncounted(Object what) {
      return new Held(what, 0);
    }
  }

  /**
   * Prints a table.
   *
   * @param arguments how many entries each kind has: one number for all, or none for those of
   *     README.md
   */
  public static void main(String[] arguments) {
    print(System.out, arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
  }

  static void print(PrintStream out, int given) {
    int accounts = given == 0 ? 1_000_000 : given;
    int headers = given == 0 ? 20_000 : given;
    int pending = given == 0 ? 100_000 : given;
    out.println(Machine.here().jdk());
    out.printf(
        Locale.ROOT,
        "%-44s %9s %9s %9s %7s%n",
        "what",
        "number",
        "bytes each",
        "counted",
        "factor");
    report(out, "accounts in a StateMap", accounts, HeapReport::accounts);
    report(out, "headers of a Chain, bodies apart", headers, HeapReport::headers);
    for (int perSender : new int[] {1, 4, 64}) {
      report(
          out,
          "transfers in a Mempool, %d of each sender".formatted(perSender),
          pending,
          number -> pool(number, perSender, HeapReport::transfer));
    }
    report(
        out,
        "records of 1 KiB in a Mempool, 4 of a sender",
        pending,
        number -> pool(number, 4, HeapReport::record));
  }

  private static void report(PrintStream out, String what, int number, IntFunction<Held> make) {
    Measured unused = measure(Math.min(number, 100), make); // loads the classes that it needs
    Measured measured = measure(number, make);
    out.printf(Locale.ROOT, "%-44s %9d %10.0f", what, number, measured.used);
    if (measured.counted > 0) {
      out.printf(Locale.ROOT, " %9.0f %7.2f", measured.counted, measured.counted / measured.used);
    }
    out.println();
  }

  /** Bytes of one entry: those in use, and those that the program counts for it. */
  private record Measured(double used, double counted) {}

  private static Measured measure(int number, IntFunction<Held> make) {
    long before = used();
    Held held = make.apply(number);
    try {
      return new Measured((double) (used() - before) / number, (double) held.counted() / number);
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Held accounts(int number) {
    StateMap state = StateMap.EMPTY;
    for (int from = 0; from < number; from += CHANGES_AT_A_TIME) {
      StateOverlay overlay = new StateOverlay(state);
      Accounts accounts = new Accounts(overlay);
      for (int i = from; i < Math.min(number, from + CHANGES_AT_A_TIME); i++) {
        accounts.reward(key(i), new Amount(1 + i));
      }
      state = state.with(overlay.changes());
    }
    return Held.uncounted(state);
  }

  /** In the tree of headers, where those of the active chain are too. */
  private static Held headers(int number) {
    Chain chain = chain();
    ChainedHeader parent = chain.tip().header();
    for (int i = 0; i < number; i++) {
      Timestamp time = parent.time().plusSeconds(Economy.SPACING_SECONDS);
      BlockHeader header =
          new BlockHeader(
              BlockHeader.VERSION,
              parent.hash(),
              MerkleRoot.of(Sha256.hash(new ByteWriter().u64(i).toArray())),
              time,
              chain.headerRules().bitsAfter(parent, time),
              0);
      while (!header.bits().target().isMetBy(header.hash())) {
        header = header.withNonce(header.nonce() + 1);
      }
      // Read anew, so that nothing is shared with the one that was built.
      header = BlockHeader.decode(Bytes.of(header.toArray())).value();
      Verdict verdict = chain.submitHeader(header, Origin.LOCAL, Economy.LATER);
      if (!(verdict instanceof Verdict.Accepted)) {
        throw new IllegalStateException(verdict.toString());
      }
      parent = chain.header(header.hash()).orElseThrow();
    }
    if (chain.headersHeld() < number) {
      throw new IllegalStateException(chain.headersHeld() + " headers are held");
    }
    return Held.uncounted(chain);
  }

  private static Chain chain() {
    return new Economy(0).chain(SignatureChecks.onCallersThread(new SignatureCache(0, 0)));
  }

  /** What the transactions of a pool are about. */
  private interface PayloadOf {
    Payload of(int sender, long sequence);
  }

  private static Payload transfer(int sender, long sequence) {
    return new Transfer(key(sender + 1), new Amount(1 + sequence)).payload();
  }

  private static Payload record(int sender, long sequence) {
    return DocumentRecord.ofDocument(Bytes.of(new byte[DOCUMENT_BYTES])).payload();
  }

  private static Held pool(int number, int perSender, PayloadOf payload) {
    Chain chain = chain();
    MempoolLimits limits = new MempoolLimits(Long.MAX_VALUE, perSender, 0, Long.MAX_VALUE, 1);
    Tip tip = new Tip(chain.tip().header(), new EverybodyIsRich());
    Mempool pool =
        new Mempool(chain.network(), chain.transactionRules(), limits, tip, Economy.LATER);
    int senders = (number - 1) / perSender + 1;
    for (int i = 0; i < number; i++) {
      Transaction transaction = unsigned(i % senders, i / senders, payload);
      if (!pool.addIsolated(transaction).isPassed()) {
        throw new IllegalStateException(pool.addIsolated(transaction).toString());
      }
    }
    return new Held(pool, pool.heapBytes());
  }

  /** As it comes from the network, except that its signature is all zero. */
  private static Transaction unsigned(int sender, long sequence, PayloadOf payloadOf) {
    Payload payload = payloadOf.of(sender, sequence);
    ByteWriter writer =
        new ByteWriter()
            .u8(Transaction.VERSION)
            .bytes(key(sender))
            .u64(sequence)
            .u64(1 + sender % Economy.FEE_MAX)
            .varint(payload.type())
            .varint(payload.bytes().length())
            .bytes(payload.bytes())
            .bytes(new byte[Signature.LENGTH]);
    return Transaction.decode(writer.toBytes()).value();
  }

  private static PublicKey key(int number) {
    return PublicKey.of(Sha256.hash(new ByteWriter().u64(number).toArray()));
  }

  /** A state that takes no room, so that only the pool on top of it is measured. */
  private static final class EverybodyIsRich implements StateView {

    private static final Bytes ACCOUNT = new ByteWriter().u64(1_000_000_000L).u64(0).toBytes();

    @Override
    public Optional<Bytes> get(long namespace, Bytes key) {
      return Optional.of(ACCOUNT);
    }

    @Override
    public Optional<Entry> ceiling(long namespace, Bytes from) {
      throw new UnsupportedOperationException("this state has no order");
    }

    @Override
    public StateDigest digest() {
      return StateDigest.ZERO;
    }
  }
}
