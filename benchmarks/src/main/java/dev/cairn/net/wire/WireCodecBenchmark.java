package dev.cairn.net.wire;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Transactions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The messages that carry most of the bytes between peers, to frames and back. The bound is what
 * the same content costs in its canonical form, without protobuf around it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class WireCodecBenchmark {

  /** The kinds of messages. */
  public enum Kind {
    HEADERS,
    FULL_BLOCK,
    COMPACT_BLOCK,
    TRANSACTIONS
  }

  private static final int SENDERS_MAX = 1_000;

  @Param({"HEADERS", "FULL_BLOCK", "COMPACT_BLOCK", "TRANSACTIONS"})
  public Kind kind;

  /** In the message of headers. */
  @Param({"2000"})
  public int headers;

  /** In a block of 256 KiB, of which as many as can be asked for make the message of them. */
  @Param({"1690"})
  public int transactions;

  private Message message;
  private byte[] frame;
  private ByteBuffer out;
  private List<BlockHeader> allHeaders;
  private Block block;
  private List<Transaction> batch;
  private Bytes shortIds;
  private Bytes canonical;

  @Setup
  public void makeMessage() {
    Economy economy = new Economy(Math.min(transactions, SENDERS_MAX));
    List<Transaction> transfers = economy.transfers(transactions);
    Chain chain = economy.chain(SignatureChecks.onCallersThread(economy.cacheOf(transfers)));
    BlockMaker maker = new BlockMaker(chain, Economy.stranger(0));
    block = maker.make(transfers);
    batch = transfers.subList(0, Math.min(GetTransactions.IDS_MAX, transactions));
    shortIds = Bytes.of(new byte[CompactBlock.SHORT_ID_BYTES * transactions]);
    allHeaders = Stream.generate(() -> maker.make(List.of()).header()).limit(headers).toList();
    message =
        switch (kind) {
          case HEADERS -> new Headers(1, allHeaders);
          case FULL_BLOCK -> new FullBlock(block);
          case COMPACT_BLOCK -> new CompactBlock(block.header(), 1, block.coinbase(), shortIds);
          case TRANSACTIONS -> new Transactions(batch, List.of());
        };
    Encoded encoded = WireCodec.encode(message);
    out = ByteBuffer.allocate(encoded.size());
    encoded.writeTo(out);
    frame = out.array().clone();
    canonical = writeCanonical().toBytes();
    if (!message.equals(decode().value()) || canonical.length() > frame.length) {
      throw new IllegalStateException("the frame is wrong");
    }
  }

  @Benchmark
  public ByteBuffer encode() {
    Encoded encoded = WireCodec.encode(message);
    encoded.writeTo(out.clear());
    return out;
  }

  @Benchmark
  public Checked<Message> decode() {
    return WireCodec.decode(ByteBuffer.wrap(frame));
  }

  /** The canonical bytes of the same, end to end. */
  @Benchmark
  public byte[] boundCanonicalEncode() {
    return writeCanonical().toArray();
  }

  private ByteWriter writeCanonical() {
    ByteWriter writer = new ByteWriter(frame.length);
    switch (kind) {
      case HEADERS -> allHeaders.forEach(header -> header.writeTo(writer));
      case FULL_BLOCK -> block.writeTo(writer);
      case COMPACT_BLOCK -> {
        block.header().writeTo(writer);
        block.coinbase().writeTo(writer);
        writer.bytes(shortIds);
      }
      case TRANSACTIONS -> batch.forEach(each -> each.writeTo(writer));
    }
    return writer;
  }

  /** Reading these again. */
  @Benchmark
  public void boundCanonicalDecode(Blackhole read) {
    ByteReader reader = new ByteReader(canonical);
    switch (kind) {
      case HEADERS -> {
        List<BlockHeader> all = new ArrayList<>(headers);
        for (int i = 0; i < headers; i++) {
          all.add(BlockHeader.read(reader));
        }
        read.consume(all);
      }
      case FULL_BLOCK -> read.consume(Block.decode(reader));
      case COMPACT_BLOCK -> {
        read.consume(BlockHeader.read(reader));
        read.consume(Coinbase.read(reader));
        read.consume(reader.bytes(reader.remaining()));
      }
      case TRANSACTIONS -> {
        List<Transaction> all = new ArrayList<>(batch.size());
        while (reader.remaining() > 0) {
          all.add(Transaction.read(reader));
        }
        read.consume(all);
      }
    }
  }

  /** A plain copy of the frame. */
  @Benchmark
  public byte[] boundCopy() {
    return frame.clone();
  }
}
