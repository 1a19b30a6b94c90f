package dev.cairn.node.stratum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {

  private final LineBuffer buffer = new LineBuffer(10);
  private final List<String> lines = new ArrayList<>();

  private void add(String text) {
    buffer.add(text.getBytes(UTF_8));
    while (buffer.hasLine()) {
      lines.add(buffer.next());
    }
  }

  @Test
  void putsPiecesTogether() {
    add("ab");
    add("c\nde");
    add("\n\nf");

    assertThat(lines).containsExactly("abc", "de", "");
    assertThat(buffer.isTooLong()).isFalse();
  }

  @Test
  void findsTheSameLinesHoweverTheyAreCut() {
    String text = "one\ntwo\n\nthree\n0123456789\nfour\n";
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      lines.clear();
      for (int from = 0; from < text.length(); ) {
        int to = Math.min(text.length(), from + 1 + random.nextInt(12));
        add(text.substring(from, to));
        from = to;
      }
      assertThat(lines).containsExactly("one", "two", "", "three", "0123456789", "four");
    }
  }

  @Test
  void aLineOfTheGreatestLengthIsOneAndALongerOneIsNot() {
    add("0123456789");
    assertThat(buffer.isTooLong()).isFalse();
    add("\n");
    assertThat(lines).containsExactly("0123456789");

    add("0123456789a");
    assertThat(buffer.isTooLong()).isTrue();
    add("\nnext\n");
    assertThat(lines).containsExactly("0123456789");
    assertThat(buffer.isTooLong()).isTrue();
  }

  @Test
  void aLineThatIsTooLongIsNotedWhereverItComes() {
    add("short\n0123456789ab\n");

    assertThat(lines).containsExactly("short");
    assertThat(buffer.isTooLong()).isTrue();
  }
}
