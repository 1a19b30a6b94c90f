package dev.cairn.net.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.NetworkParameters;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

class NetLimitsTest {

  @Test
  void framesAreNoLongerThanTheBlocksOfTheNetworkNeed() {
    assertThat(NetLimits.DEFAULT.forBlocksOf(1 << 10).frameBytes())
        .isEqualTo((1 << 20) + (64 << 10));
    assertThat(NetLimits.DEFAULT.forBlocksOf(1 << 20).frameBytes())
        .isEqualTo((1 << 20) + (64 << 10));
    assertThat(NetLimits.DEFAULT.forBlocksOf((1 << 20) + 1).frameBytes())
        .isEqualTo((1 << 20) + (64 << 10) + 1);
    assertThat(NetLimits.DEFAULT.forBlocksOf(NetworkParameters.BLOCK_BYTES_MAX).frameBytes())
        .isEqualTo(NetLimits.DEFAULT.frameBytes());
  }

  @Test
  void nothingElseIsChanged() throws ReflectiveOperationException {
    NetLimits changed = NetLimits.DEFAULT.forBlocksOf(1 << 10);
    for (RecordComponent component : NetLimits.class.getRecordComponents()) {
      Object value = component.getAccessor().invoke(changed);
      if (!component.getName().equals("frameBytes")) {
        assertThat(value)
            .as(component.getName())
            .isEqualTo(component.getAccessor().invoke(NetLimits.DEFAULT));
      }
    }
  }
}
