package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link SessionFuzzTest} replays is what was meant, and still comes to where it should. */
class SessionSeedsTest {

  static Set<String> names() {
    return SessionSeeds.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSeedComesToWhereItShould(String name) {
    SessionSeeds.Seed seed = SessionSeeds.all().get(name);
    assertThat(FuzzedSession.play(seed.bytes())).containsAll(seed.reached());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSeedIsAmongTheInputsOfTheFuzzTest(String name) throws IOException {
    try (InputStream in =
        getClass().getResourceAsStream("SessionFuzzTestInputs/session/" + name + ".bin")) {
      assertThat(in).as("to be written by SessionSeeds.main").isNotNull();
      assertThat(in.readAllBytes()).isEqualTo(SessionSeeds.all().get(name).bytes());
    }
  }
}
