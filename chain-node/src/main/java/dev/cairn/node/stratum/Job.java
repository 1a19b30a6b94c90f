package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Work as one session got it. The coinbase is cut where the extra nonce is:
 *
 * <pre>
 *   first part 9 | extra nonce 1: 8, the session's | extra nonce 2: 8, the miner's | second part
 * </pre>
 *
 * @param id of the session's own
 * @param coinbase without an extra nonce
 * @param difficulty what a share has to have
 */
record Job(String id, Work work, Coinbase coinbase, Difficulty difficulty, Target shareTarget) {

  private static final int SECOND_PART = Coinbase.EXTRA_NONCE_OFFSET + Coinbase.EXTRA_NONCE_BYTES;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Job of(String id, Work work, Coinbase coinbase, Difficulty difficulty) {
    return new Job(id, work, coinbase, difficulty, difficulty.target());
  }

  /** The line that gives it to the miner. */
  String notification(boolean isClean, Timestamp now) {
    Bytes bytes = coinbase.encode();
    HexFormat hex = HexFormat.of();
    ArrayNode params =
        JSON.arrayNode()
            .add(id)
            .add(work.previousInWords())
            .add(bytes.slice(0, Coinbase.EXTRA_NONCE_OFFSET).toHex())
            .add(bytes.slice(SECOND_PART, bytes.length()).toHex());
    ArrayNode branch = params.addArray();
    work.coinbaseProof().path().forEach(node -> branch.add(node.toHex()));
    params
        .add(hex.toHexDigits(work.version()))
        .add(work.bits().toString())
        .add(hex.toHexDigits((int) work.timeAt(now).seconds()))
        .add(isClean);
    return Answers.notification("mining.notify", params);
  }

  /** Why no block of this job may have this time; empty when it may. */
  Optional<StratumError> checkTime(Timestamp time, Timestamp now) {
    Timestamp parent = work.round().parent().time();
    if (time.isBefore(parent)) {
      return Optional.of(
          StratumError.other("ntime " + time + " is before the parent block's " + parent));
    } else if (time.isAfter(work.round().latest(now))) {
      return Optional.of(StratumError.other("ntime " + time + " is too far in the future"));
    }
    return work.hasBitsAt(time)
        ? Optional.empty()
        : Optional.of(
            StratumError.other(
                "at ntime " + time + " the bits are not this job's: go on with the newest job"));
  }

  /** The block that a share makes, whatever its work. */
  Block block(Share share, Bytes extraNonce1, int version) {
    byte[] extraNonce = new byte[Coinbase.EXTRA_NONCE_BYTES];
    extraNonce1.copyTo(extraNonce, 0);
    share.extraNonce2().copyTo(extraNonce, extraNonce1.length());
    Coinbase paid = coinbase.withExtraNonce(Bytes.of(extraNonce));
    BlockHeader header =
        new BlockHeader(
            version,
            work.round().parent().hash(),
            work.coinbaseProof().rootWith(paid.id()),
            share.time(),
            work.bits(),
            share.nonce());
    return work.blockWith(header, paid);
  }
}
