package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.LocalLimit;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.chain.Verdict.Placement;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockReasonTest {

  @Test
  void isNothingForANewTip() {
    assertThat(BlockReason.of(Verdict.accepted(Placement.ACTIVE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "KNOWN,duplicate",
    "SIDE_BRANCH,stale-prevblk",
    "WAITING_FOR_ANCESTOR,inconclusive",
    "HEADER_ONLY,inconclusive"
  })
  void saysWhereABlockIs(Placement placement, String expected) {
    assertThat(BlockReason.of(Verdict.accepted(placement))).contains(expected);
  }

  @Test
  void saysWhyThereIsNoVerdict() {
    assertThat(BlockReason.of(Verdict.deferred(new Verdict.MissingParent(BlockHash.ZERO))))
        .contains("bad-prevblk");
    assertThat(BlockReason.of(Verdict.deferred(new Verdict.TooEarly(Timestamp.of(1)))))
        .contains("time-too-new");
    assertThat(BlockReason.of(Verdict.deferred(new Verdict.LimitReached(LocalLimit.values()[0]))))
        .contains("rejected");
    assertThat(BlockReason.of(Verdict.deferred(new Verdict.Halted(BlockHash.ZERO, ""))))
        .contains("rejected");
  }

  @ParameterizedTest
  @CsvSource({
    "WORK_BELOW_TARGET,high-hash",
    "MERKLE_ROOT_MISMATCH,bad-txnmrklroot",
    "BITS_MISMATCH,bad-diffbits",
    "TIME_BEFORE_PARENT,time-too-old",
    "HEADER_VERSION_INVALID,bad-version",
    "REWARD_MISMATCH,bad-cb-amount",
    "SIGNATURE_INVALID,bad-txns",
    "STATE_ROOT_NOT_ZERO,rejected"
  })
  void saysWhatIsWrong(Rule rule, String expected) {
    Rejection why = Rejection.of(rule, "this", "that");
    assertThat(BlockReason.of(Verdict.rejected(why))).contains(expected);
    assertThat(BlockReason.of(Verdict.rejectedBody(why))).contains(expected);
  }

  @Test
  void takesAnApplicationsReasonForOneOfATransaction() {
    assertThat(BlockReason.of(RpcFault.MODE_UNKNOWN)).isEqualTo("bad-txns");
  }
}
