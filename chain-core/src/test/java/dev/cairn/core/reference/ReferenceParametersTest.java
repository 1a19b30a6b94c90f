package dev.cairn.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ConsensusDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of docs/consensus.md, section 9.2, at its bounds, in the second validator. */
class ReferenceParametersTest {

  /** Valid parameters with fields that a test changes. */
  private static final class Fields {
    byte[] name = {'n'};
    long genesisBits = 0x1e0fffff;
    long limitBits = 0x1e0fffff;
    long spacing = 10;
    long halfLife = 600;
    long maxFuture = 300;
    long subsidy = 1;
    long halvingInterval;
    long blockBytes = 1000;
    final List<Long> types = new ArrayList<>(List.of(1L, 2L));
    byte[] applicationName = {'a'};
    final List<byte[]> keys = new ArrayList<>();
    final List<Long> amounts = new ArrayList<>();

    Fields balance(int lastByteOfKey, long amount) {
      byte[] key = new byte[32];
      key[31] = (byte) lastByteOfKey;
      keys.add(key);
      amounts.add(amount);
      return this;
    }

    byte[] bytes() {
      ReferenceWriter out =
          new ReferenceWriter()
              .bytes(new byte[16])
              .varint(name.length)
              .bytes(name)
              .u32(1)
              .u32(genesisBits)
              .u32(limitBits)
              .u32(spacing)
              .u32(halfLife)
              .u32(maxFuture)
              .u64(subsidy)
              .u32(halvingInterval)
              .u32(blockBytes)
              .u32(0)
              .u64(0)
              .varint(types.size());
      for (long type : types) {
        out.varint(type).varint(applicationName.length).bytes(applicationName).u32(1);
      }
      out.varint(keys.size());
      for (int i = 0; i < keys.size(); i++) {
        out.bytes(keys.get(i)).u64(amounts.get(i));
      }
      return out.toArray();
    }

    void is(String verdict) {
      assertThat(ReferenceParameters.judge(bytes())).isEqualTo(verdict);
    }
  }

  private final Fields fields = new Fields();

  @Test
  void acceptsExamplesOfThePage() {
    for (String fence : List.of("network", "lan")) {
      byte[] bytes =
          ReferenceHash.unhex(ConsensusDocument.example(fence).getOrDefault("parameters", ""));
      assertThat(ReferenceParameters.judge(bytes)).isEqualTo("VALID");
    }
  }

  @Test
  void refusesWhatEndsEarlyOrLate() {
    byte[] bytes = fields.balance(1, 5).bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(ReferenceParameters.judge(Arrays.copyOf(bytes, length))).isEqualTo("TRUNCATED");
    }
    assertThat(ReferenceParameters.judge(Arrays.copyOf(bytes, bytes.length + 1)))
        .isEqualTo("TRAILING_BYTES");
  }

  @Test
  void refusesNames() {
    fields.name = "é".repeat(32).getBytes(StandardCharsets.UTF_8);
    fields.is("VALID");
    fields.name = new byte[65];
    fields.is("NAME_TOO_LONG");
    for (String wrong : List.of("ff", "c080", "eda080", "f4908080", "c3")) {
      fields.name = ReferenceHash.unhex(wrong);
      fields.is("NAME_NOT_UTF8");
    }
    fields.name = new byte[0];
    fields.applicationName = new byte[65];
    fields.is("NAME_TOO_LONG");
  }

  @Test
  void refusesBits() {
    for (long wrong : new long[] {0x04923456, 0xff123456L, 0x01003456, 0x1f000fff}) {
      fields.limitBits = wrong;
      fields.is("LIMIT_BITS_INVALID");
      fields.limitBits = 0x1e0fffff;
      fields.genesisBits = wrong;
      fields.is("GENESIS_BITS_INVALID");
      fields.genesisBits = 0x1e0fffff;
    }
    fields.genesisBits = 0x1e0ffffe;
    fields.is("VALID");
    fields.genesisBits = 0x1e100000;
    fields.is("GENESIS_BITS_INVALID");
  }

  @Test
  void refusesTimes() {
    fields.maxFuture = 0;
    for (long valid : new long[] {0, 80, 10_240}) {
      fields.halfLife = valid;
      fields.is("VALID");
    }
    for (long wrong : new long[] {1, 79, 10_241, 0xffffffffL}) {
      fields.halfLife = wrong;
      fields.is("HALF_LIFE_OUT_OF_RANGE");
    }
    fields.halfLife = 601;
    fields.maxFuture = 300;
    fields.is("VALID");
    fields.maxFuture = 301;
    fields.is("MAX_FUTURE_TOO_LONG");
    fields.maxFuture = 0xffffffffL;
    fields.is("MAX_FUTURE_TOO_LONG");
    fields.halfLife = 0;
    fields.is("VALID");
    fields.spacing = 0;
    fields.is("SPACING_ZERO");
  }

  @Test
  void refusesBlockBytes() {
    for (long valid : new long[] {243, 8_323_072}) {
      fields.blockBytes = valid;
      fields.is("VALID");
    }
    for (long wrong : new long[] {0, 242, 8_323_073}) {
      fields.blockBytes = wrong;
      fields.is("BLOCK_BYTES_OUT_OF_RANGE");
    }
  }

  @Test
  void refusesApplications() {
    fields.types.clear();
    fields.is("VALID");
    fields.types.addAll(List.of(1024L, Long.MAX_VALUE));
    fields.is("VALID");
    for (long wrong : new long[] {0, 3, 1023}) {
      fields.types.set(0, wrong);
      fields.is("APPLICATION_TYPE_RESERVED");
    }
    fields.types.clear();
    fields.types.addAll(List.of(2L, 2L));
    fields.is("APPLICATIONS_NOT_ASCENDING");
    fields.types.set(1, 1L);
    fields.is("APPLICATIONS_NOT_ASCENDING");
  }

  @Test
  void refusesBalances() {
    fields.balance(1, 1).balance(0x80, 2);
    fields.is("VALID");
    fields.balance(0x7f, 1);
    fields.is("BALANCES_NOT_ASCENDING");
    fields.keys.set(2, fields.keys.get(1));
    fields.is("BALANCES_NOT_ASCENDING");
    fields.keys.remove(2);
    fields.amounts.remove(2);
    fields.amounts.set(0, 0L);
    fields.is("BALANCE_ZERO");
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    fields.subsidy = 0;
    fields.balance(1, 1L << 62);
    fields.is("VALID");
    fields.balance(2, 1);
    fields.is("SUPPLY_TOO_LARGE");

    fields.keys.remove(1);
    fields.amounts.remove(1);
    fields.subsidy = 1L << 29;
    long forEver = 0xffffffffL << 29;
    fields.amounts.set(0, (1L << 62) - forEver);
    fields.is("VALID");
    fields.amounts.set(0, (1L << 62) - forEver + 1);
    fields.is("SUPPLY_TOO_LARGE");

    // Heights 1 and 2 have 5, heights 3 to 5 have 2, heights 6 to 8 have 1, and then none.
    fields.subsidy = 5;
    fields.halvingInterval = 3;
    fields.amounts.set(0, (1L << 62) - (2 * 5 + 3 * 2 + 3));
    fields.is("VALID");
    fields.amounts.set(0, (1L << 62) - (2 * 5 + 3 * 2 + 3) + 1);
    fields.is("SUPPLY_TOO_LARGE");
  }
}
