package dev.cairn.node.api.rpc;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What miners are given to work on (BIP 22, BIP 23): a block whose coinbase is complete and not to
 * be changed. It is the same for all of them but for whom it pays, and for the extra nonce, so that
 * a miner that varies the nonce alone never does what another one has done. Any thread may use it.
 */
public final class MinerTemplate {

  /** For so long an answer may be worked on without asking again. */
  private static final int EXPIRES_SECONDS = 120;

  private final NetworkParameters network;
  private final ChainedHeader parent;
  private final Block block;
  private final LongPollId longPollId;

  /** As JSON, without the brackets around them; made once, for all miners. */
  private byte @Nullable [] transactions;

  /**
   * @param block lacks its proof of work only
   * @param parent what the block comes after
   */
  public MinerTemplate(NetworkParameters network, ChainedHeader parent, Block block) {
    this.network = network;
    this.parent = parent;
    this.block = block;
    longPollId = new LongPollId(parent.hash(), block.header().bits(), block.coinbase().reward());
  }

  public LongPollId longPollId() {
    return longPollId;
  }

  /** Whom it pays when a miner does not say whom. */
  public PublicKey recipient() {
    return block.coinbase().recipient();
  }

  /**
   * A whole answer, in parts that follow each other; nobody may change them.
   *
   * @param id of the request, as JSON
   * @param recipient gets the reward
   * @param extraNonce 16 bytes, others in each answer
   * @param now the local clock
   */
  public List<byte[]> answer(String id, PublicKey recipient, Bytes extraNonce, Timestamp now) {
    Coinbase coinbase = block.coinbase().withExtraNonce(extraNonce).withRecipient(recipient);
    byte[] members = members(coinbase, now);
    String begin =
        "{\"result\":"
            + new String(members, 0, members.length - 1, StandardCharsets.UTF_8)
            + ",\"transactions\":[";
    return List.of(
        begin.getBytes(StandardCharsets.UTF_8),
        transactions(),
        "]}".getBytes(StandardCharsets.UTF_8),
        RpcAnswer.end(id));
  }

  private byte[] members(Coinbase coinbase, Timestamp now) {
    BlockHeader header = block.header();
    TimeWindow window = TimeWindow.around(header.time(), parent, network, now);
    return RpcAnswer.object(
        out -> {
          out.writeArrayFieldStart("capabilities");
          out.writeString("proposal");
          out.writeEndArray();
          out.writeNumberField("version", Integer.toUnsignedLong(header.version()));
          out.writeStringField("previousblockhash", header.previous().toString());
          out.writeFieldName("coinbasetxn");
          out.writeRawValue(coinbase(coinbase));
          out.writeStringField("longpollid", longPollId.toString());
          out.writeStringField("target", header.bits().target().toString());
          out.writeStringField("bits", header.bits().toString());
          out.writeNumberField("height", block.coinbase().height());
          out.writeNumberField("curtime", window.closestTo(now).seconds());
          out.writeNumberField("mintime", window.first().seconds());
          out.writeNumberField("maxtime", window.last().seconds());
          out.writeArrayFieldStart("mutable");
          out.writeString("time");
          out.writeEndArray();
          out.writeStringField("noncerange", "00000000ffffffff");
          out.writeNumberField("sizelimit", network.blockBytes());
          out.writeNumberField("expires", EXPIRES_SECONDS);
        });
  }

  private String coinbase(Coinbase coinbase) {
    Amount subsidy = network.subsidyAt(new Height(coinbase.height()));
    long fees = coinbase.reward().minus(subsidy).units();
    return entry(coinbase.encode(), coinbase.id().toString(), -fees);
  }

  private synchronized byte[] transactions() {
    byte[] made = transactions;
    if (made == null) {
      StringBuilder json = new StringBuilder(2 * block.size());
      for (Transaction transaction : block.transactions()) {
        json.append(json.isEmpty() ? "" : ",")
            .append(
                entry(
                    transaction.encode(), transaction.id().toString(), transaction.fee().units()));
      }
      made = json.toString().getBytes(StandardCharsets.US_ASCII);
      transactions = made;
    }
    return made;
  }

  /** A transaction; none can be left out, for later ones may need it. */
  private static String entry(Bytes data, String id, long fee) {
    return "{\"data\":\""
        + data.toHex()
        + "\",\"txid\":\""
        + id
        + "\",\"hash\":\""
        + id
        + "\",\"fee\":"
        + fee
        + ",\"required\":true}";
  }
}
