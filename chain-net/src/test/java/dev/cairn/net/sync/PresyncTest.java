package dev.cairn.net.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.net.sync.Presync.Outcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PresyncTest {

  /** Each header has work 2. */
  private final NetworkParameters network = ChainFixture.network().build();

  private final ChainedHeader genesis = ChainedHeader.genesis(network);
  private final Timestamp now = ChainFixture.LATER;

  private Presync presync(long threshold, long headersMax, long seed) {
    return new Presync(
        new HeaderRules(network),
        genesis,
        Work.of(BigInteger.valueOf(threshold)),
        headersMax,
        new Random(seed));
  }

  private List<BlockHeader> headers(int count, long branch) {
    return new HeaderForge(network, genesis, branch).next(count, 1);
  }

  private static List<BlockHeader> release(Presync presync) {
    List<BlockHeader> released = new ArrayList<>();
    for (Optional<BlockHeader> next = presync.next(); next.isPresent(); next = presync.next()) {
      released.add(next.get());
      presync.letOut();
    }
    return released;
  }

  @Test
  void letsOutTheSameHeadersAfterTheSecondPassAndNoneBefore() {
    List<BlockHeader> chain = headers(9_000, 1);
    Presync presync = presync(2 * 8_500, 100_000, 1);
    int first = 0;
    while (!presync.isSecondPass()) {
      assertThat(presync.after())
          .isEqualTo(first == 0 ? genesis.hash() : chain.get(first - 1).hash());
      assertThat(presync.take(chain.subList(first, first + 1_000), now)).isEqualTo(Outcome.GOES_ON);
      assertThat(presync.next()).isEmpty();
      first += 1_000;
    }
    assertThat(first).isEqualTo(9_000);
    assertThat(presync.after()).isEqualTo(genesis.hash());
    List<BlockHeader> released = new ArrayList<>();
    for (int at = 0; presync.wantsMore(); at += 1_000) {
      assertThat(presync.take(chain.subList(at, at + 1_000), now)).isEqualTo(Outcome.GOES_ON);
      if (presync.wantsMore()) {
        int heldBack = at + 1_000 - released.size();
        assertThat(heldBack).isLessThanOrEqualTo(Presync.LOOKAHEAD + 1_000);
      }
      released.addAll(release(presync));
      assertThat(presync.bytes()).isLessThan(1 << 20);
    }
    assertThat(released).isEqualTo(chain);
    assertThat(presync.isDone()).isTrue();
  }

  @Test
  void theFirstPassEndsWithTheFirstHeaderAboveTheThreshold() {
    List<BlockHeader> chain = headers(11, 1);
    Presync presync = presync(20, 100, 1);
    presync.take(chain.subList(0, 10), now);
    assertThat(presync.isSecondPass()).isFalse(); // exactly the threshold
    presync.take(chain.subList(10, 11), now);
    assertThat(presync.isSecondPass()).isTrue();
  }

  @Test
  void otherHeadersInTheSecondPassAreFoundOutBeforeAnyIsLetOut() {
    List<BlockHeader> chain = headers(8_000, 1);
    List<BlockHeader> other = headers(8_000, 2);
    for (long seed = 0; seed < Seeds.rounds(10, 200); seed++) {
      Presync presync = presync(2 * 7_900, 100_000, seed);
      presync.take(chain, now);
      assertThat(presync.isSecondPass()).isTrue();
      Outcome outcome = Outcome.GOES_ON;
      for (int at = 0; outcome == Outcome.GOES_ON; at += 100) {
        outcome = presync.take(other.subList(at, at + 100), now);
        assertThat(presync.next()).isEmpty();
      }
      assertThat(outcome).isEqualTo(Outcome.MISMATCH);
    }
  }

  @Test
  void anotherEndInTheSecondPassIsFoundOutToo() {
    HeaderForge forge = new HeaderForge(network, genesis, 1);
    List<BlockHeader> chain = forge.next(4_000, 1);
    List<BlockHeader> other = new HeaderForge(network, forge.last(), 2).next(4_000, 1);
    chain.addAll(forge.next(4_000, 1));
    Presync presync = presync(2 * 7_900, 100_000, 3);
    presync.take(chain, now);
    presync.take(chain.subList(0, 4_000), now);
    List<BlockHeader> released = release(presync);
    assertThat(released).hasSize(4_000 - Presync.LOOKAHEAD);
    assertThat(presync.take(other, now)).isEqualTo(Outcome.MISMATCH);
  }

  @Test
  void saysWhatIsWrongWithHeaders() {
    List<BlockHeader> chain = headers(20, 1);
    assertThat(presync(1_000, 100, 1).take(chain.subList(3, 5), now))
        .isEqualTo(Outcome.NOT_CONTINUED);
    assertThat(presync(1_000, 100, 1).take(chain, network.genesisTime()))
        .isEqualTo(Outcome.GOES_ON);
    assertThat(presync(1_000, 19, 1).take(chain, now)).isEqualTo(Outcome.TOO_LONG);
    assertThat(presync(1_000, 20, 1).take(chain, now)).isEqualTo(Outcome.GOES_ON);
    assertThat(presync(1_000, 19, 1).take(chain, Timestamp.of(0))).isEqualTo(Outcome.TOO_EARLY);
    BlockHeader bad = chain.get(0);
    while (bad.bits().target().isMetBy(bad.hash())) {
      bad = bad.withNonce(bad.nonce() + 1);
    }
    Presync presync = presync(1_000, 100, 1);
    assertThat(presync.take(List.of(bad), now)).isEqualTo(Outcome.INVALID);
    assertThat(presync.refusal().orElseThrow().code()).isEqualTo("WORK_BELOW_TARGET");
  }

  /** V2: a chain of which no end is seen. */
  @Test
  void takesLittleMemoryForALongChain() {
    int count = Seeds.rounds(50_000, 1_000_000);
    Presync presync = presync(2L * count + 1, 2L * count, 1);
    HeaderForge forge = new HeaderForge(network, genesis, 1);
    for (int i = 0; i < count; i += 1_000) {
      assertThat(presync.take(forge.next(1_000, 1), now)).isEqualTo(Outcome.GOES_ON);
      assertThat(presync.bytes()).isLessThan(64 << 10);
    }
    assertThat(presync.headersRead()).isEqualTo(count);
    assertThat(presync.next()).isEmpty();
  }
}
