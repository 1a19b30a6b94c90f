package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateChangesPropertyTest {

  @Test
  void comesBackFromItsBytes() {
    Random random = Seeds.random("comesBackFromItsBytes");
    for (int round = 0; round < Seeds.rounds(500, 20_000); round++) {
      StateChanges changes = drawChanges(random);

      assertThat(StateChanges.decode(changes.encode()).value()).isEqualTo(changes);
    }
  }

  @Test
  void decodesRandomBytesOnlyToWhatHasTheseBytes() {
    Random random = Seeds.random("decodesRandomBytesOnlyToWhatHasTheseBytes");
    int decoded = 0;
    for (int round = 0; round < Seeds.rounds(50_000, 2_000_000); round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        // Small numbers, so that many inputs go far; any byte now and then.
        bytes[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(4));
      }
      decoded += assertDecodesOnlyToTheSameBytes(Bytes.of(bytes));
    }
    assertThat(decoded).isPositive();
  }

  @Test
  void decodesAlteredBytesOnlyToWhatHasTheseBytes() {
    Random random = Seeds.random("decodesAlteredBytesOnlyToWhatHasTheseBytes");
    int decoded = 0;
    for (int round = 0; round < Seeds.rounds(20_000, 500_000); round++) {
      byte[] bytes = drawChanges(random).encode().toArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      }
      decoded += assertDecodesOnlyToTheSameBytes(Bytes.of(bytes));
    }
    assertThat(decoded).isPositive();
  }

  private static int assertDecodesOnlyToTheSameBytes(Bytes input) {
    Checked<StateChanges> changes = StateChanges.decode(input);
    if (!changes.isPassed()) {
      return 0;
    }
    assertThat(changes.value().encode()).isEqualTo(input);
    return 1;
  }

  private static StateChanges drawChanges(Random random) {
    StateModel model = new StateModel();
    model.apply(model.drawChanges(random, 20));
    return model.drawChanges(random, 10);
  }
}
