package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import org.junit.jupiter.api.Test;

final class TimeWindowTest {

  private static final Timestamp START = Timestamp.of(1_800_000_000);

  /** Bits are eased from 3600 s on, and again every 600 s. */
  private static final NetworkParameters NETWORK =
      new NetworkParameters.Builder("x", Bytes.of(new byte[16]), START)
          .bits(new CompactBits(0x207fffff))
          .genesisBits(new CompactBits(0x1c00ffff))
          .difficulty(10, 600, 300)
          .build();

  private static final ChainedHeader PARENT = ChainedHeader.genesis(NETWORK);

  private static TimeWindow around(long seconds) {
    Timestamp time = START.plusSeconds(seconds);
    return TimeWindow.around(time, PARENT, NETWORK, time);
  }

  private static TimeWindow window(long first, long last) {
    return new TimeWindow(START.plusSeconds(first), START.plusSeconds(last));
  }

  @Test
  void endsBeforeTheBitsAreEased() {
    assertThat(around(0)).isEqualTo(window(0, 300));
    assertThat(around(3_299)).isEqualTo(window(0, 3_599));
    assertThat(around(3_599)).isEqualTo(window(0, 3_599));
    assertThat(around(3_600)).isEqualTo(window(3_600, 3_900));
    assertThat(around(4_100)).isEqualTo(window(3_600, 4_199));
    assertThat(around(4_200)).isEqualTo(window(4_200, 4_500));
  }

  @Test
  void containsOnlyTimesOfTheSameBits() {
    HeaderRules rules = new HeaderRules(NETWORK);
    for (long seconds = 0; seconds < 20_000; seconds += 97) {
      CompactBits bits = rules.bitsAfter(PARENT, START.plusSeconds(seconds));
      TimeWindow window = around(seconds);
      assertThat(rules.bitsAfter(PARENT, window.first())).isEqualTo(bits);
      assertThat(rules.bitsAfter(PARENT, window.last())).isEqualTo(bits);
      assertThat(window.closestTo(START.plusSeconds(seconds)))
          .isEqualTo(START.plusSeconds(seconds));
    }
  }

  @Test
  void movesATimeNoFurtherThanItMust() {
    TimeWindow window = window(10, 20);
    assertThat(window.closestTo(START)).isEqualTo(window.first());
    assertThat(window.closestTo(START.plusSeconds(15))).isEqualTo(START.plusSeconds(15));
    assertThat(window.closestTo(START.plusSeconds(21))).isEqualTo(window.last());
  }

  @Test
  void hasNoEndOfItsOwnWhereBitsNeverChange() {
    NetworkParameters dev = NetworkParameters.dev();
    Timestamp now = dev.genesisTime().plusSeconds(1_000_000);
    assertThat(TimeWindow.around(now, ChainedHeader.genesis(dev), dev, now))
        .isEqualTo(new TimeWindow(dev.genesisTime(), now.plusSeconds(300)));
  }

  @Test
  void isNotEmptyWhenTheClockIsBehind() {
    TimeWindow window = TimeWindow.around(START, PARENT, NETWORK, Timestamp.of(0));
    assertThat(window).isEqualTo(window(0, 0));
  }
}
