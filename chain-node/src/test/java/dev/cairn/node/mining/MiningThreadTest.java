package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MiningThreadTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();

  private final JobBoard board = new JobBoard();
  private final HashRate rate = new HashRate();
  private final BlockTemplate template =
      BlockBuilder.onTip(Chain.inMemory(DEV, Applications.standard()), DEV.genesisTime())
          .build(KeyPair.fromSeed(new byte[32]).publicKey());

  private record Scan(Bytes header, List<Integer> versions, long first, long count) {}

  /** Finds nothing, at once, and closes the board at the second header. */
  private final class Hopeless implements MiningKernel {

    final List<Scan> scans = new ArrayList<>();

    @Override
    public String name() {
      return "hopeless";
    }

    @Override
    public int versionsAtOnce() {
      return 3;
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      throw new IllegalStateException("asked without versions");
    }

    @Override
    public VersionScanResult scanVersions(
        byte[] header,
        int[] versions,
        Target target,
        long firstNonce,
        long count,
        BooleanSupplier interrupted) {
      List<Integer> tried = Arrays.stream(versions).boxed().toList();
      scans.add(new Scan(Bytes.of(header), tried, firstNonce, count));
      if (firstNonce == 0 && scans.size() > 1) {
        board.close();
        return VersionScanResult.none(0);
      }
      return VersionScanResult.none(count);
    }
  }

  @Test
  void triesAllNoncesWithAllVersionsBeforeTheNextExtraNonce() throws Exception {
    Hopeless kernel = new Hopeless();
    MiningThread thread = new MiningThread(0, board, kernel, rate, 7, block -> {});
    board.put(new MiningJob(template));

    thread.start();
    thread.join();

    List<Scan> ofFirst = kernel.scans.subList(0, kernel.scans.size() - 1);
    long next = 0;
    for (Scan scan : ofFirst) {
      assertThat(scan.header()).isEqualTo(ofFirst.get(0).header());
      assertThat(scan.versions()).containsExactly(0x20000000, 0x20002000, 0x20004000);
      assertThat(scan.first()).isEqualTo(next);
      next += scan.count();
    }
    assertThat(next).isEqualTo(MiningKernel.NONCES);
    assertThat(kernel.scans.get(ofFirst.size()).header()).isNotEqualTo(ofFirst.get(0).header());
    assertThat(rate.total()).isEqualTo(3 * MiningKernel.NONCES);
  }
}
