package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.block.Block;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Proof;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.math.BigInteger;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the walk over a frame cannot see: how fields fit together, and what canonical bytes say. */
class WireCodecTest {

  private static final Block BLOCK = SampleMessages.BLOCK;
  private static final Hello HELLO = (Hello) SampleMessages.all().get("Hello");

  @Test
  void refusesProtocolVersionsInTheWrongOrder() {
    RawFrame hello =
        new RawFrame()
            .number(1, 2)
            .number(2, 1)
            .bytes(3, new byte[32])
            .bytes(4, new byte[32])
            .bytes(5, new byte[8]);
    assertRefused(1, hello, WireFault.PROTOCOL_RANGE_REVERSED);
  }

  @Test
  void refusesWorkWithLeadingZeros() {
    assertRefused(
        3,
        new RawFrame().bytes(1, new byte[] {0, 1}).bytes(2, new byte[32]),
        WireFault.WORK_NOT_SHORTEST);
    assertRefused(
        3,
        new RawFrame().bytes(1, new byte[1]).bytes(2, new byte[32]),
        WireFault.WORK_NOT_SHORTEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n", "\u001b[31m", "\u007f", "caf\u00e9", "\u0000"})
  void refusesAnAgentThatIsNotPrintableAscii(String agent) {
    byte[] utf8 = agent.getBytes(StandardCharsets.UTF_8);
    assertRefused(
        3, new RawFrame().bytes(2, new byte[32]).bytes(5, utf8), WireFault.TEXT_MALFORMED);
    Introduction introduction = new Introduction(Work.ZERO, BLOCK.hash(), 0, 0, agent, 0);
    assertThatThrownBy(() -> WireCodec.encode(introduction))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lower", "A B", "A-B", "\u00c4", "A\n"})
  void refusesAGoodbyeWhoseReasonIsNoCode(String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    assertRefused(4, new RawFrame().bytes(1, utf8), WireFault.TEXT_MALFORMED);
    Goodbye goodbye = new Goodbye(reason, "");
    assertThatThrownBy(() -> WireCodec.encode(goodbye))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    RawFrame goodbye =
        new RawFrame().bytes(1, new byte[] {'A'}).bytes(2, new byte[] {(byte) 0xc3, 0x28});
    assertRefused(4, goodbye, WireFault.PROTOBUF_MALFORMED);
  }

  @Test
  void cleansTheDetailOfAGoodbye() {
    byte[] detail = "a\u001b[31mb\u202ec\n".getBytes(StandardCharsets.UTF_8);
    byte[] frame =
        RawFrame.envelope(4, new RawFrame().bytes(1, new byte[] {'A'}).bytes(2, detail).toArray());
    assertThat(Frames.decode(frame).value()).isEqualTo(new Goodbye("A", "a?[31mb?c?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "291d0100", "ffffffff", "00000080", "0100000000000000"})
  void refusesPositionsThatNoTransactionHas(String positions) {
    assertRefused(22, positions(positions), WireFault.VALUE_OUT_OF_RANGE_ON_WIRE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0200000001000000", "0100000001000000", "01000000ff00000002000000"})
  void refusesPositionsThatDoNotAscend(String positions) {
    assertRefused(22, positions(positions), WireFault.POSITIONS_NOT_ASCENDING);
  }

  private static RawFrame positions(String hex) {
    return new RawFrame().bytes(1, new byte[32]).bytes(2, Bytes.ofHex(hex).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12})
  void refusesHostsOfOtherLengths(int length) {
    byte[] address =
        new RawFrame().bytes(1, new byte[32]).bytes(2, new byte[length]).number(3, 1).toArray();
    assertRefused(41, new RawFrame().bytes(1, address), WireFault.LENGTH_WRONG);
  }

  @Test
  void refusesWhatIsWrongInsideCanonicalBytes() {
    String block = BLOCK.encode().toHex();
    assertRefused(14, field(1, block + "00"), Rule.TRAILING_BYTES);
    assertRefused(
        14,
        field(1, block.substring(0, 81 * 2) + BLOCK.transactions().get(0).encode().toHex()),
        Rule.COINBASE_MISSING);
    assertRefused(14, field(1, block.substring(0, 80 * 2) + "00"), Rule.TRANSACTION_COUNT_ZERO);
    assertRefused(
        14,
        field(1, block.substring(0, 80 * 2) + "fd0300" + block.substring(81 * 2)),
        Rule.VARINT_NOT_SHORTEST);
    String coinbase = BLOCK.coinbase().encode().toHex();
    String header = Bytes.of(BLOCK.header().toArray()).toHex();
    assertRefused(21, field(1, header).hex("1a63" + coinbase + "00"), Rule.TRAILING_BYTES);
    String transaction = BLOCK.transactions().get(0).encode().toHex();
    assertRefused(32, field(1, transaction + "01"), Rule.TRUNCATED);
    assertRefused(32, field(1, transaction + "02"), Rule.TRANSACTION_VERSION_UNKNOWN);
    assertRefused(32, field(1, coinbase), Rule.COINBASE_NOT_FIRST);
    String network = SampleMessages.NETWORK.encode().toHex();
    assertRefused(43, field(1, network + "00"), Rule.TRAILING_BYTES);
  }

  private static RawFrame field(int number, String hex) {
    return new RawFrame().bytes(number, Bytes.ofHex(hex).toArray());
  }

  @Test
  void saysWhichMessageIsWrong() {
    Rejection why =
        Frames.decode(RawFrame.envelope(14, field(1, "00").toArray())).rejection().orElseThrow();
    assertThat(why.got()).startsWith("full_block: ");
  }

  @Test
  void takesUpTo256TransactionsOfAMebibyteOrOneLargerOne() {
    Transaction small = BLOCK.transactions().get(1);
    assertSendable(new Transactions(Collections.nCopies(256, small), List.of()));
    assertNotSendable(new Transactions(Collections.nCopies(257, small), List.of()));
    assertRefused(32, field(1, small.encode().toHex().repeat(257)), WireFault.LIST_TOO_LONG);

    Transaction half = transaction(Transactions.BYTES_MAX / 2);
    Transaction halfAndOne = transaction(Transactions.BYTES_MAX / 2 + 1);
    Transaction large = transaction(8_323_072);
    assertSendable(new Transactions(List.of(half, half), List.of()));
    assertNotSendable(new Transactions(List.of(half, halfAndOne), List.of()));
    assertRefused(
        32, field(1, half.encode().toHex() + halfAndOne.encode().toHex()), WireFault.LIST_TOO_LONG);
    assertSendable(new Transactions(List.of(large), List.of()));
    assertNotSendable(new Transactions(List.of(transaction(8_323_073)), List.of()));
  }

  private static Transaction transaction(int size) {
    int around = 1 + 32 + 8 + 8 + 1 + 5 + 64;
    return Transaction.decode(
            new ByteWriter()
                .u8(Transaction.VERSION)
                .bytes(new byte[32])
                .u64(0)
                .u64(0)
                .varint(2)
                .varint(size - around)
                .bytes(new byte[size - around])
                .bytes(new byte[64])
                .toBytes())
        .value();
  }

  @ParameterizedTest
  @MethodSource
  void doesNotSendWhatWouldBeRefused(Message message) {
    assertNotSendable(message);
  }

  static Stream<Message> doesNotSendWhatWouldBeRefused() {
    NodeId node = new NodeId(BLOCK.coinbase().recipient());
    PeerAddress address = new PeerAddress(Bytes.ofHex("0a000001"), 7771);
    KnownAddress known = new KnownAddress(node, address);
    Work much = Work.of(BigInteger.ONE.shiftLeft(264));
    return Stream.of(
        new Hello(0, 1, HELLO.networkId(), HELLO.nonce(), HELLO.rulesId(), Bytes.EMPTY),
        new Hello(2, 1, HELLO.networkId(), HELLO.nonce(), HELLO.rulesId(), Bytes.EMPTY),
        new Hello(1, 65536, HELLO.networkId(), HELLO.nonce(), HELLO.rulesId(), Bytes.EMPTY),
        new Hello(1, 1, HELLO.networkId(), Bytes.EMPTY, HELLO.rulesId(), Bytes.EMPTY),
        new Hello(1, 1, HELLO.networkId(), HELLO.nonce(), HELLO.rulesId(), Bytes.ofHex("00")),
        new Proof(Bytes.of(new byte[31])),
        new Introduction(much, BLOCK.hash(), 0, 0, "", 0),
        new Introduction(Work.ZERO, BLOCK.hash(), -1, 0, "", 0),
        new Introduction(Work.ZERO, BLOCK.hash(), 0, 65536, "", 0),
        new Introduction(Work.ZERO, BLOCK.hash(), 0, 0, "x".repeat(65), 0),
        new Introduction(Work.ZERO, BLOCK.hash(), 0, 0, "", -1),
        new Goodbye("", ""),
        new Goodbye("X".repeat(65), ""),
        new GetHeaders(1L << 32, List.of()),
        new GetHeaders(0, Collections.nCopies(65, BLOCK.hash())),
        new GetBlocks(List.of()),
        new BlocksNotFound(Collections.nCopies(17, BLOCK.hash())),
        new GetBlockTransactions(BLOCK.hash(), List.of()),
        new GetBlockTransactions(BLOCK.hash(), List.of(0)),
        new GetBlockTransactions(BLOCK.hash(), List.of(2, 2)),
        new GetBlockTransactions(BLOCK.hash(), List.of(73_001)),
        new Addresses(Collections.nCopies(65, known)),
        new Addresses(List.of(new KnownAddress(node, address.withPort(0)))));
  }

  @Test
  void writesOnlyWhereThereIsRoom() {
    Encoded encoded = WireCodec.encode(new FullBlock(BLOCK));
    ByteBuffer small = ByteBuffer.allocate(encoded.size() - 1);
    assertThatThrownBy(() -> encoded.writeTo(small)).isInstanceOf(BufferOverflowException.class);
    assertThat(small.position()).isZero();
    assertThat(small.array()).containsOnly(0);
  }

  @Test
  void keepsNothingOfTheFrame() {
    for (Message message : SampleMessages.all().values()) {
      byte[] frame = Frames.encode(message);
      Message decoded = Frames.decode(frame).value();
      Arrays.fill(frame, (byte) 0xff);
      assertThat(decoded).isEqualTo(message);
      assertThat(Frames.encode(decoded)).isEqualTo(Frames.encode(message));
    }
  }

  private static void assertSendable(Message message) {
    assertThat(Frames.decode(Frames.encode(message)).value()).isEqualTo(message);
  }

  private static void assertNotSendable(Message message) {
    assertThatThrownBy(() -> WireCodec.encode(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot be sent: ");
  }

  private static void assertRefused(int member, RawFrame message, Reason reason) {
    assertThat(
            Frames.decode(RawFrame.envelope(member, message.toArray()))
                .rejection()
                .map(Rejection::reason))
        .contains(reason);
  }
}
