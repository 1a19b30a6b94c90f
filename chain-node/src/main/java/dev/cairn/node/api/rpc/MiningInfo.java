package dev.cairn.node.api.rpc;

import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.Function;

/**
 * What getmininginfo says of a chain.
 *
 * @param bits of the next block, unless they are eased
 * @param difficulty as Bitcoin counts it: 1 is about 2^32 hashes
 * @param hashesPerSecond of the whole network, over the last blocks
 */
public record MiningInfo(
    Height height, CompactBits bits, double difficulty, double hashesPerSecond) {

  /** The blocks that the hash rate is taken from. */
  private static final long BLOCKS = 120;

  private static final BigInteger DIFFICULTY_ONE =
      new CompactBits(0x1d00ffff).target().toBigInteger();

  /**
   * Looks at the end of a chain.
   *
   * @param at finds an ancestor of the tip; empty when the chain has changed meanwhile
   */
  public static MiningInfo of(ChainedHeader tip, Function<Height, Optional<ChainedHeader>> at) {
    Height before = Height.of(Math.max(1, tip.height().value() - BLOCKS));
    CompactBits bits = tip.nominalOfChild();
    double difficulty =
        new BigDecimal(DIFFICULTY_ONE)
            .divide(new BigDecimal(bits.target().toBigInteger()), MathContext.DECIMAL64)
            .doubleValue();
    double rate = at.apply(before).map(from -> rate(from, tip)).orElse(0.0);
    return new MiningInfo(tip.height(), bits, difficulty, rate);
  }

  private static double rate(ChainedHeader from, ChainedHeader to) {
    BigInteger hashes = to.work().toBigInteger().subtract(from.work().toBigInteger());
    long seconds = to.time().seconds() - from.time().seconds();
    return seconds <= 0 ? 0.0 : hashes.doubleValue() / seconds;
  }

  /** The whole answer to a request. */
  public byte[] answer(String id, long pooledTransactions, String network) {
    return RpcAnswer.result(
        id,
        out -> {
          out.writeObjectFieldStart("result");
          out.writeNumberField("blocks", height.value());
          out.writeStringField("bits", bits.toString());
          out.writeNumberField("difficulty", difficulty);
          out.writeNumberField("networkhashps", hashesPerSecond);
          out.writeNumberField("pooledtx", pooledTransactions);
          out.writeStringField("chain", network);
          out.writeEndObject();
        });
  }
}
