package dev.cairn.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.MiningKernelContract;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorKernelTest extends MiningKernelContract {

  private final MiningKernel digest = new DigestKernel();
  private final MiningKernel vector = new VectorKernel();

  @Override
  protected MiningKernel kernel() {
    return vector;
  }

  @Test
  void findsHitsInEveryLane() {
    Random random = Seeds.random("findsHitsInEveryLane");
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    random.nextBytes(header);
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(10));
    long hit = digest.scan(header, target, 0, 1 << 20, () -> false).nonce().orElseThrow();
    for (int before = 0; before <= Math.min(hit, 2L * VectorSha256.WIDTH); before++) {
      assertThat(vector.scan(header, target, hit - before, before + 100, () -> false))
          .as("after %s others", before)
          .isEqualTo(ScanResult.found(hit, before + 1));
    }
  }

  /** A million headers, each with another nonce, and those in parts of them with another rest. */
  @Test
  void agreesWithTheDigestOnAMillionHeaders() {
    Random random = Seeds.random("agreesWithTheDigestOnAMillionHeaders");
    long hashed = 0;
    int found = 0;
    while (hashed < Seeds.rounds(1_000_000, 100_000_000)) {
      byte[] header = new byte[MiningKernel.HEADER_BYTES];
      random.nextBytes(header);
      long first = random.nextInt() & 0xffff_ffffL;
      long count = Math.min(MiningKernel.NONCES - first, 1 + random.nextInt(2_000));
      Target target = Target.of(Target.MAX.toBigInteger().shiftRight(5 + random.nextInt(10)));
      ScanResult expected = digest.scan(header, target, first, count, () -> false);

      assertThat(vector.scan(header, target, first, count, () -> false))
          .as("%s, %s nonces from %s on", HexFormat.of().formatHex(header), count, first)
          .isEqualTo(expected);

      hashed += expected.hashesDone();
      found += expected.nonce().isPresent() ? 1 : 0;
    }
    assertThat(found).isGreaterThan(100);
  }

  /** Headers with as many versions as the node mines with. */
  @Test
  void agreesWithTheDigestOnAMillionVersions() {
    Random random = Seeds.random("agreesWithTheDigestOnAMillionVersions");
    int[] versions = MiningKernel.versions(vector.versionsAtOnce());
    long hashed = 0;
    int found = 0;
    while (hashed < Seeds.rounds(1_000_000, 100_000_000)) {
      byte[] header = new byte[MiningKernel.HEADER_BYTES];
      random.nextBytes(header);
      long first = random.nextInt() & 0xffff_ffffL;
      long count = Math.min(MiningKernel.NONCES - first, 1 + random.nextInt(500));
      Target target = Target.of(Target.MAX.toBigInteger().shiftRight(5 + random.nextInt(12)));
      VersionScanResult expected =
          digest.scanVersions(header, versions, target, first, count, () -> false);

      assertThat(vector.scanVersions(header, versions, target, first, count, () -> false))
          .as("%s, %s nonces from %s on", HexFormat.of().formatHex(header), count, first)
          .isEqualTo(expected);

      hashed += expected.noncesDone() * versions.length;
      found += expected.solution().isPresent() ? 1 : 0;
    }
    assertThat(found).isGreaterThan(100);
  }

  @Test
  void asksBeforeEvery512Hashes() {
    int[] asked = {0};

    ScanResult result =
        vector.scan(
            new byte[80],
            Target.of(BigInteger.ONE),
            0,
            3 * MiningKernel.HASHES_BETWEEN_QUESTIONS + 1,
            () -> ++asked[0] > 1_000);

    assertThat(asked[0]).isEqualTo(4);
    assertThat(result).isEqualTo(ScanResult.none(1_537));
  }
}
