package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.MutatedBytes;
import dev.cairn.core.Seeds;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames that were damaged or made up: a refusal or another message, never anything else. */
class MutatedFrameTest {

  /** Attack W14. */
  @Test
  void neverTakesAFrameWithOneFlippedBitForTheOriginal() throws IOException {
    for (Map.Entry<String, byte[]> vector : GoldenVectorTest.vectors().entrySet()) {
      byte[] frame = vector.getValue();
      Message original = Frames.decode(frame).value();
      for (int bit = 0; bit < 8 * frame.length; bit++) {
        byte[] flipped = frame.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Checked<Message> decoded = Frames.decodeHostile(flipped);
        if (decoded.isPassed()) {
          assertThat(decoded.value())
              .as("%s, bit %d flipped", vector.getKey(), bit)
              .isNotEqualTo(original);
        }
      }
    }
  }

  @Test
  void neverTakesTheBeginningOfAFrameForTheWhole() throws IOException {
    for (Map.Entry<String, byte[]> vector : GoldenVectorTest.vectors().entrySet()) {
      byte[] frame = vector.getValue();
      for (int length = 0; length < frame.length; length++) {
        assertThat(Frames.decodeHostile(Arrays.copyOf(frame, length)).isPassed())
            .as("%s, first %d bytes", vector.getKey(), length)
            .isFalse();
      }
    }
  }

  @Test
  void neverTakesTwoFramesForOne() throws IOException {
    for (byte[] first : GoldenVectorTest.vectors().values()) {
      for (byte[] second : GoldenVectorTest.vectors().values()) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(Frames.decode(both).rejection().orElseThrow().reason())
            .isEqualTo(WireFault.MESSAGE_REPEATED);
      }
    }
  }

  @Test
  void answersEveryRandomInput() {
    Random random = Seeds.random("answersEveryRandomInput");
    int rounds = Seeds.rounds(100_000, 2_000_000);
    for (int round = 0; round < rounds; round++) {
      byte[] input = new byte[random.nextInt(64)];
      random.nextBytes(input);
      if (input.length > 2 && random.nextBoolean()) {
        pretendToBeAMessage(input, random);
      }
      Frames.decodeHostile(input);
    }
  }

  /** The tag of some message, with a length that fits. */
  private static void pretendToBeAMessage(byte[] input, Random random) {
    List<FieldLimit> members = WireSchema.ENVELOPE.fields();
    int number = members.get(random.nextInt(members.size())).number();
    int tag = number << 3 | 2;
    int at = 0;
    if (tag >= 0x80) {
      input[at++] = (byte) (tag & 0x7f | 0x80);
    }
    input[at++] = (byte) (tag >>> (at == 2 ? 7 : 0));
    input[at] = (byte) (input.length - at - 1);
  }

  @Test
  void answersEveryMutationOfAFrame() throws IOException {
    Random random = Seeds.random("answersEveryMutationOfAFrame");
    List<byte[]> frames = new ArrayList<>(GoldenVectorTest.vectors().values());
    int rounds = Seeds.rounds(20_000, 1_000_000);
    for (int round = 0; round < rounds; round++) {
      Frames.decodeHostile(MutatedBytes.of(frames.get(random.nextInt(frames.size())), random));
    }
  }
}
