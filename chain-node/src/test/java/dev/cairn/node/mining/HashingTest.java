package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HashingTest {

  /** One hash in sixteen meets it. */
  private static final Target EASY = Target.of(BigInteger.ONE.shiftLeft(252));

  private static final byte[] HEADER = new byte[MiningKernel.HEADER_BYTES];
  private static final ScanResult RIGHT =
      new DigestKernel().scan(HEADER, EASY, 0, 1000, () -> false);

  private int scans;

  private Hashing hashing(Supplier<ScanResult> answer) {
    return new Hashing(new Odd(answer, 0));
  }

  /** Answers what it was told to, whatever the question. */
  private final class Odd implements MiningKernel {

    private final Supplier<ScanResult> answer;

    /** Added to the first version that it is asked for. */
    private final int added;

    Odd(Supplier<ScanResult> answer, int added) {
      this.answer = answer;
      this.added = added;
    }

    @Override
    public String name() {
      return "odd";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      scans++;
      return answer.get();
    }

    @Override
    public int versionsAtOnce() {
      return 3;
    }

    @Override
    public VersionScanResult scanVersions(
        byte[] header,
        int[] versions,
        Target target,
        long firstNonce,
        long count,
        BooleanSupplier interrupted) {
      ScanResult result = scan(header, target, firstNonce, count, interrupted);
      return VersionScanResult.found(
          versions[0] + added, result.nonce().orElseThrow(), result.hashesDone());
    }
  }

  private static ScanResult scan(Hashing hashing) {
    return hashing.scan(HEADER, EASY, 0, 1000, () -> false);
  }

  @Test
  void usesAKernelThatIsRight() {
    Hashing hashing = hashing(() -> RIGHT);

    assertThat(scan(hashing)).isEqualTo(RIGHT);
    assertThat(scan(hashing)).isEqualTo(RIGHT);
    assertThat(hashing.name()).isEqualTo("odd");
    assertThat(scans).isEqualTo(2);
  }

  @Test
  void usesAKernelNoMoreThatHasFailed() {
    Hashing hashing =
        hashing(
            () -> {
              throw new IllegalStateException("on purpose");
            });

    assertThat(scan(hashing)).isEqualTo(RIGHT);
    assertThat(scan(hashing)).isEqualTo(RIGHT);
    assertThat(hashing.name()).isEqualTo("digest");
    assertThat(scans).isEqualTo(1);
  }

  @Test
  void usesAKernelNoMoreThatHasFoundAWrongNonce() {
    long wrong = RIGHT.nonce().orElseThrow() == 0 ? 1 : 0;
    Hashing hashing = hashing(() -> ScanResult.found(wrong, 1));

    assertThat(scan(hashing)).isEqualTo(RIGHT);
    assertThat(hashing.name()).isEqualTo("digest");
  }

  @Test
  void looksAtTheVersionThatWasFoundToo() {
    int[] versions = {5, 0}; // the zeros of the header are right
    Hashing hashing = hashing(() -> RIGHT);

    assertThat(hashing.versionsAtOnce()).isEqualTo(3);
    assertThat(hashing.scanVersions(HEADER, versions, EASY, 0, 1000, () -> false))
        .isEqualTo(new DigestKernel().scanVersions(HEADER, versions, EASY, 0, 1000, () -> false));
    assertThat(hashing.name()).isEqualTo("digest");
    assertThat(hashing.versionsAtOnce()).isEqualTo(1);
  }

  @Test
  void usesAKernelThatIsRightWithVersions() {
    int[] versions = {0, 5};
    Hashing hashing = hashing(() -> RIGHT);

    VersionScanResult result = hashing.scanVersions(HEADER, versions, EASY, 0, 1000, () -> false);

    assertThat(result.solution())
        .contains(new VersionScanResult.Solution(0, RIGHT.nonce().orElseThrow()));
    assertThat(hashing.name()).isEqualTo("odd");
  }

  @Test
  void usesAKernelNoMoreThatHasFoundWhatItWasNotAskedFor() {
    long nonce = RIGHT.nonce().orElseThrow();
    int[] versions = {0, 5};
    Target any = Target.MAX;

    Hashing beyond = hashing(() -> ScanResult.found(nonce, 1));
    assertThat(beyond.scan(HEADER, any, nonce + 1, 3, () -> false).nonce()).hasValue(nonce + 1);
    assertThat(beyond.name()).isEqualTo("digest");

    Hashing before = hashing(() -> ScanResult.found(nonce + 4, 1));
    assertThat(before.scan(HEADER, any, nonce, 4, () -> false).nonce()).hasValue(nonce);
    assertThat(before.name()).isEqualTo("digest");

    Hashing other = new Hashing(new Odd(() -> RIGHT, 6));
    assertThat(other.scanVersions(HEADER, versions, any, nonce, 1, () -> false))
        .isEqualTo(VersionScanResult.found(0, nonce, 1));
    assertThat(other.name()).isEqualTo("digest");
  }

  @Test
  void aWrongQuestionIsNoFaultOfTheKernel() {
    Hashing hashing = hashing(() -> RIGHT);

    assertThatThrownBy(() -> hashing.scan(new byte[79], EASY, 0, 1, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hashing.scanVersions(HEADER, new int[0], EASY, 0, 1, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(hashing.name()).isEqualTo("odd");
    assertThat(scans).isZero();
  }
}
