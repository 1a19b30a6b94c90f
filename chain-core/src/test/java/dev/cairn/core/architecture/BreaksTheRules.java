package dev.cairn.core.architecture;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Each class breaks one rule of {@link dev.cairn.core.ArchitectureTest} in its own way. */
@SuppressWarnings("all")
public final class BreaksTheRules {
  private BreaksTheRules() {}

  // What a pure library does not use.

  public static final class ReadsFiles {
    boolean breach(Path path) {
      return Files.exists(path);
    }
  }

  public static final class ReadsStreams {
    byte[] breach() {
      return new ByteArrayOutputStream().toByteArray();
    }
  }

  public static final class OpensSockets {
    Supplier<Socket> breach = Socket::new;
  }

  public static final class SignsWithTheJdk {
    Signature breach() throws GeneralSecurityException {
      return Signature.getInstance("Ed25519");
    }
  }

  public static final class UsesTestLibraries {
    void breach() {
      Assertions.assertThat(1).isOne();
    }
  }

  public static final class VerifiesByItself {
    boolean breach(byte[] bytes) {
      return Ed25519.verify(bytes, 0, bytes, 0, bytes, 0, 0);
    }
  }

  public static final class UsesTheProvider {
    Object breach() {
      return new BouncyCastleProvider();
    }
  }

  // Clocks.

  public static final class ReadsMillis {
    long breach() {
      return System.currentTimeMillis();
    }
  }

  public static final class ReadsNanosByReference {
    LongSupplier breach = System::nanoTime;
  }

  public static final class AsksForNow {
    Instant breach() {
      return Instant.now();
    }
  }

  public static final class HoldsClock {
    Clock breach = Clock.systemUTC();
  }

  public static final class MakesDate {
    Object breach() {
      return new Date();
    }
  }

  // Randomness.

  public static final class DrawsRandom {
    int breach() {
      return new Random().nextInt();
    }
  }

  public static final class DrawsSecureRandom {
    int breach() {
      return new SecureRandom().nextInt();
    }
  }

  public static final class DrawsThreadLocalRandom {
    int breach() {
      return ThreadLocalRandom.current().nextInt();
    }
  }

  public static final class DrawsSplittableRandom {
    int breach() {
      return new SplittableRandom().nextInt();
    }
  }

  public static final class HoldsRandomGenerator {
    RandomGenerator breach = RandomGenerator.getDefault();
  }

  public static final class DrawsMathRandom {
    boolean breach() {
      return Math.random() > 0;
    }
  }

  public static final class MakesUuid {
    Supplier<UUID> breach = UUID::randomUUID;
  }

  public static final class Shuffles {
    void breach(List<String> list) {
      Collections.shuffle(list);
    }
  }

  // Threads.

  public static final class StartsThread {
    void breach(Runnable task) {
      new Thread(task).start();
    }
  }

  public static final class ExtendsThread extends Thread {}

  public static final class Sleeps {
    void breach() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  public static final class MakesPool {
    Object breach() {
      return Executors.newCachedThreadPool();
    }
  }

  public static final class UsesForkJoin {
    Object breach() {
      return ForkJoinPool.commonPool();
    }
  }

  public static final class UsesTimer {
    Object breach() {
      return new Timer();
    }
  }

  public static final class UsesFuture {
    CompletableFuture<String> breach = new CompletableFuture<>();
  }

  public static final class StreamsInParallel {
    Stream<String> breach(Collection<String> all) {
      return all.parallelStream();
    }
  }

  public static final class TurnsStreamParallel {
    IntStream breach() {
      return IntStream.range(0, 9).parallel();
    }
  }

  // The machine around us.

  public static final class PrintsToOut {
    void breach() {
      System.out.println();
    }
  }

  public static final class PrintsToErr {
    void breach() {
      System.err.println();
    }
  }

  public static final class PrintsStackTrace {
    void breach(Throwable thrown) {
      thrown.printStackTrace();
    }
  }

  public static final class Logs {
    void breach(System.Logger logger) {
      logger.log(System.Logger.Level.INFO, "breach");
    }
  }

  public static final class ReadsProperty {
    String breach() {
      return System.getProperty("user.name");
    }
  }

  public static final class ReadsEnvironment {
    String breach() {
      return System.getenv("HOME");
    }
  }

  public static final class HashesByIdentity {
    int breach() {
      return System.identityHashCode(this);
    }
  }

  public static final class CountsProcessors {
    int breach() {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  public static final class AsksForLocale {
    Locale breach() {
      return Locale.getDefault();
    }
  }

  // Floating point.

  public static final class HasFloatField {
    float breach;
  }

  public static final class HasDoubleArrayField {
    double[][] breach;
  }

  public static final class TakesDouble {
    void breach(double value) {}
  }

  public abstract static class ReturnsFloat {
    abstract float breach();
  }

  public static final class DividesLocally {
    long breach(long number) {
      return (long) (number / (double) (number + 1));
    }
  }

  public static final class TakesRoot {
    long breach(long number) {
      return (long) Math.sqrt(number);
    }
  }

  public static final class BoxesDouble {
    boolean breach(Object value) {
      return value instanceof Double;
    }
  }

  public static final class HoldsDoubleConstant {
    static final double BREACH = 0.5;
  }

  public static final class MakesFloatArray {
    Object breach() {
      return new float[1];
    }
  }

  public static final class AveragesStream {
    boolean breach(IntStream numbers) {
      return numbers.average().isPresent();
    }
  }

  // Collections without a fixed order.

  public static final class MakesHashMap {
    Map<String, String> breach = new HashMap<>();
  }

  public static final class MakesHashSetByReference {
    Supplier<Set<String>> breach = HashSet::new;
  }

  public static final class MakesIdentityHashMap {
    Map<String, String> breach = new IdentityHashMap<>();
  }

  public static final class MakesConcurrentHashMap {
    Set<String> breach = ConcurrentHashMap.newKeySet();
  }

  public static final class MakesSetOf {
    Set<String> breach = Set.of("a", "b", "c");
  }

  public static final class MakesMapOf {
    Map<String, String> breach = Map.of("a", "b");
  }

  public static final class MakesMapOfEntries {
    Map<String, String> breach = Map.ofEntries(Map.entry("a", "b"));
  }

  public static final class CopiesSet {
    Function<Collection<String>, Set<String>> breach = Set::copyOf;
  }

  public static final class CopiesMap {
    Map<String, String> breach(Map<String, String> all) {
      return Map.copyOf(all);
    }
  }

  public static final class CollectsToSet {
    Set<String> breach(Stream<String> all) {
      return all.collect(Collectors.toSet());
    }
  }

  public static final class CollectsToMap {
    Map<String, String> breach(Stream<String> all) {
      return all.collect(Collectors.toMap(s -> s, s -> s));
    }
  }

  public static final class CollectsInGroups {
    Map<String, List<String>> breach(Stream<String> all) {
      return all.collect(Collectors.groupingBy(s -> s));
    }
  }

  // State in statics.

  public static final class CountsInStatic {
    static int breach;
  }

  public static final class CountsInStaticAtomic {
    static final AtomicLong BREACH = new AtomicLong();
  }

  public static final class CollectsInStaticMap {
    static final TreeMap<String, String> BREACH = new TreeMap<>();
  }

  public static final class ShowsStaticArray {
    static final byte[] BREACH = {1};
  }
}
