package dev.cairn.core.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.Json;
import dev.cairn.core.Seeds;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link MiningKernel} does. A kernel's test extends this and names the kernel. */
public abstract class MiningKernelContract {

  private static final long LAST_NONCE = 0xffff_ffffL;
  private static final int NONCE_OFFSET = 76;

  /** For the tests of kernels, in this module and others. */
  protected MiningKernelContract() {}

  /** The kernel under test. */
  protected abstract MiningKernel kernel();

  public static List<String> bitcoinHeaders() {
    return Json.text("vectors/bitcoin-headers-1-100.hex").lines().toList();
  }

  @ParameterizedTest
  @MethodSource("bitcoinHeaders")
  void findsTheNonceOfAHeaderOfBitcoin(String hex) {
    byte[] header = HexFormat.of().parseHex(hex);
    long nonce = nonceOf(header);
    Target target =
        new CompactBits(ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(72)).target();
    Arrays.fill(header, NONCE_OFFSET, header.length, (byte) 0);

    assertThat(kernel().scan(header, target, nonce - 100, 201, () -> false))
        .isEqualTo(ScanResult.found(nonce, 101));
    assertThat(kernel().scan(header, target, nonce, 1, () -> false))
        .isEqualTo(ScanResult.found(nonce, 1));
    assertThat(kernel().scan(header, target, nonce - 100, 100, () -> false))
        .isEqualTo(ScanResult.none(100));
    assertThat(kernel().scan(header, target, nonce + 1, 100, () -> false))
        .isEqualTo(ScanResult.none(100));
  }

  @Test
  void findsTheLowestNonceThatMeetsTheTarget() {
    Random random = Seeds.random("findsTheLowestNonceThatMeetsTheTarget");
    for (int i = 0; i < Seeds.rounds(100, 10_000); i++) {
      byte[] header = randomHeader(random);
      long first = random.nextInt() & LAST_NONCE;
      long count = Math.min(random.nextInt(300), LAST_NONCE - first + 1);
      // About one nonce of 2, 4 .. 512 meets it.
      Target target = Target.of(Target.MAX.toBigInteger().shiftRight(1 + random.nextInt(9)));

      assertThat(kernel().scan(header, target, first, count, () -> false))
          .as("%s, %s nonces from %s on", HexFormat.of().formatHex(header), count, first)
          .isEqualTo(naiveScan(header, target, first, count));
    }
  }

  @Test
  void takesAHashThatEqualsTheTargetAndNoneThatIsOneMore() {
    Random random = Seeds.random("takesAHashThatEqualsTheTargetAndNoneThatIsOneMore");
    for (int i = 0; i < Seeds.rounds(200, 10_000); i++) {
      byte[] header = randomHeader(random);
      long nonce = random.nextInt() & LAST_NONCE;
      BigInteger hash = hash(header, nonce);

      assertThat(kernel().scan(header, Target.of(hash), nonce, 1, () -> false))
          .isEqualTo(ScanResult.found(nonce, 1));
      assertThat(kernel().scan(header, Target.of(hash.add(BigInteger.ONE)), nonce, 1, () -> false))
          .isEqualTo(ScanResult.found(nonce, 1));
      assertThat(
              kernel()
                  .scan(header, Target.of(hash.subtract(BigInteger.ONE)), nonce, 1, () -> false))
          .isEqualTo(ScanResult.none(1));
    }
  }

  /** The words below the most significant one decide when that one is equal. */
  @Test
  void comparesAllWordsOfTheHash() {
    byte[] header = randomHeader(Seeds.random("comparesAllWordsOfTheHash"));
    BigInteger hash = hash(header, 5);
    for (int bit = 0; bit < 256; bit++) {
      Target target = Target.of(hash.flipBit(bit));

      assertThat(kernel().scan(header, target, 5, 1, () -> false).nonce().isPresent())
          .as("bit %s", bit)
          .isEqualTo(!hash.testBit(bit));
    }
  }

  @ParameterizedTest(name = "{1} nonces from {0} on")
  @CsvSource({"0, 1", "0, 4294967296", "17, 5", "2147483647, 3", "2147483648, 3", "4294967295, 1"})
  void takesTheFirstNonceWhenEveryHashMeetsTheTarget(long first, long count) {
    byte[] header = randomHeader(new Random(1));

    assertThat(kernel().scan(header, Target.MAX, first, count, () -> false))
        .isEqualTo(ScanResult.found(first, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_294_967_295L})
  void hashesNothingForACountOfZero(long first) {
    assertThat(kernel().scan(new byte[80], Target.MAX, first, 0, () -> false))
        .isEqualTo(ScanResult.none(0));
  }

  @Test
  void reachesTheLastNonce() {
    Random random = Seeds.random("reachesTheLastNonce");
    long count = 1_000;
    long first = LAST_NONCE - count + 1;
    byte[] header;
    BigInteger last;
    do { // until the last nonce has a hash that few others are below
      header = randomHeader(random);
      last = hash(header, LAST_NONCE);
    } while (last.bitLength() > 250);
    Target target = Target.of(last);

    assertThat(kernel().scan(header, target, first, count, () -> false))
        .isEqualTo(naiveScan(header, target, first, count));
    assertThat(kernel().scan(header, target, LAST_NONCE, 1, () -> false))
        .isEqualTo(ScanResult.found(LAST_NONCE, 1));
    assertThat(kernel().scan(header, impossible(), first, count, () -> false))
        .isEqualTo(ScanResult.none(count));
  }

  /** Vectors and unrolled loops have a rest at the end of a range. */
  @Test
  void scansRangesOfEveryLength() {
    byte[] header = randomHeader(Seeds.random("scansRangesOfEveryLength"));
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(5));
    for (int count = 0; count <= 130; count++) {
      assertThat(kernel().scan(header, target, 1_000, count, () -> false))
          .isEqualTo(naiveScan(header, target, 1_000, count));
      assertThat(kernel().scan(header, impossible(), 1_000, count, () -> false))
          .isEqualTo(ScanResult.none(count));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void hashesNothingMoreOnceInterrupted(int questions) {
    int[] asked = {0};

    ScanResult result =
        kernel().scan(new byte[80], impossible(), 0, 1L << 32, () -> ++asked[0] >= questions);

    assertThat(asked[0]).isEqualTo(questions);
    assertThat(result.nonce()).isEmpty();
    assertThat(result.hashesDone())
        .isBetween(questions - 1L, (questions - 1L) * MiningKernel.HASHES_BETWEEN_QUESTIONS);
  }

  @Test
  void goesOnWhereItWasInterrupted() {
    byte[] header = randomHeader(Seeds.random("goesOnWhereItWasInterrupted"));
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(12));
    ScanResult whole = naiveScan(header, target, 0, 100_000);
    long next = 0;
    OptionalLong nonce = OptionalLong.empty();
    while (nonce.isEmpty() && next < 100_000) {
      int[] asked = {0};
      ScanResult part = kernel().scan(header, target, next, 100_000 - next, () -> ++asked[0] == 3);
      nonce = part.nonce();
      next += part.hashesDone();
    }

    assertThat(new ScanResult(nonce, next)).isEqualTo(whole);
  }

  @Test
  void ignoresTheNonceOfTheHeaderAndLeavesItAsItIs() {
    byte[] header = randomHeader(Seeds.random("ignoresTheNonceOfTheHeaderAndLeavesItAsItIs"));
    byte[] other = header.clone();
    Arrays.fill(other, NONCE_OFFSET, other.length, (byte) 0xa5);
    byte[] before = header.clone();
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(8));

    ScanResult result = kernel().scan(header, target, 0, 10_000, () -> false);

    assertThat(result.nonce()).isPresent();
    assertThat(kernel().scan(other, target, 0, 10_000, () -> false)).isEqualTo(result);
    assertThat(header).isEqualTo(before);
  }

  @Test
  void givesTheSameAnswerToEveryScanOfOneKernel() {
    Random random = Seeds.random("givesTheSameAnswerToEveryScanOfOneKernel");
    MiningKernel kernel = kernel();
    byte[] header = randomHeader(random);
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(8));
    ScanResult result = kernel.scan(header, target, 0, 10_000, () -> false);

    kernel.scan(randomHeader(random), impossible(), 0, 77, () -> false);

    assertThat(kernel.scan(header, target, 0, 10_000, () -> false)).isEqualTo(result);
  }

  @ParameterizedTest(name = "{1} nonces from {0} on")
  @CsvSource({
    "-1, 1",
    "4294967296, 0",
    "4294967296, 1",
    "4294967295, 2",
    "0, 4294967297",
    "1, 4294967296",
    "0, -1",
    "5, -1",
    "1, 9223372036854775807",
  })
  void refusesRangesBeyondTheNonces(long first, long count) {
    assertThatThrownBy(() -> kernel().scan(new byte[80], Target.MAX, first, count, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 76, 79, 81})
  void refusesHeadersOfAnotherLength(int length) {
    assertThatThrownBy(() -> kernel().scan(new byte[length], Target.MAX, 0, 1, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheLowestNonceAndItsFirstVersion() {
    Random random = Seeds.random("findsTheLowestNonceAndItsFirstVersion");
    for (int i = 0; i < Seeds.rounds(100, 10_000); i++) {
      byte[] header = randomHeader(random);
      int[] versions = random.ints(1 + random.nextInt(MiningKernel.VERSIONS_MAX)).toArray();
      long first = random.nextInt() & LAST_NONCE;
      long count = Math.min(random.nextInt(150), LAST_NONCE - first + 1);
      Target target = Target.of(Target.MAX.toBigInteger().shiftRight(1 + random.nextInt(12)));
      byte[] headerBefore = header.clone();
      int[] versionsBefore = versions.clone();

      assertThat(kernel().scanVersions(header, versions, target, first, count, () -> false))
          .as("%s, %s nonces from %s on", HexFormat.of().formatHex(header), count, first)
          .isEqualTo(naiveScan(header, versions, target, first, count));
      assertThat(header).isEqualTo(headerBefore);
      assertThat(versions).isEqualTo(versionsBefore);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16})
  void scansRangesOfEveryLengthWithVersions(int number) {
    byte[] header = randomHeader(Seeds.random("scansRangesOfEveryLengthWithVersions"));
    int[] versions = MiningKernel.versions(number);
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(8));
    for (int count = 0; count <= 130; count++) {
      assertThat(kernel().scanVersions(header, versions, target, 1_000, count, () -> false))
          .isEqualTo(naiveScan(header, versions, target, 1_000, count));
      assertThat(kernel().scanVersions(header, versions, impossible(), 1_000, count, () -> false))
          .isEqualTo(VersionScanResult.none(count));
    }
  }

  /** Of a version that is named twice, too; the target is the hash, and the hash less one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 16})
  void triesEachVersionWithTheLastNonce(int number) {
    byte[] header = randomHeader(Seeds.random("triesEachVersionWithTheLastNonce"));
    int[] versions = MiningKernel.versions(number);
    versions[number - 1] = versions[0];
    long first = LAST_NONCE - 40;
    for (int version : versions) {
      BigInteger hash = hash(MiningKernel.withVersion(header, version), LAST_NONCE);
      for (Target target : List.of(Target.of(hash), Target.of(hash.subtract(BigInteger.ONE)))) {
        for (long from : new long[] {first, LAST_NONCE}) {
          long count = LAST_NONCE - from + 1;

          assertThat(kernel().scanVersions(header, versions, target, from, count, () -> false))
              .isEqualTo(naiveScan(header, versions, target, from, count));
        }
      }
    }
  }

  @Test
  void goesOnWithAllVersionsWhereItWasInterrupted() {
    byte[] header = randomHeader(Seeds.random("goesOnWithAllVersionsWhereItWasInterrupted"));
    int[] versions = MiningKernel.versions(5);
    Target target = Target.of(Target.MAX.toBigInteger().shiftRight(13));
    VersionScanResult whole = naiveScan(header, versions, target, 0, 20_000);
    long next = 0;
    Optional<VersionScanResult.Solution> solution = Optional.empty();
    while (solution.isEmpty() && next < 20_000) {
      int[] asked = {0};
      VersionScanResult part =
          kernel()
              .scanVersions(header, versions, target, next, 20_000 - next, () -> ++asked[0] == 3);
      solution = part.solution();
      next += part.noncesDone();
    }

    assertThat(new VersionScanResult(solution, next)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 16})
  void asksAsOftenWithManyVersions(int number) {
    int[] versions = MiningKernel.versions(number);
    for (int questions : new int[] {1, 2, 5}) {
      int[] asked = {0};

      VersionScanResult result =
          kernel()
              .scanVersions(
                  new byte[80], versions, impossible(), 0, 1L << 32, () -> ++asked[0] == questions);

      assertThat(asked[0]).isEqualTo(questions);
      assertThat(result.solution()).isEmpty();
      assertThat(result.noncesDone() * number)
          .isBetween(questions - 1L, (questions - 1L) * MiningKernel.HASHES_BETWEEN_QUESTIONS);
    }
  }

  @Test
  void refusesWhatCannotBeScannedWithVersions() {
    int[] one = MiningKernel.versions(1);
    refusesToScan(80, new int[0], 0, 1);
    refusesToScan(80, new int[MiningKernel.VERSIONS_MAX + 1], 0, 1);
    refusesToScan(79, one, 0, 1);
    refusesToScan(81, one, 0, 1);
    refusesToScan(80, one, 5, -1);
    refusesToScan(80, one, -1, 1);
    refusesToScan(80, one, 1L << 32, 1);
    refusesToScan(80, one, LAST_NONCE, 2);
  }

  private void refusesToScan(int length, int[] versions, long first, long count) {
    assertThatThrownBy(
            () ->
                kernel()
                    .scanVersions(
                        new byte[length], versions, Target.MAX, first, count, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void likesANumberOfVersionsThatItTakes() {
    assertThat(kernel().versionsAtOnce()).isBetween(1, MiningKernel.VERSIONS_MAX);
  }

  @Test
  void hasAName() {
    assertThat(kernel().name()).matches("[a-z0-9-]+");
  }

  /** A target that no hash meets in practice. */
  private static Target impossible() {
    return Target.of(BigInteger.ONE);
  }

  private static byte[] randomHeader(Random random) {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    random.nextBytes(header);
    return header;
  }

  private static long nonceOf(byte[] header) {
    return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(NONCE_OFFSET) & LAST_NONCE;
  }

  private static byte[] hash256(byte[] header, long nonce) {
    byte[] copy = header.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(NONCE_OFFSET, (int) nonce);
    return Sha256.hash256(copy);
  }

  /** The hash as the number that is compared with the target. */
  private static BigInteger hash(byte[] header, long nonce) {
    return new BigInteger(BlockHash.of(hash256(header, nonce)).toString(), 16);
  }

  private static VersionScanResult naiveScan(
      byte[] header, int[] versions, Target target, long first, long count) {
    for (long i = 0; i < count; i++) {
      for (int version : versions) {
        if (hash(MiningKernel.withVersion(header, version), first + i)
                .compareTo(target.toBigInteger())
            <= 0) {
          return VersionScanResult.found(version, first + i, i + 1);
        }
      }
    }
    return VersionScanResult.none(count);
  }

  private static ScanResult naiveScan(byte[] header, Target target, long first, long count) {
    for (long i = 0; i < count; i++) {
      if (hash(header, first + i).compareTo(target.toBigInteger()) <= 0) {
        return ScanResult.found(first + i, i + 1);
      }
    }
    return ScanResult.none(count);
  }
}
