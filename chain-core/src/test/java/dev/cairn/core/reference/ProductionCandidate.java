package dev.cairn.core.reference;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/**
 * The production chain in the words of the reference. Nothing may wait in it for a parent or for
 * its time, because the reference forgets what is deferred.
 */
final class ProductionCandidate implements Candidate {

  private static final ChainLimits NOTHING_WAITS =
      new ChainLimits(
          20_000, 65_536, 1L << 30, 10_000, /* waitingBytes= */ 0, /* waitingBytesPerOrigin= */ 0);

  private final Chain chain;

  ProductionCandidate(byte[] parameters) {
    chain =
        Chain.open(
            NetworkParameters.decode(Bytes.of(parameters)).value(),
            Applications.standard().with(new NameClaimApplication()),
            new InMemoryChainStore(),
            SignatureChecks.onCallersThread(new SignatureCache(1 << 12, 0)),
            NOTHING_WAITS);
  }

  @Override
  public String submit(byte[] bytes, long now) {
    Checked<Block> block = Block.decode(Bytes.of(bytes));
    if (!block.isPassed()) {
      return block.rejection().orElseThrow().code();
    }
    long clock = Math.min(now, Timestamp.MAX.seconds());
    return words(chain.submitBlock(block.value(), new Timestamp(clock)));
  }

  @Override
  public String tipHashHex() {
    return ReferenceHash.hex(chain.tip().hash().toArray());
  }

  @Override
  public String stateDigestHex() {
    return ReferenceHash.hex(chain.tip().state().digest().toArray());
  }

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      return rejected.why().code();
    }
    if (verdict instanceof Verdict.Deferred deferred) {
      Verdict.Deferral why = deferred.why();
      return why instanceof Verdict.MissingParent
          ? ReferenceChain.MISSING_PARENT
          : why instanceof Verdict.TooEarly ? ReferenceChain.TOO_EARLY : why.toString();
    }
    return ReferenceChain.ACCEPTED;
  }

  /** {@link NameClaims} as an embedder writes it. */
  private static final class NameClaimApplication implements Application {

    private enum NameFault implements Reason {
      NAME_MALFORMED,
      NAME_TAKEN;

      @Override
      public String hint() {
        return "Claim a free name of 1 to 32 lowercase ASCII letters.";
      }
    }

    @Override
    public ListedApplication listing() {
      return new ListedApplication(NameClaims.TYPE, NameClaims.NAME, NameClaims.RULES_VERSION);
    }

    @Override
    public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
      Bytes name = transaction.payload().bytes();
      boolean wellFormed = name.length() >= 1 && name.length() <= 32;
      for (int i = 0; wellFormed && i < name.length(); i++) {
        wellFormed = name.at(i) >= 'a' && name.at(i) <= 'z';
      }
      return wellFormed
          ? Optional.empty()
          : Optional.of(Rejection.of(NameFault.NAME_MALFORMED, name, "1 to 32 letters a to z"));
    }

    @Override
    public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
      Bytes name = transaction.payload().bytes();
      if (ledger.get(name).isPresent()) {
        return Optional.of(Rejection.of(NameFault.NAME_TAKEN, name, "a free name"));
      }
      ledger.put(name, Bytes.of(transaction.sender().toArray()));
      return Optional.empty();
    }
  }
}
