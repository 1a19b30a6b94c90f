package dev.cairn.node.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.PeerNode;
import dev.cairn.node.storage.NodeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTransactionsTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Where the blocks are made. */
  private final Chain chain = Chain.inMemory(NETWORK, Applications.standard());

  private NodeStore store;
  private PeerNode peer;
  private KeptTransactions kept;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    store = NodeStore.open(folder.resolve("store"), NETWORK);
    peer = PeerNode.of(NETWORK).store(store).start();
    kept = new KeptTransactions(peer, store);
  }

  @AfterEach
  void stop() {
    peer.close();
    kept.close();
    store.close();
  }

  private static Transaction transfer(long sequence) {
    return Transaction.sign(
        TestKeys.FIRST,
        NETWORK.id(),
        sequence,
        Amount.of(10),
        new Transfer(TestKeys.SECOND.publicKey(), Amount.of(1)).payload());
  }

  private void mine(Transaction... transactions) {
    var block = TestBlock.onTip(chain).with(transactions).seal();
    chain.submitBlock(block, Timestamp.MAX);
    peer.submit(block).join();
  }

  private boolean isPending(TransactionId id) {
    return peer.ask((theChain, pool) -> pool.get(id).isPresent()).join();
  }

  @Test
  void keepsAllThatIsHandedInAtOnceBeforeItAnswers() {
    List<Transaction> transfers = IntStream.range(0, 60).mapToObj(i -> transfer(i)).toList();

    List<CompletableFuture<Boolean>> isKept =
        transfers.stream()
            .map(
                one ->
                    kept.submit(one)
                        .thenApply(
                            answer -> answer.isPassed() && store.keptIds().contains(one.id())))
            .toList();

    assertThat(isKept).allMatch(CompletableFuture::join);
    assertThat(store.kept()).containsExactlyInAnyOrderElementsOf(transfers);
  }

  @Test
  void givesTheSameAnswerAgainOnceItIsInABlock() {
    Checked<TransactionId> answer = kept.submit(transfer(0)).join();
    mine(transfer(0));

    assertThat(kept.submit(transfer(0)).join()).isEqualTo(answer);
    assertThat(answer).isEqualTo(Checked.passed(transfer(0).id()));
  }

  @Test
  void forgetsWhatIsBuriedAndNothingElse() {
    kept.submit(transfer(0)).join();
    kept.submit(transfer(1)).join();
    mine(transfer(0));

    kept.tidy(1);
    kept.tidy(KeptTransactions.DEPTH);
    assertThat(store.keptIds()).containsExactly(transfer(0).id(), transfer(1).id());

    kept.tidy(1 + KeptTransactions.DEPTH);
    assertThat(store.keptIds()).containsExactly(transfer(1).id());
    assertThat(isPending(transfer(1).id())).isTrue();
  }

  @Test
  void offersWhatTheMempoolHasLostAgain() {
    store.keep(List.of(transfer(0)));

    kept.tidy(0);

    await().atMost(LONG).until(() -> isPending(transfer(0).id()));
    assertThat(store.keptIds()).containsExactly(transfer(0).id());
  }
}
