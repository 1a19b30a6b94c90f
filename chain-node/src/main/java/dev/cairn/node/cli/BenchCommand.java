package dev.cairn.node.cli;

import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast this machine hashes. */
@Command(
    name = "bench",
    description = "Measures how fast this machine hashes, for a few seconds.",
    footer = {
      "",
      "The kernel is what mining uses; plain is the JDK's SHA-256 twice over each whole header. A",
      "rough figure, on whatever else the machine does: docs and benchmarks have better ones.",
      "",
      "Example:",
      "  ./cairn bench --threads 2"
    })
final class BenchCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Up to how many; default: as many as there are processors.")
  private int threadsMax = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "For each measurement; default 1.")
  private int seconds = 1;

  BenchCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() throws CommandFailure {
    if (threadsMax < 1 || threadsMax > 1024 || seconds < 1 || seconds > 60) {
      throw Arguments.wrong("too many or too few", "give 1 to 1024 threads and 1 to 60 seconds");
    }
    MiningKernel kernel = new DigestKernel();
    measure(1, () -> plain()); // both are compiled before they count
    measure(1, () -> scan(kernel));
    double plain = measure(1, () -> plain());
    List<Row> rows = new ArrayList<>();
    for (int threads = 1; ; threads = Math.min(threadsMax, 2 * threads)) {
      rows.add(new Row(threads, measure(threads, () -> scan(kernel)), plain));
      if (threads == threadsMax) {
        break;
      }
    }
    if (client.isJson()) {
      client.print(
          Json.object(
              "plainHashesPerSecond",
              Math.round(plain),
              "kernels",
              rows.stream().map(row -> row.toJson(kernel.name())).toList()));
    } else {
      client.say(String.format(Locale.ROOT, "plain   1 thread   %8.2f MH/s", plain / 1e6));
      rows.forEach(row -> client.say(row.text(kernel.name())));
    }
    return ExitCode.OK.number();
  }

  /** One measurement of the kernel, in hashes per second. */
  private record Row(long threads, double rate, double plain) {

    Map<String, ?> toJson(String kernel) {
      return Json.object(
          "kernel",
          kernel,
          "threads",
          threads,
          "hashesPerSecond",
          Math.round(rate),
          "ratioToPlain",
          Math.round(100 * rate / plain) / 100.0);
    }

    String text(String kernel) {
      return String.format(
          Locale.ROOT,
          "%-6s %2d thread%s %8.2f MH/s   %.2f x plain",
          kernel,
          threads,
          threads == 1 ? "  " : "s ",
          rate / 1e6,
          rate / plain);
    }
  }

  /** Does a part of the work until it is told to stop, and gives how many hashes that were. */
  private interface Part {
    LongUnaryOperator begin();
  }

  private static LongUnaryOperator scan(MiningKernel kernel) {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    Target unreachable = Target.of(BigInteger.ONE);
    BooleanSupplier never = () -> false;
    return first -> kernel.scan(header, unreachable, first, 1 << 14, never).hashesDone();
  }

  private static LongUnaryOperator plain() {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    byte[] hash = new byte[32];
    MessageDigest digest = sha256();
    return first -> {
      try {
        for (int i = 0; i < 1 << 14; i++) {
          header[76] = (byte) i;
          header[77] = (byte) (i >>> 8);
          digest.update(header);
          digest.digest(hash, 0, hash.length);
          digest.update(hash);
          digest.digest(hash, 0, hash.length);
        }
      } catch (DigestException impossible) {
        throw new IllegalStateException(impossible);
      }
      return 1 << 14;
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private double measure(int threads, Part part) {
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    AtomicLong hashes = new AtomicLong();
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                LongUnaryOperator work = part.begin();
                long own = 0;
                while (System.nanoTime() - start < nanos) {
                  own += work.applyAsLong(own & 0x7fff_ffffL);
                }
                hashes.addAndGet(own);
                done.countDown();
              },
              "bench-" + i);
      worker.setDaemon(true);
      worker.start();
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return hashes.get() * 1e9 / (System.nanoTime() - start);
  }
}
