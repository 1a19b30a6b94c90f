package dev.cairn.node.stratum;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A miner that knows of the protocol what its documents say, and nothing of Cairn but the kernel:
 * it puts headers together from the bytes that it is given.
 */
final class TestMiner implements AutoCloseable {

  private static final HexFormat HEX = HexFormat.of();
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final OutputStream out;
  private final BufferedReader in;
  private Optional<JsonNode> job = Optional.empty();
  private double difficulty;
  private byte[] extraNonce1 = {};
  private int extraNonce2Size;
  private int nextId = 1;
  private String name = "";

  TestMiner(InetSocketAddress server) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    out = socket.getOutputStream();
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(String line) throws IOException {
    send((line.replace('\'', '"') + "\n").getBytes(UTF_8));
  }

  /** The next line as it is; null at the end. */
  String line() throws IOException {
    return in.readLine();
  }

  private JsonNode read(Predicate<JsonNode> wanted) throws IOException {
    while (true) {
      JsonNode line = Request.parse(in.readLine()).orElseThrow();
      switch (line.path("method").asText()) {
        case "mining.notify" -> job = Optional.of(line.get("params"));
        case "mining.set_difficulty" -> difficulty = line.get("params").get(0).asDouble();
        default -> {}
      }
      if (wanted.test(line)) {
        return line;
      }
    }
  }

  /** What a method is answered with; notifications on the way are noted. */
  JsonNode call(String method, String params) throws IOException {
    int id = nextId++;
    send("{'id':" + id + ",'method':'" + method + "','params':" + params + "}");
    return read(line -> line.path("id").asInt(-1) == id);
  }

  TestMiner introduce(String named) throws IOException {
    name = named;
    JsonNode result = call("mining.subscribe", "['test/1']").get("result");
    extraNonce1 = HEX.parseHex(result.get(1).asText());
    extraNonce2Size = result.get(2).asInt();
    call("mining.authorize", "['" + named + "','x']");
    return this;
  }

  /** From now on shares are this worker's. */
  void rename(String named) {
    name = named;
  }

  String extraNonce1() {
    return HEX.formatHex(extraNonce1);
  }

  double difficulty() {
    return difficulty;
  }

  /** The job to work on; waits for the first one. */
  JsonNode job() throws IOException {
    if (job.isEmpty()) {
      read(line -> job.isPresent());
    }
    return job.orElseThrow();
  }

  /** Waits for a job that comes after this one and makes it worthless. */
  JsonNode jobAfter(JsonNode old) throws IOException {
    if (job().equals(old)) {
      read(line -> !job.orElseThrow().equals(old) && job.orElseThrow().get(8).asBoolean());
    }
    return job();
  }

  /** The 80 bytes for the kernel, with a nonce of zero. */
  byte[] header(JsonNode work, byte[] extraNonce2, int versionBits) {
    byte[] coinbase =
        join(
            HEX.parseHex(work.get(2).asText()),
            extraNonce1,
            extraNonce2,
            HEX.parseHex(work.get(3).asText()));
    byte[] root = hash(coinbase);
    for (JsonNode neighbour : work.get(4)) {
      root = hash(join(root, HEX.parseHex(neighbour.asText())));
    }
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(word(work.get(5)) | versionBits);
    ByteBuffer previous = ByteBuffer.wrap(HEX.parseHex(work.get(1).asText()));
    while (previous.hasRemaining()) {
      header.putInt(previous.getInt());
    }
    header.put(root).putInt(word(work.get(7))).putInt(word(work.get(6)));
    return header.array();
  }

  static int word(JsonNode hex) {
    return Integer.parseUnsignedInt(hex.asText(), 16);
  }

  byte[] extraNonce2(long number) {
    return ByteBuffer.allocate(extraNonce2Size).putLong(number).array();
  }

  /** What a share has to meet, as miners compute it. */
  Target shareTarget() {
    BigInteger number =
        new BigDecimal(BigInteger.valueOf(0xffff).shiftLeft(208))
            .divide(new BigDecimal(difficulty), 60, RoundingMode.DOWN)
            .toBigInteger();
    return Target.of(number.min(Target.MAX.toBigInteger()));
  }

  static Target blockTarget(JsonNode work) {
    return new CompactBits(word(work.get(6))).target();
  }

  /** Looks for a nonce, and hands it in. */
  JsonNode mine(JsonNode work, Target target, long extraNonce2) throws IOException {
    byte[] chosen = extraNonce2(extraNonce2);
    ScanResult result =
        new DigestKernel()
            .scan(header(work, chosen, 0), target, 0, MiningKernel.NONCES, () -> false);
    return submit(work, chosen, (int) result.nonce().orElseThrow(), "");
  }

  /** Leaves the nonce as it is and changes the version until the target is met. */
  JsonNode mineByVersion(JsonNode work, Target target, int mask) throws IOException {
    byte[] chosen = extraNonce2(0);
    for (int bits = Integer.lowestOneBit(mask); ; bits += Integer.lowestOneBit(mask)) {
      ScanResult result =
          new DigestKernel().scan(header(work, chosen, bits), target, 0, 1, () -> false);
      if (result.nonce().isPresent()) {
        return submit(work, chosen, 0, ",'" + HEX.toHexDigits(bits) + "'");
      }
    }
  }

  JsonNode submit(JsonNode work, byte[] extraNonce2, int nonce, String more) throws IOException {
    return call(
        "mining.submit",
        "['%s','%s','%s','%s','%s'%s]"
            .formatted(
                name,
                work.get(0).asText(),
                HEX.formatHex(extraNonce2),
                work.get(7).asText(),
                HEX.toHexDigits(nonce),
                more));
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer joined = ByteBuffer.allocate(1_024);
    for (byte[] part : parts) {
      joined.put(part);
    }
    byte[] bytes = new byte[joined.flip().remaining()];
    joined.get(bytes);
    return bytes;
  }

  private static byte[] hash(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(digest.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
