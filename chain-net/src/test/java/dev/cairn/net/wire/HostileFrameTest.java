package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that an honest peer never sends. */
class HostileFrameTest {

  private static final int GET_HEADERS = 10;
  private static final int GET_ADDRESSES = 40;
  private static final int ADDRESSES = 41;

  @Test
  void anEnvelopeHasExactlyOneMessage() {
    assertRefused(new byte[0], WireFault.MESSAGE_MISSING);
    assertRefused(raw("2a00 2a00"), WireFault.MESSAGE_REPEATED);
    assertRefused(raw("2a00 3200"), WireFault.MESSAGE_REPEATED);
    assertRefused(raw("3a00"), WireFault.MESSAGE_UNKNOWN);
    assertRefused(raw("3800"), WireFault.MESSAGE_UNKNOWN);
    assertRefused(RawFrame.envelope(99, new byte[1 << 20]), WireFault.MESSAGE_UNKNOWN);
    assertThat(Frames.decode(raw("2a00")).value()).isEqualTo(new Ping(0));
  }

  /** Attack W5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "08 ffffffffffffffffffff01",
        "08 ffffffffffffffffff02",
        "08 80808080808080808080",
        "08 8000",
        "08 ff00",
        "08 80808080808080808000",
        "8800 01",
        "8880808080808080808000 01",
        "12 8000",
        "12 a080808000",
        "f880 00 01",
        "f801 8000",
        "fa01 8000"
      })
  void refusesVarintsThatAreTooLongOrTooLarge(String fields) {
    assertRefused(RawFrame.envelope(GET_HEADERS, raw(fields)), WireFault.VARINT_OVERLONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"52 8200 0801", "52 82808080808080808000 0801", "d200 02 0801"})
  void refusesVarintsThatAreTooLongInTheEnvelope(String frame) {
    assertRefused(raw(frame), WireFault.VARINT_OVERLONG);
  }

  /** Attack W7. */
  @Test
  void refusesDeepNestingOnASmallStack() throws InterruptedException {
    byte[] nested = new byte[0];
    for (int depth = 0; depth < 400; depth++) {
      nested = RawFrame.envelope(1, nested);
    }
    assertRefusedOnSmallStack(nested, WireFault.WIRE_TYPE_WRONG);
    assertRefusedOnSmallStack(RawFrame.envelope(GET_HEADERS, nested), WireFault.WIRE_TYPE_WRONG);
    assertRefusedOnSmallStack(RawFrame.envelope(99, nested), WireFault.MESSAGE_UNKNOWN);
  }

  /** Attack W7: field 9 is unknown in every message, 1 is not. */
  @ParameterizedTest
  @ValueSource(strings = {"4b", "4c", "4b4c", "0b", "0b0c", "0c", "4b080 14c"})
  void refusesGroupsAnywhere(String fields) throws InterruptedException {
    byte[] group = raw(fields);
    assertRefusedOnSmallStack(group, WireFault.GROUP_NOT_ALLOWED);
    assertRefused(RawFrame.envelope(GET_HEADERS, group), WireFault.GROUP_NOT_ALLOWED);
    assertRefused(
        RawFrame.envelope(ADDRESSES, RawFrame.envelope(1, group)), WireFault.GROUP_NOT_ALLOWED);
    assertRefusedOnSmallStack(
        RawFrame.envelope(GET_HEADERS, raw("4b".repeat(100_000))), WireFault.GROUP_NOT_ALLOWED);
  }

  /** Attack W6. */
  @Test
  void refusesAMebibyteOfEmptyAddressesWithoutMakingThem() {
    byte[] frame = RawFrame.envelope(ADDRESSES, raw("0a00".repeat(1 << 19)));
    assertRefused(frame, WireFault.FIELD_MISSING);
    byte[] address =
        new RawFrame().bytes(1, new byte[32]).bytes(2, new byte[4]).number(3, 1).toArray();
    String addresses = HexFormat.of().formatHex(RawFrame.envelope(1, address));
    byte[] full = RawFrame.envelope(ADDRESSES, raw(addresses.repeat(20_000)));
    assertThat(full.length).isBetween(800_000, 1 << 20);
    assertRefused(full, WireFault.LIST_TOO_LONG);
    assertThat(bytesAllocatedBy(frame)).isLessThan(64 << 10);
    assertThat(bytesAllocatedBy(full)).isLessThan(64 << 10);
  }

  @Test
  void refusesAMebibyteOfUnknownFieldsWithoutKeepingThem() {
    byte[] frame = RawFrame.envelope(GET_ADDRESSES, raw("7800".repeat(1 << 19)));
    assertRefused(frame, WireFault.UNKNOWN_FIELDS_TOO_MANY);
    assertThat(bytesAllocatedBy(frame)).isLessThan(64 << 10);
  }

  /** What the decoding of a frame of its kind allocates at most, for each byte of the frame. */
  @Test
  void allocatesNoMoreThanAFewTimesTheFrame() {
    byte[] positions = new byte[4 * 73_000];
    for (int i = 0; i < 73_000; i++) {
      int position = i + 1;
      for (int j = 0; j < 4; j++) {
        positions[4 * i + j] = (byte) (position >>> 8 * j);
      }
    }
    byte[] frame =
        RawFrame.envelope(22, new RawFrame().bytes(1, new byte[32]).bytes(2, positions).toArray());
    assertThat(Frames.decode(frame).isPassed()).isTrue();
    assertThat(bytesAllocatedBy(frame)).isLessThan(10L * frame.length);
  }

  private static long bytesAllocatedBy(byte[] frame) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Frames.decode(frame);
    long before = threads.getCurrentThreadAllocatedBytes();
    Checked<Message> decoded = Frames.decode(frame);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(decoded).isNotNull();
    return allocated;
  }

  /** Attack W15: numbers that a 32-bit reader would take for small or negative ones. */
  @ParameterizedTest
  @CsvSource({
    "10, 1, -1",
    "10, 1, -2147483648",
    "10, 1, 4294967296",
    "10, 1, 9223372036854775807",
    "10, 1, -9223372036854775808",
    "11, 1, -1",
    "20, 1, 2",
    "20, 1, -1",
    "20, 1, 4294967296",
    "1, 1, 0",
    "1, 1, 65536",
    "1, 2, -1",
    "3, 3, -1",
    "3, 4, 65536",
    "3, 4, -1",
    "3, 6, 4294967296",
    "3, 6, 9223372036854775807",
    "3, 6, -9223372036854775808"
  })
  void refusesNumbersOutOfTheirRange(int member, int field, long value) {
    assertRefused(
        RawFrame.envelope(member, new RawFrame().number(field, value).toArray()),
        WireFault.VALUE_OUT_OF_RANGE_ON_WIRE);
  }

  /** Attack W15, inside canonical bytes. */
  @Test
  void refusesAmountsNearTheExtremes() {
    byte[] coinbase = SampleMessages.BLOCK.coinbase().encode().toArray();
    int reward = 9 + 16 + 32 + 7;
    for (int highest = 0x80; highest <= 0xff; highest++) {
      coinbase[reward] = (byte) highest;
      assertRefused(compactBlock(coinbase), Rule.VALUE_OUT_OF_RANGE);
    }
    Arrays.fill(coinbase, reward - 7, reward + 1, (byte) 0xff);
    assertRefused(compactBlock(coinbase), Rule.VALUE_OUT_OF_RANGE);
    coinbase[reward] = 0x7f;
    assertThat(Frames.decode(compactBlock(coinbase)).isPassed()).isTrue();
  }

  private static byte[] compactBlock(byte[] coinbase) {
    return RawFrame.envelope(
        21,
        new RawFrame()
            .bytes(1, SampleMessages.BLOCK.header().toArray())
            .bytes(3, coinbase)
            .toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2a",
        "2aff",
        "2a01",
        "2a05",
        "2a0109",
        "2a0209",
        "2a0509000000",
        "2a09090000000000000000ff",
        "00",
        "0000",
        "07",
        "0f00",
        "2f",
        "2e00",
        "fdffffff7f00",
        "2a027a01",
        "2a017a",
        "2a0179",
        "2a037d0000",
        "2a037a80",
        "2affffffffffffffff7f",
        "2affffffffffffffffff01",
        "ffffffff"
      })
  void refusesWhatIsNoProtobuf(String frame) {
    assertRefused(raw(frame), WireFault.PROTOBUF_MALFORMED);
  }

  /** The last field number there can be, and the next one; the tags need five bytes. */
  @Test
  void knowsWhereFieldNumbersEnd() {
    assertRefused(raw("f8ffffff0f00"), WireFault.MESSAGE_UNKNOWN);
    assertRefused(raw("808080801000"), WireFault.PROTOBUF_MALFORMED);
    assertRefused(raw("f8ffffff7f00"), WireFault.PROTOBUF_MALFORMED);
    assertRefused(raw("f8ffffffffffffffff0100"), WireFault.PROTOBUF_MALFORMED);
  }

  /** Each field would fit the frame, but not the message that it is in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2a027a04 38003800",
        "2a037a8001 3800380038003800",
        "2a0179 3800380038003800",
        "2a0109 3800380038003800",
        "2a017d 38003800",
        "2a0178 0038003800",
        "5201 0800 3800",
        "ca02020a02 38003800"
      })
  void refusesFieldsThatGoBeyondTheirMessage(String frame) {
    assertThat(WireScan.firstFault(ByteBuffer.wrap(raw(frame))).map(Rejection::reason))
        .contains(WireFault.PROTOBUF_MALFORMED);
  }

  private static void assertRefusedOnSmallStack(byte[] frame, Reason reason)
      throws InterruptedException {
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                outcome.set(Frames.decode(frame).rejection().map(Rejection::reason).orElse(null));
              } catch (StackOverflowError error) {
                outcome.set(error);
              }
            },
            "small stack",
            256 << 10);
    thread.start();
    thread.join();
    assertThat(outcome.get()).isEqualTo(reason);
  }

  private static void assertRefused(byte[] frame, Reason reason) {
    assertThat(Frames.decode(frame).rejection().map(Rejection::reason)).contains(reason);
  }

  private static byte[] raw(String hex) {
    return new RawFrame().hex(hex).toArray();
  }
}
