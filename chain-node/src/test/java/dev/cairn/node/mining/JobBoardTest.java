package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.network.NetworkParameters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobBoardTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final JobBoard board = new JobBoard();

  private static MiningJob job() {
    NetworkParameters network = NetworkParameters.dev();
    Chain chain = Chain.inMemory(network, Applications.standard());
    BlockTemplate template =
        BlockBuilder.onTip(chain, network.genesisTime())
            .build(KeyPair.fromSeed(new byte[32]).publicKey());
    return new MiningJob(template);
  }

  /** What a thread that waits gets. */
  private List<String> waiter(@Nullable MiningJob expected) {
    List<String> got = new CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              MiningJob job = board.await();
              got.add(job == null ? "end" : job == expected ? "expected" : "another");
            });
    thread.setDaemon(true);
    thread.start();
    await().atMost(LONG).until(() -> thread.getState() != Thread.State.RUNNABLE);
    return got;
  }

  @Test
  void givesTheJobThatIsUp() {
    MiningJob first = job();
    board.put(job());
    board.put(first);

    assertThat(board.await()).isSameAs(first);
    assertThat(board.isCurrent(first)).isTrue();
    assertThat(board.isCurrent(job())).isFalse();
  }

  @Test
  void waitsWhileThereIsNoneAndWhileTheOneThatIsUpIsSolved() {
    MiningJob solved = job();
    board.put(solved);
    assertThat(solved.solve()).isTrue();
    assertThat(solved.solve()).isFalse();
    assertThat(board.isCurrent(solved)).isFalse();
    MiningJob next = job();
    List<String> got = waiter(next);
    board.put(null);
    assertThat(got).isEmpty();

    board.put(next);

    await().atMost(LONG).until(() -> got.equals(List.of("expected")));
  }

  @Test
  void endsAllWhoWaitAndTakesNothingMore() {
    List<String> got = waiter(null);

    board.close();

    await().atMost(LONG).until(() -> got.equals(List.of("end")));
    MiningJob late = job();
    board.put(late);
    assertThat(board.await()).isNull();
    assertThat(board.isCurrent(late)).isFalse();
  }

  @Test
  void goesOnWaitingWhenInterruptedAndRemembersThat() {
    List<Boolean> remembered = new CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              board.await();
              remembered.add(Thread.interrupted());
            });
    thread.setDaemon(true);
    thread.start();
    await().atMost(LONG).until(() -> thread.getState() == Thread.State.WAITING);
    assertThat(remembered).isEmpty();

    board.put(job());

    await().atMost(LONG).until(() -> remembered.equals(List.of(true)));
  }
}
