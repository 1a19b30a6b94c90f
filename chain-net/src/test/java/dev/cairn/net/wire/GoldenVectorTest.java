package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.message.Message;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bytes of version 1 of the protocol stay what they are: each file in {@code golden/p2p-v1} has
 * one frame in hexadecimal. A vector is only ever added.
 */
class GoldenVectorTest {

  @Test
  void everyKindOfMessageHasAVector() throws IOException {
    assertThat(vectors().keySet())
        .containsAll(
            Stream.of(Message.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
  }

  @Test
  void everyVectorIsWhatItsMessageGives() throws IOException {
    Map<String, byte[]> vectors = vectors();
    assertThat(vectors.keySet()).containsExactlyInAnyOrderElementsOf(SampleMessages.all().keySet());
    SampleMessages.all()
        .forEach(
            (name, message) ->
                assertThat(HexFormat.of().formatHex(Frames.encode(message)))
                    .as(name)
                    .isEqualTo(HexFormat.of().formatHex(vectors.get(name))));
  }

  @Test
  void everyVectorGivesItsMessage() throws IOException {
    Map<String, Message> messages = SampleMessages.all();
    vectors()
        .forEach(
            (name, frame) ->
                assertThat(Frames.decode(frame).value()).as(name).isEqualTo(messages.get(name)));
  }

  /** The frames by the names of their files, without {@code .hex}. */
  static Map<String, byte[]> vectors() throws IOException {
    Map<String, byte[]> vectors = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertThat(name).endsWith(".hex");
        List<String> lines = Files.readAllLines(file);
        vectors.put(
            name.substring(0, name.length() - ".hex".length()),
            HexFormat.of().parseHex(String.join("", lines)));
      }
    }
    return vectors;
  }

  private static Path folder() {
    try {
      return Path.of(GoldenVectorTest.class.getResource("/golden/p2p-v1").toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
