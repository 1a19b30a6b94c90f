package dev.cairn.core.network;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Target;
import dev.cairn.core.verdict.Rejection;
import java.math.BigInteger;
import java.util.Optional;

/** What parameters a network may have (docs/consensus.md, section 9.2). */
final class ParameterRules {

  private static final BigInteger SUPPLY_MAX = BigInteger.ONE.shiftLeft(62);
  private static final long HALF_LIFE_SPACINGS_MIN = 8;
  private static final long HALF_LIFE_SPACINGS_MAX = 1024;

  private ParameterRules() {}

  /** The first broken rule, in the order of the table. */
  static Optional<Rejection> firstBroken(NetworkParameters.Builder p) {
    return checkBits(p)
        .or(() -> checkTimes(p))
        .or(() -> checkBlockBytes(p))
        .or(() -> checkApplications(p))
        .or(() -> checkBalances(p))
        .or(() -> checkSupply(p));
  }

  private static Optional<Rejection> checkBits(NetworkParameters.Builder p) {
    if (!p.limitBits.isCanonical()) {
      return refuse(ParameterFault.LIMIT_BITS_INVALID, p.limitBits, "canonical compact bits");
    }
    Target limit = p.limitBits.target();
    if (!p.genesisBits.isCanonical() || p.genesisBits.target().compareTo(limit) > 0) {
      return refuse(
          ParameterFault.GENESIS_BITS_INVALID, p.genesisBits, "canonical, at most " + p.limitBits);
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkTimes(NetworkParameters.Builder p) {
    if (p.spacingSeconds == 0) {
      return refuse(ParameterFault.SPACING_ZERO, 0, "at least 1");
    }
    if (p.halfLifeSeconds == 0) {
      return Optional.empty();
    }
    if (p.halfLifeSeconds < HALF_LIFE_SPACINGS_MIN * p.spacingSeconds
        || p.halfLifeSeconds > HALF_LIFE_SPACINGS_MAX * p.spacingSeconds) {
      return refuse(
          ParameterFault.HALF_LIFE_OUT_OF_RANGE,
          p.halfLifeSeconds + " s at a spacing of " + p.spacingSeconds + " s",
          "0, or 8 to 1024 spacings");
    }
    if (p.maxFutureSeconds * 2 > p.halfLifeSeconds) {
      return refuse(
          ParameterFault.MAX_FUTURE_TOO_LONG,
          p.maxFutureSeconds + " s",
          "at most half of " + p.halfLifeSeconds + " s");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkBlockBytes(NetworkParameters.Builder p) {
    if (p.blockBytes < NetworkParameters.BLOCK_BYTES_MIN
        || p.blockBytes > NetworkParameters.BLOCK_BYTES_MAX) {
      return refuse(
          ParameterFault.BLOCK_BYTES_OUT_OF_RANGE,
          p.blockBytes,
          NetworkParameters.BLOCK_BYTES_MIN + " to " + NetworkParameters.BLOCK_BYTES_MAX);
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkApplications(NetworkParameters.Builder p) {
    for (ListedApplication listed : p.listed) {
      long type = listed.payloadType();
      if (type == 0 || (type > DocumentRecord.TYPE && type < Payload.FIRST_EMBEDDER_TYPE)) {
        return refuse(
            ParameterFault.APPLICATION_TYPE_RESERVED,
            "payload type " + type,
            "1, 2, or 1024 and up");
      }
    }
    for (int i = 1; i < p.listed.size(); i++) {
      long type = p.listed.get(i).payloadType();
      long before = p.listed.get(i - 1).payloadType();
      if (type <= before) {
        return refuse(
            ParameterFault.APPLICATIONS_NOT_ASCENDING, type + " after " + before, "ascending");
      }
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkBalances(NetworkParameters.Builder p) {
    for (int i = 1; i < p.funded.size(); i++) {
      PublicKey key = p.funded.get(i).key();
      PublicKey before = p.funded.get(i - 1).key();
      if (key.compareTo(before) <= 0) {
        return refuse(ParameterFault.BALANCES_NOT_ASCENDING, key + " after " + before, "ascending");
      }
    }
    for (InitialBalance balance : p.funded) {
      if (balance.amount().isZero()) {
        return refuse(ParameterFault.BALANCE_ZERO, "0 for " + balance.key(), "at least 1");
      }
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkSupply(NetworkParameters.Builder p) {
    BigInteger supply = allSubsidies(p.subsidy, p.halvingInterval);
    for (InitialBalance balance : p.funded) {
      supply = supply.add(BigInteger.valueOf(balance.amount().units()));
    }
    if (supply.compareTo(SUPPLY_MAX) > 0) {
      return refuse(ParameterFault.SUPPLY_TOO_LARGE, supply, "at most 2^62");
    }
    return Optional.empty();
  }

  /** The subsidies of the heights 1 to the last one there can be. */
  private static BigInteger allSubsidies(Amount subsidy, long halvingInterval) {
    long last = Height.MAX.value();
    long interval = halvingInterval == 0 ? last + 1 : halvingInterval;
    BigInteger sum = BigInteger.ZERO;
    long from = 1;
    for (long era = 0; from <= last && subsidy.units() >> Math.min(63, era) > 0; era++) {
      long to = Math.min(last, (era + 1) * interval - 1);
      long units = subsidy.units() >> Math.min(63, era);
      sum = sum.add(BigInteger.valueOf(units).multiply(BigInteger.valueOf(to - from + 1)));
      from = to + 1;
    }
    return sum;
  }

  private static Optional<Rejection> refuse(ParameterFault fault, Object got, Object expected) {
    return Optional.of(Rejection.of(fault, got, expected));
  }
}
