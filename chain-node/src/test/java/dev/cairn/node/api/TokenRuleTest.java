package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.verdict.Rejection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TokenRuleTest {

  private final TokenRule rule = new TokenRule(Optional.of("correct-horse"));

  @Test
  void takesTheTokenAlone() {
    assertThat(rule.check(List.of("Bearer correct-horse"))).isEmpty();
    assertThat(rule.check(List.of("bearer  correct-horse "))).isEmpty();
  }

  @Test
  void refusesEverythingElse() {
    for (List<String> headers :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("Bearer"),
            List.of("Bearer "),
            List.of("Bearer correct-hors"),
            List.of("Bearer correct-horsf"),
            List.of("Bearer correct-horsee"),
            List.of("Bearer Correct-horse"),
            List.of("correct-horse"),
            List.of("Basic correct-horse"),
            List.of("Bearer correct-horse", "Bearer correct-horse"))) {
      assertThat(rule.check(headers).orElseThrow().reason()).isEqualTo(ApiFault.TOKEN_NEEDED);
    }
  }

  @Test
  void neverShowsWhatWasSent() {
    Rejection refusal = rule.check(List.of("Bearer almost-correct")).orElseThrow();
    assertThat(refusal.toString()).doesNotContain("almost").doesNotContain("horse");
  }

  @Test
  void asksForNothingWithoutAToken() {
    assertThat(new TokenRule(Optional.empty()).check(List.of())).isEmpty();
  }
}
