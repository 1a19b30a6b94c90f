package dev.cairn.core.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What is the same for every kernel. */
class MiningKernelTest {

  @Test
  void namesVersionsThatDifferInTheirFreeBitsOnly() {
    int[] versions = MiningKernel.versions(MiningKernel.VERSIONS_MAX);

    assertThat(versions).hasSize(16).doesNotHaveDuplicates().startsWith(0x20000000, 0x20002000);
    for (int version : versions) {
      assertThat(version & 0xe0001fff).isEqualTo(0x20000000);
    }
    assertThat(MiningKernel.versions(1)).containsExactly(0x20000000);
    for (int count : new int[] {-1, 0, MiningKernel.VERSIONS_MAX + 1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> MiningKernel.versions(count));
    }
  }

  @Test
  void setsAVersionInACopy() {
    byte[] header = new byte[80];
    header[4] = 7;

    byte[] other = MiningKernel.withVersion(header, 0x3fffe001);

    assertThat(other).hasSize(80).startsWith(0x01, 0xe0, 0xff, 0x3f, 7);
    assertThat(header).startsWith(0, 0, 0, 0, 7);
  }
}
