package dev.cairn.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That the generator provokes what it means to, and all that there is to provoke. */
class BlockGeneratorTest {

  /** All reasons of stages 1 to 6 but HEIGHT_OUT_OF_RANGE, and what is no refusal. */
  private static final List<String> ALL_VERDICTS =
      List.of(
          "ACCEPTED",
          "DEFERRED_MISSING_PARENT",
          "DEFERRED_TOO_EARLY",
          "TRUNCATED",
          "VARINT_NOT_SHORTEST",
          "VALUE_OUT_OF_RANGE",
          "TRANSACTION_COUNT_ZERO",
          "COINBASE_MISSING",
          "COINBASE_MESSAGE_TOO_LONG",
          "COINBASE_NOT_FIRST",
          "TRANSACTION_VERSION_UNKNOWN",
          "TRAILING_BYTES",
          "HEADER_VERSION_INVALID",
          "BITS_NEGATIVE",
          "BITS_OVERFLOW",
          "BITS_ZERO",
          "TARGET_ABOVE_LIMIT",
          "WORK_BELOW_TARGET",
          "PARENT_INVALID",
          "TIME_BEFORE_PARENT",
          "BITS_MISMATCH",
          "MERKLE_TREE_MUTATED",
          "MERKLE_ROOT_MISMATCH",
          "BLOCK_TOO_LARGE",
          "STATE_ROOT_NOT_ZERO",
          "PAYLOAD_TYPE_UNKNOWN",
          "TRANSFER_LENGTH_WRONG",
          "TRANSFER_AMOUNT_OUT_OF_RANGE",
          "RECORD_FORM_UNKNOWN",
          "RECORD_DIGEST_LENGTH_WRONG",
          "RECORD_TOO_LARGE",
          "NAME_MALFORMED",
          "SIGNATURE_INVALID",
          "COINBASE_HEIGHT_MISMATCH",
          "SEQUENCE_MISMATCH",
          "FEE_BELOW_MINIMUM",
          "BALANCE_TOO_LOW",
          "NAME_TAKEN",
          "REWARD_MISMATCH");

  @Test
  void provokesWhatItMeansAndEachVerdictWithin4000Blocks() {
    Random random = Seeds.random("BlockGeneratorTest");
    Map<String, Integer> verdicts = new TreeMap<>();
    int reorganisations = 0;
    for (int i = 0; i < 16; i++) {
      ReferenceNetwork network = ReferenceNetwork.ALL.get(i % ReferenceNetwork.ALL.size());
      ReferenceChain chain = new ReferenceChain(network.parameters);
      BlockGenerator generator = new BlockGenerator(network, chain, new Random(random.nextLong()));
      for (int j = 0; j < 250; j++) {
        BlockGenerator.Submission submission = generator.next();
        ReferenceEntry before = chain.tip();
        String verdict = chain.submit(submission.block, submission.now);
        submission.meant.ifPresent(
            meant ->
                assertThat(verdict)
                    .as("%s: %s", network.name, ReferenceHash.hex(submission.block))
                    .isEqualTo(meant));
        verdicts.merge(verdict, 1, Integer::sum);
        reorganisations += chain.tip().isOrDescendsFrom(before) ? 0 : 1;
      }
    }
    System.out.println("generated: " + verdicts + ", reorganisations " + reorganisations);
    Set<String> all = new TreeSet<>(ALL_VERDICTS);
    assertThat(verdicts.keySet()).isEqualTo(all);
    assertThat(reorganisations).isGreaterThan(20);
  }

  @Test
  void makesTheSameBlocksOfTheSameSeed() {
    for (ReferenceNetwork network : ReferenceNetwork.ALL) {
      assertThat(digestOfStream(network, 5)).isEqualTo(digestOfStream(network, 5));
      assertThat(digestOfStream(network, 5)).isNotEqualTo(digestOfStream(network, 6));
    }
  }

  private static byte[] digestOfStream(ReferenceNetwork network, long seed) {
    ReferenceChain chain = new ReferenceChain(network.parameters);
    BlockGenerator generator = new BlockGenerator(network, chain, new Random(seed));
    byte[] digest = {};
    for (int i = 0; i < 60; i++) {
      BlockGenerator.Submission submission = generator.next();
      chain.submit(submission.block, submission.now);
      digest = ReferenceHash.sha256(digest, submission.block);
    }
    return digest;
  }
}
