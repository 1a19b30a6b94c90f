package dev.cairn.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {

  /** All of stage 1, and what another body could still mend (docs/consensus.md, section 2). */
  private static final Set<Rule> BLAMES_ONLY_THE_SENDER =
      EnumSet.of(
          Rule.TRUNCATED,
          Rule.VARINT_NOT_SHORTEST,
          Rule.VALUE_OUT_OF_RANGE,
          Rule.TRANSACTION_COUNT_ZERO,
          Rule.COINBASE_MISSING,
          Rule.COINBASE_MESSAGE_TOO_LONG,
          Rule.COINBASE_NOT_FIRST,
          Rule.TRANSACTION_VERSION_UNKNOWN,
          Rule.TRAILING_BYTES,
          Rule.MERKLE_TREE_MUTATED,
          Rule.MERKLE_ROOT_MISMATCH);

  @ParameterizedTest
  @EnumSource
  void blamesTheSenderAloneForWhatSaysNothingAboutTheHeader(Rule rule) {
    Rule.Blame expected =
        BLAMES_ONLY_THE_SENDER.contains(rule) ? Rule.Blame.SENDER : Rule.Blame.HEADER;

    assertThat(rule.blame()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void saysOfEveryRuleWhatToDo(Rule rule) {
    assertThat(rule.hint()).isNotBlank().doesNotEndWith(".");
    assertThat(rule.name()).matches("[A-Z][A-Z0-9_]+");
  }
}
