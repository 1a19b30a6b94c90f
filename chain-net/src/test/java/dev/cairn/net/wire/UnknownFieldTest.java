package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import org.junit.jupiter.api.Test;

/** Fields that a later version may add are ignored, as long as they are few. */
class UnknownFieldTest {

  private static final int PING = 5;
  private static final int GET_ADDRESSES = 40;
  private static final int ADDRESSES = 41;

  /** Bytes of an unknown field are not looked into, so that their depth means nothing. */
  @Test
  void skipsDeepNestingInAnUnknownField() {
    byte[] nested = new byte[0];
    for (int depth = 0; depth < 400; depth++) {
      nested = RawFrame.envelope(1, nested);
    }
    byte[] unknown = new RawFrame().bytes(9, nested).toArray();
    assertThat(Frames.decode(RawFrame.envelope(GET_ADDRESSES, unknown)).value())
        .isEqualTo(new GetAddresses());
  }

  @Test
  void ignoresUnknownFieldsUpToTheirLimit() {
    RawFrame fields = new RawFrame().fixed64(1, 7);
    for (int i = 0; i < WireSchema.UNKNOWN_FIELDS_MAX / 4; i++) {
      fields.number(15, i).fixed32(16, i).fixed64(17, i).bytes(300, new byte[i % 8]);
    }
    assertThat(Frames.decode(RawFrame.envelope(PING, fields.toArray())).value())
        .isEqualTo(new Ping(7));
    fields.number(15, 1);
    assertRefused(RawFrame.envelope(PING, fields.toArray()), WireFault.UNKNOWN_FIELDS_TOO_MANY);
  }

  @Test
  void ignoresUnknownBytesUpToTheirLimit() {
    int overhead = 1 + 2;
    byte[] most = new byte[WireSchema.UNKNOWN_BYTES_MAX - overhead];
    byte[] more = new byte[most.length + 1];
    byte[] ping = RawFrame.envelope(PING, new byte[0]);
    for (boolean isInside : new boolean[] {true, false}) {
      assertThat(Frames.decode(withUnknown(ping, most, isInside)).value()).isEqualTo(new Ping(0));
      assertRefused(withUnknown(ping, more, isInside), WireFault.UNKNOWN_FIELDS_TOO_MANY);
    }
  }

  private static byte[] withUnknown(byte[] ping, byte[] value, boolean isInside) {
    byte[] unknown = new RawFrame().bytes(15, value).toArray();
    if (isInside) {
      return RawFrame.envelope(PING, unknown);
    }
    RawFrame frame = new RawFrame().bytes(PING, new byte[0]).bytes(9, value);
    assertThat(frame.toArray()).hasSize(ping.length + unknown.length);
    return frame.toArray();
  }

  @Test
  void ignoresTwoUnknownFieldsInEachAddress() {
    byte[] address =
        new RawFrame()
            .bytes(1, new byte[32])
            .bytes(2, new byte[] {10, 0, 0, 1})
            .number(3, 1)
            .bytes(4, new byte[56])
            .number(5, -1)
            .toArray();
    RawFrame addresses = new RawFrame();
    for (int i = 0; i < Addresses.ADDRESSES_MAX; i++) {
      addresses.bytes(1, address);
    }
    Message decoded = Frames.decode(RawFrame.envelope(ADDRESSES, addresses.toArray())).value();
    assertThat(((Addresses) decoded).addresses()).hasSize(Addresses.ADDRESSES_MAX);
  }

  private static void assertRefused(byte[] frame, Reason reason) {
    assertThat(Frames.decode(frame).rejection().map(Rejection::reason)).contains(reason);
  }
}
