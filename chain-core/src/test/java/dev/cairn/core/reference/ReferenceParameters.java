package dev.cairn.core.reference;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a network, and its genesis: docs/consensus.md, section 9. */
final class ReferenceParameters {

  private static final long HEIGHT_MAX = 0xffffffffL;

  final byte[] bytes;
  final String name;
  final long genesisTime;
  final long genesisBits;
  final long limitBits;
  final long spacing;
  final long halfLife;
  final long maxFuture;
  final long subsidy;
  final long halvingInterval;
  final long blockBytes;
  final long recordBytes;
  final long minimumFee;
  final List<Long> payloadTypes = new ArrayList<>();
  final Map<String, Long> balances = new LinkedHashMap<>();

  private final List<String> balanceKeys = new ArrayList<>();
  private final List<Long> balanceAmounts = new ArrayList<>();

  private ReferenceParameters(byte[] bytes) {
    this.bytes = bytes;
    ReferenceReader in = new ReferenceReader(bytes);
    in.bytes(16);
    name = name(in);
    genesisTime = in.u32();
    genesisBits = in.u32();
    limitBits = in.u32();
    spacing = in.u32();
    halfLife = in.u32();
    maxFuture = in.u32();
    subsidy = in.u64();
    halvingInterval = in.u32();
    blockBytes = in.u32();
    recordBytes = in.u32();
    minimumFee = in.u64();
    long applications = in.varint();
    for (long i = 0; i < applications; i++) {
      payloadTypes.add(in.varint());
      name(in);
      in.u32();
    }
    long balanceCount = in.varint();
    for (long i = 0; i < balanceCount; i++) {
      String key = ReferenceHash.hex(in.bytes(32));
      long amount = in.u64();
      balanceKeys.add(key);
      balanceAmounts.add(amount);
      balances.put(key, amount);
    }
    in.end();
  }

  /** The parameters in these bytes, or a refusal. */
  static ReferenceParameters decode(byte[] bytes) {
    ReferenceParameters parameters = new ReferenceParameters(bytes);
    parameters.check();
    return parameters;
  }

  /** "VALID", or the reason why these bytes are not the parameters of a network. */
  static String judge(byte[] bytes) {
    try {
      decode(bytes);
      return "VALID";
    } catch (ReferenceRefusal refusal) {
      return refusal.reason();
    }
  }

  byte[] genesisHeader() {
    byte[] prefix = "cairn/network/1".getBytes(StandardCharsets.US_ASCII);
    return new ReferenceWriter()
        .u32(0x20000000)
        .bytes(new byte[32])
        .bytes(ReferenceHash.hash256(prefix, bytes))
        .u32(genesisTime)
        .u32(genesisBits)
        .u32(0)
        .toArray();
  }

  /** In stored order. */
  byte[] networkId() {
    return ReferenceHash.hash256(genesisHeader());
  }

  long subsidy(long height) {
    long halvings = halvingInterval == 0 ? 0 : Math.min(63, height / halvingInterval);
    return subsidy >> halvings;
  }

  private static String name(ReferenceReader in) {
    long length = in.varint();
    ReferenceRefusal.when(length > 64, "NAME_TOO_LONG");
    byte[] utf8 = in.bytes(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new ReferenceRefusal("NAME_NOT_UTF8");
    }
  }

  private void check() {
    ReferenceRefusal.when(!isCanonicalTarget(limitBits), "LIMIT_BITS_INVALID");
    ReferenceRefusal.when(
        !isCanonicalTarget(genesisBits)
            || ReferenceDifficulty.target(genesisBits)
                    .compareTo(ReferenceDifficulty.target(limitBits))
                > 0,
        "GENESIS_BITS_INVALID");
    ReferenceRefusal.when(spacing == 0, "SPACING_ZERO");
    ReferenceRefusal.when(
        halfLife != 0 && (halfLife < 8 * spacing || halfLife > 1024 * spacing),
        "HALF_LIFE_OUT_OF_RANGE");
    ReferenceRefusal.when(halfLife != 0 && maxFuture * 2 > halfLife, "MAX_FUTURE_TOO_LONG");
    ReferenceRefusal.when(blockBytes < 243 || blockBytes > 8_323_072, "BLOCK_BYTES_OUT_OF_RANGE");
    for (long type : payloadTypes) {
      ReferenceRefusal.when(type == 0 || (type >= 3 && type <= 1023), "APPLICATION_TYPE_RESERVED");
    }
    for (int i = 1; i < payloadTypes.size(); i++) {
      ReferenceRefusal.when(
          payloadTypes.get(i) <= payloadTypes.get(i - 1), "APPLICATIONS_NOT_ASCENDING");
    }
    for (int i = 1; i < balanceKeys.size(); i++) {
      byte[] before = ReferenceHash.unhex(balanceKeys.get(i - 1));
      byte[] after = ReferenceHash.unhex(balanceKeys.get(i));
      ReferenceRefusal.when(Arrays.compareUnsigned(after, before) <= 0, "BALANCES_NOT_ASCENDING");
    }
    ReferenceRefusal.when(balanceAmounts.contains(0L), "BALANCE_ZERO");
    ReferenceRefusal.when(supply().compareTo(BigInteger.ONE.shiftLeft(62)) > 0, "SUPPLY_TOO_LARGE");
  }

  private static boolean isCanonicalTarget(long bits) {
    try {
      return ReferenceDifficulty.isCanonical(bits);
    } catch (ReferenceRefusal refusal) {
      return false;
    }
  }

  /** All that there can ever be: the initial balances and the subsidies of all heights. */
  private BigInteger supply() {
    BigInteger sum = BigInteger.ZERO;
    for (long amount : balanceAmounts) {
      sum = sum.add(BigInteger.valueOf(amount));
    }
    long height = 1;
    while (height <= HEIGHT_MAX) {
      // All heights up to the next multiple of the interval have the same subsidy.
      long end =
          halvingInterval == 0 ? HEIGHT_MAX + 1 : (height / halvingInterval + 1) * halvingInterval;
      long next = Math.min(end, HEIGHT_MAX + 1);
      if (subsidy(height) == 0) {
        break;
      }
      BigInteger each = BigInteger.valueOf(subsidy(height));
      sum = sum.add(each.multiply(BigInteger.valueOf(next - height)));
      height = next;
    }
    return sum;
  }
}
