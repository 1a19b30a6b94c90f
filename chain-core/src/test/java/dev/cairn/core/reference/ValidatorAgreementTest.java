package dev.cairn.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The production chain and the second validator get the same generated blocks and have to say the
 * same of each, and to stand at the same tip with the same state after each.
 */
class ValidatorAgreementTest {

  private static final int BLOCKS_PER_CHAIN = 200;

  @Test
  void productionAgreesWithTheReference() throws InterruptedException {
    compare(ProductionCandidate::new);
  }

  @Test
  void findsCandidateThatDiffersInOneVerdict() {
    Candidate.Factory forgetful =
        parameters -> new SecondReference(parameters, "BALANCE_TOO_LOW", "SEQUENCE_MISMATCH");
    Optional<String> difference = Optional.empty();
    for (long seed = 0; difference.isEmpty() && seed < 8; seed++) {
      difference = new Agreement(seed, forgetful).firstDifference(BLOCKS_PER_CHAIN);
    }
    assertThat(difference).hasValueSatisfying(text -> assertThat(text).contains("BALANCE_TOO_LOW"));
  }

  @Test
  void findsNothingWhereBothAreTheReference() {
    Candidate.Factory same = parameters -> new SecondReference(parameters, "", "");
    assertThat(new Agreement(1, same).firstDifference(50)).isEmpty();
  }

  /** All chains, on two threads in the long form; each chain has its own seed. */
  private static void compare(Candidate.Factory factory) throws InterruptedException {
    Random random = Seeds.random("ValidatorAgreementTest");
    int blocks = Seeds.rounds(20_000, 1_000_000);
    ExecutorService workers = Executors.newFixedThreadPool(Seeds.rounds(1, 2));
    try {
      List<Future<Optional<String>>> chains = new ArrayList<>();
      for (int i = 0; i < blocks / BLOCKS_PER_CHAIN; i++) {
        long seed = (random.nextLong() & ~3L) | (i & 3); // each network in turn
        chains.add(
            workers.submit(() -> new Agreement(seed, factory).firstDifference(BLOCKS_PER_CHAIN)));
      }
      List<String> differences = new ArrayList<>();
      for (Future<Optional<String>> chain : chains) {
        chain.get().ifPresent(differences::add);
        if (differences.size() >= 5) {
          break;
        }
      }
      assertThat(differences).as(() -> String.join("\n", differences)).isEmpty();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      workers.shutdownNow();
    }
  }

  /** The reference in a candidate's place, with one verdict exchanged. */
  private static final class SecondReference implements Candidate {

    private final ReferenceChain chain;
    private final String from;
    private final String to;

    SecondReference(byte[] parameters, String from, String to) {
      this.chain = new ReferenceChain(ReferenceParameters.decode(parameters));
      this.from = from;
      this.to = to;
    }

    @Override
    public String submit(byte[] block, long now) {
      String verdict = chain.submit(block, now);
      return verdict.equals(from) ? to : verdict;
    }

    @Override
    public String tipHashHex() {
      return chain.tipHashHex();
    }

    @Override
    public String stateDigestHex() {
      return chain.stateDigestHex();
    }
  }
}
