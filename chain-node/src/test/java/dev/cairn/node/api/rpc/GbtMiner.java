package dev.cairn.node.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A miner of getblocktemplate that knows nothing of Cairn: it puts the block together as those of
 * Bitcoin do, from the JSON alone.
 */
public final class GbtMiner {

  private static final HexFormat HEX = HexFormat.of();

  private final JsonNode template;
  private final byte[] body;
  private final byte[] root;

  /** The time that it puts into the header. */
  public long time;

  /**
   * @param template the result of getblocktemplate
   */
  public GbtMiner(JsonNode template) {
    this.template = template;
    time = template.path("curtime").asLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<byte[]> ids = new ArrayList<>();
    JsonNode transactions = template.path("transactions");
    writeCount(bytes, 1 + transactions.size());
    byte[] coinbase = HEX.parseHex(template.path("coinbasetxn").path("data").asText());
    bytes.writeBytes(coinbase);
    ids.add(doubleSha(coinbase));
    for (JsonNode transaction : transactions) {
      byte[] data = HEX.parseHex(transaction.path("data").asText());
      bytes.writeBytes(data);
      ids.add(doubleSha(data));
    }
    body = bytes.toByteArray();
    root = root(ids);
  }

  private static void writeCount(ByteArrayOutputStream bytes, int count) {
    if (count < 0xfd) {
      bytes.write(count);
    } else {
      bytes.write(0xfd);
      bytes.write(count & 0xff);
      bytes.write(count >> 8);
    }
  }

  private static byte[] root(List<byte[]> leaves) {
    List<byte[]> level = leaves;
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        byte[] right = level.get(Math.min(i + 1, level.size() - 1));
        above.add(doubleSha(ByteBuffer.allocate(64).put(level.get(i)).put(right).array()));
      }
      level = above;
    }
    return level.get(0);
  }

  /** The 80 bytes of the header with a nonce. */
  public byte[] header(int nonce) {
    return ByteBuffer.allocate(80)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) template.path("version").asLong())
        .put(reversed(HEX.parseHex(template.path("previousblockhash").asText())))
        .put(root)
        .putInt((int) time)
        .put(reversed(HEX.parseHex(template.path("bits").asText())))
        .putInt(nonce)
        .array();
  }

  /** The first nonce from this one on whose hash is at most the target, or is above it. */
  public int search(int from, boolean isGood) {
    BigInteger target = new BigInteger(template.path("target").asText(), 16);
    int nonce = from;
    while ((new BigInteger(1, reversed(hash(nonce))).compareTo(target) <= 0) != isGood) {
      nonce++;
    }
    return nonce;
  }

  /** The hash of the header with a nonce, in the order in which it is calculated. */
  public byte[] hash(int nonce) {
    return doubleSha(header(nonce));
  }

  /** What submitblock wants: the whole block in hexadecimal. */
  public String block(int nonce) {
    return HEX.formatHex(header(nonce)) + HEX.formatHex(body);
  }

  /** The block with its work. */
  public String mine() {
    return block(search(0, true));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }

  private static byte[] doubleSha(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(digest.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
