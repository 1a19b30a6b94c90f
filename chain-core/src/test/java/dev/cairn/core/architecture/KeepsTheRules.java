package dev.cairn.core.architecture;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** What the rules allow: a rule that reports this class is too strict. */
public final class KeepsTheRules {

  /** A switch over it makes the compiler write a static array. */
  public enum Kind {
    EVEN,
    ODD
  }

  private static final byte[] TAG = "tag".getBytes(StandardCharsets.US_ASCII);
  static final List<String> NAMES = List.of("a", "b");
  static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(224);

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Executor executor;

  public KeepsTheRules(Executor executor) {
    this.executor = executor;
  }

  /** Counts, with the order of arrival. */
  public long count(String name) {
    return counts.merge(name, 1L, Long::sum);
  }

  /** Waits for work on the caller's threads. */
  public boolean waitFor(Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch latch = new CountDownLatch(1);
    executor.execute(
        () -> {
          work.run();
          done.set(true);
          latch.countDown();
        });
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return done.get();
  }

  /** Hashes. */
  public static byte[] hash(ByteBuffer buffer) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(TAG);
      digest.update(buffer);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Groups in an order of its own choice. */
  public static Map<Kind, List<Integer>> byKind(List<Integer> numbers) {
    return numbers.stream()
        .collect(
            Collectors.groupingBy(
                n -> n % 2 == 0 ? Kind.EVEN : Kind.ODD, TreeMap::new, Collectors.toList()));
  }

  /** Switches over an enum. */
  public static Duration pause(Kind kind) {
    return switch (kind) {
      case EVEN -> Duration.ofSeconds(2);
      case ODD -> Duration.ofSeconds(LIMIT.signum());
    };
  }
}
