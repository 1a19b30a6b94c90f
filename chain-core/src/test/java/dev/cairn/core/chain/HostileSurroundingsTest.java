package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What the chain does when what it depends on misbehaves: applications, stores, rules of others.
 */
class HostileSurroundingsTest {

  private static final ListedApplication ODD = new ListedApplication(2000, "odd", 1);
  private static final NetworkParameters NETWORK =
      NetworkParameters.dev().toBuilder().application(ODD).build();

  /** What the application's check and apply say; may throw or give null. */
  private Supplier<Optional<Rejection>> onCheck = Optional::empty;

  private Supplier<Optional<Rejection>> onApply = Optional::empty;

  private final Applications applications =
      Applications.standard()
          .with(
              new Application() {
                @Override
                public ListedApplication listing() {
                  return ODD;
                }

                @Override
                public Optional<Rejection> check(Transaction odd, NetworkParameters network) {
                  return onCheck.get();
                }

                @Override
                public Optional<Rejection> apply(Transaction odd, Ledger ledger) {
                  return onApply.get();
                }
              });

  private final Chain chain = Chain.inMemory(NETWORK, applications);

  private Block oddBlock() {
    Transaction odd =
        Transaction.sign(
            DevKey.keyPair(), NETWORK.id(), 0, new Amount(1), new Payload(2000, Bytes.EMPTY));
    BlockBuilder builder = BlockBuilder.onTip(chain, LATER);
    assertThat(builder.add(odd)).isEmpty();
    return mine(builder.build(DevKey.keyPair().publicKey()));
  }

  private static Block mine(BlockTemplate template) {
    return template.mine(new DigestKernel(), () -> false).orElseThrow();
  }

  @Test
  void decodersReasonFromAnApplicationCondemnsTheHeaderAllTheSame() {
    Block block = oddBlock();
    onCheck = () -> Optional.of(Rejection.of(Rule.TRUNCATED, "3 bytes", "4 bytes"));

    Verdict verdict = chain.submitBlock(block, LATER);

    Verdicts.assertRejected(verdict, "TRUNCATED");
    assertThat(((Verdict.Rejected) verdict).blame()).isEqualTo(Rule.Blame.HEADER);
    assertThat(chain.condemnation(block.hash())).isPresent();
  }

  @Test
  void nothingButAnAnswerOfAnApplicationIsAnAnswer() {
    List<Supplier<Optional<Rejection>>> failures =
        List.of(
            () -> nullOf(),
            () -> sneakyThrow(new Exception("checked, but not declared")),
            () -> sneakyThrow(new ThrowsWhenPrinted()),
            () -> Optional.of(new Rejection(nullOf(), "", "")));
    for (Supplier<Optional<Rejection>> failure : failures) {
      Chain fresh = Chain.inMemory(NETWORK, applications);
      onApply = Optional::empty;
      Block block = oddBlock();
      onApply = failure;

      assertThat(fresh.submitBlock(block, LATER)).isInstanceOf(Verdict.Deferred.class);
      assertThat(fresh.halted()).isPresent();
      assertThat(fresh.condemnation(block.hash())).isEmpty();
      assertThat(fresh.tip().height().isGenesis()).isTrue();
    }
  }

  @Test
  void failingCheckOfACheapSideBlockDoesNotStopTheChain() {
    Block side = oddBlock();
    chain.submitBlock(
        mine(BlockBuilder.onTip(chain, LATER).build(DevKey.keyPair().publicKey())), LATER);
    onCheck = HostileSurroundingsTest::nullOf;

    assertThat(chain.submitBlock(side, LATER)).isInstanceOf(Verdict.Deferred.class);

    assertThat(chain.halted()).isEmpty();
    Block next = mine(BlockBuilder.onTip(chain, LATER).build(DevKey.keyPair().publicKey()));
    assertThat(chain.submitBlock(next, LATER)).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void refusalKeepsNoLongText() {
    Reason reason = Rule.TRUNCATED;

    Rejection why = Rejection.of(reason, "x".repeat(100_000), "y".repeat(301));

    assertThat(why.got()).hasSize(Rejection.TEXT_LENGTH_MAX + 3).endsWith("...");
    assertThat(why.expected()).hasSize(Rejection.TEXT_LENGTH_MAX + 3);
    assertThat(Rejection.of(reason, "z".repeat(300), "").got()).hasSize(300);
  }

  @Test
  void networksMayShareASignatureCache() {
    SignatureChecks shared = SignatureChecks.onCallersThread(new SignatureCache(64, 0));
    Chain other =
        Chain.open(
            NetworkParameters.dev().toBuilder()
                .application(new ListedApplication(2000, "odd", 1))
                .minimumFee(new Amount(2))
                .build(),
            applications,
            new InMemoryChainStore(),
            shared,
            ChainLimits.DEFAULT);
    Chain first =
        Chain.open(NETWORK, applications, new InMemoryChainStore(), shared, ChainLimits.DEFAULT);
    Transaction ofFirst =
        Transaction.sign(
            DevKey.keyPair(), NETWORK.id(), 0, new Amount(5), new Payload(2000, Bytes.EMPTY));

    assertThat(first.transactionRules().checkInIsolation(ofFirst)).isEmpty();

    assertThat(other.transactionRules().checkInIsolation(ofFirst).orElseThrow().reason())
        .isEqualTo(Rule.SIGNATURE_INVALID);
  }

  @Test
  void isolationOfAnotherChainsRulesIsNotTaken() {
    Block block = oddBlock();
    Chain other = Chain.inMemory(NETWORK, applications);

    assertThatThrownBy(
            () -> chain.submitBlock(other.rules().checkInIsolation(block), Origin.LOCAL, LATER))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(chain.submitBlock(chain.rules().checkInIsolation(block), Origin.LOCAL, LATER))
        .isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void chainTakesNothingMoreAfterAFailedCommitAndTheStoreIsWhole() {
    FailingStore store = new FailingStore();
    SignatureChecks checks = SignatureChecks.onCallersThread(new SignatureCache(64, 0));
    Chain broken = Chain.open(NETWORK, applications, store, checks, ChainLimits.DEFAULT);
    Block first = mine(BlockBuilder.onTip(broken, LATER).build(DevKey.keyPair().publicKey()));
    store.setFailing(true);

    assertThatThrownBy(() -> broken.submitBlock(first, LATER)).hasMessage("disk full");

    store.setFailing(false);
    assertThatThrownBy(() -> broken.submitBlock(first, LATER)).hasMessageContaining("open it anew");
    assertThatThrownBy(() -> broken.advance(LATER)).hasMessageContaining("open it anew");
    Chain again = Chain.open(NETWORK, applications, store, checks, ChainLimits.DEFAULT);
    assertThat(again.submitBlock(first, LATER)).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void digestIsKnownForEachHeightThatCanBeUndone() {
    List<String> digests = new ArrayList<>();
    ChainLimits limits = new ChainLimits(3, 100, 1 << 20, 10, 1 << 20, 1 << 20);
    Chain short3 =
        Chain.open(
            NETWORK,
            applications,
            new InMemoryChainStore(),
            SignatureChecks.onCallersThread(new SignatureCache(0, 0)),
            limits);
    digests.add(short3.tip().state().digest().toString());
    for (int i = 1; i <= 5; i++) {
      Block block = mine(BlockBuilder.onTip(short3, LATER).build(DevKey.keyPair().publicKey()));
      short3.submitBlock(block, LATER);
      digests.add(short3.tip().state().digest().toString());
    }
    for (int height = 2; height <= 5; height++) {
      assertThat(short3.digestAt(new Height(height)).orElseThrow())
          .hasToString(digests.get(height));
    }
    assertThat(short3.digestAt(new Height(1))).isEmpty();
    assertThat(short3.digestAt(new Height(6))).isEmpty();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T nullOf() {
    return null;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T sneakyThrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static final class ThrowsWhenPrinted extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("not even this");
    }
  }
}
