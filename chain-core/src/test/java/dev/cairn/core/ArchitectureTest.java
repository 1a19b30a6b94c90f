package dev.cairn.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.cairn.core.architecture.BreaksTheRules;
import dev.cairn.core.architecture.FloatingPoint;
import dev.cairn.core.architecture.KeepsTheRules;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What the classes of chain-core may use: they only compute, and compute the same on every machine
 * in every run. Each rule comes with classes that break it, and is seen to report each of them.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.cairn.core";

  /**
   * Classes that may use collections without a fixed order, each with the reason why no order can
   * get out of it. An inner class is named with a dollar sign.
   */
  private static final Set<String> ORDER_NEVER_SHOWS = Set.of();

  /** Static fields of mutable types, each with the reason why it never changes. */
  private static final Set<String> NEVER_CHANGED =
      Set.of(
          // Only cloned, never fed: a clone is several times cheaper than asking for an instance.
          "dev.cairn.core.codec.Sha256.PRISTINE");

  private static final Set<String> PURE_PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.math",
          "java.nio",
          "java.nio.charset",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.function",
          "java.util.stream",
          "org.jspecify.annotations");

  /** Hashing is all that we take from the JDK's cryptography: its Ed25519 differs by version. */
  private static final Set<String> HASHING =
      Set.of(
          "java.security.MessageDigest",
          "java.security.DigestException",
          "java.security.GeneralSecurityException",
          "java.security.NoSuchAlgorithmException");

  /** What a class needs that is handed an executor by its caller. */
  private static final Set<String> WAITING_FOR_THE_CALLERS_THREADS =
      Set.of(
          "java.util.concurrent.Executor",
          "java.util.concurrent.RejectedExecutionException",
          "java.util.concurrent.CountDownLatch");

  private static final Set<String> CURRENT_THREAD =
      Set.of("currentThread", "interrupt", "interrupted", "isInterrupted");

  private static final Set<String> RANDOM_CLASSES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  private static final Set<String> CLOCK_CLASSES =
      Set.of("java.time.Clock", "java.util.Date", "java.util.Calendar", "java.util.TimeZone");

  private static final Set<String> COLLECTIONS_WITHOUT_ORDER =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.concurrent.ConcurrentHashMap");

  private static final Set<String> COLLECTORS_WITHOUT_ORDER =
      Set.of(
          "toSet",
          "toUnmodifiableSet",
          "toMap",
          "toUnmodifiableMap",
          "toConcurrentMap",
          "groupingBy",
          "groupingByConcurrent");

  private static final Set<String> SETTINGS_OF_THE_MACHINE =
      Set.of("java.lang.Runtime", "java.lang.Process", "java.lang.ProcessBuilder");

  /** A rule, and classes of which each breaks it alone. */
  private record Rule(ArchRule rule, List<Class<?>> breaches) {
    static Rule of(ArchRule rule, Class<?>... breaches) {
      return new Rule(rule, List.of(breaches));
    }

    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  private static final Rule ONLY_PURE_LIBRARIES =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat(are("outside of what a pure library needs", c -> !isPure(c)))
              .because("chain-core does no I/O and is used where other libraries are not"),
          BreaksTheRules.ReadsFiles.class,
          BreaksTheRules.ReadsStreams.class,
          BreaksTheRules.OpensSockets.class,
          BreaksTheRules.SignsWithTheJdk.class,
          BreaksTheRules.UsesTestLibraries.class);

  private static final Rule BOUNCY_CASTLE_ONLY_FOR_KEYS =
      Rule.of(
          noClasses()
              .that()
              .resideOutsideOfPackage(ROOT + ".key")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("org.bouncycastle..")
              .because("signatures have one rule, written in one place"),
          BreaksTheRules.VerifiesByItself.class);

  private static final Rule NO_BOUNCY_CASTLE_PROVIDER =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("org.bouncycastle.jce..", "org.bouncycastle.jcajce..")
              .because("the lightweight API needs no registration and does not vary by JDK"),
          BreaksTheRules.UsesTheProvider.class);

  private static final Rule NO_CLOCK =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat(are("clocks", c -> CLOCK_CLASSES.contains(c.getName())))
              .orShould()
              .accessTargetWhere(
                  reaches(
                      "the time of day",
                      a ->
                          isMember(a, "java.lang.System", "currentTimeMillis", "nanoTime")
                              || (a.getTargetOwner().getPackageName().equals("java.time")
                                  && a.getTarget().getName().equals("now"))))
              .because("the time is a parameter"),
          BreaksTheRules.ReadsMillis.class,
          BreaksTheRules.ReadsNanosByReference.class,
          BreaksTheRules.AsksForNow.class,
          BreaksTheRules.HoldsClock.class,
          BreaksTheRules.MakesDate.class);

  private static final Rule NO_RANDOMNESS =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat(
                  are(
                      "random generators",
                      c ->
                          RANDOM_CLASSES.contains(c.getName())
                              || c.getPackageName().equals("java.util.random")))
              .orShould()
              .accessTargetWhere(
                  reaches(
                      "randomness",
                      a ->
                          isMember(a, "java.lang.Math", "random")
                              || isMember(a, "java.lang.StrictMath", "random")
                              || isMember(a, "java.util.UUID", "randomUUID")
                              || isMember(a, "java.util.Collections", "shuffle")))
              .because("randomness comes from outside"),
          BreaksTheRules.DrawsRandom.class,
          BreaksTheRules.DrawsSecureRandom.class,
          BreaksTheRules.DrawsThreadLocalRandom.class,
          BreaksTheRules.DrawsSplittableRandom.class,
          BreaksTheRules.HoldsRandomGenerator.class,
          BreaksTheRules.DrawsMathRandom.class,
          BreaksTheRules.MakesUuid.class,
          BreaksTheRules.Shuffles.class);

  private static final Rule NO_THREADS =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat(are("threads or pools", ArchitectureTest::isThreading))
              .orShould()
              .beAssignableTo(Thread.class)
              .orShould()
              .accessTargetWhere(
                  reaches(
                      "other threads",
                      a ->
                          (a.getTargetOwner().isEquivalentTo(Thread.class)
                                  && !CURRENT_THREAD.contains(a.getTarget().getName()))
                              || a.getTarget().getName().equals("parallelStream")
                              || (a.getTargetOwner().getPackageName().equals("java.util.stream")
                                  && a.getTarget().getName().equals("parallel"))))
              .because("the caller owns the threads: take an Executor"),
          BreaksTheRules.StartsThread.class,
          BreaksTheRules.ExtendsThread.class,
          BreaksTheRules.Sleeps.class,
          BreaksTheRules.MakesPool.class,
          BreaksTheRules.UsesForkJoin.class,
          BreaksTheRules.UsesTimer.class,
          BreaksTheRules.UsesFuture.class,
          BreaksTheRules.StreamsInParallel.class,
          BreaksTheRules.TurnsStreamParallel.class);

  private static final Rule NO_SURROUNDINGS =
      Rule.of(
          noClasses()
              .should()
              .dependOnClassesThat(
                  are(
                      "the machine or its loggers",
                      c ->
                          SETTINGS_OF_THE_MACHINE.contains(c.getName())
                              || c.getName().startsWith("java.lang.System$Logger")))
              .orShould()
              .accessTargetWhere(
                  reaches(
                      "what differs by machine or run",
                      a ->
                          (a.getTargetOwner().isEquivalentTo(System.class)
                                  && !a.getTarget().getName().equals("arraycopy"))
                              || isMember(a, "java.lang.Throwable", "printStackTrace")
                              || isMember(a, "java.util.Locale", "getDefault")
                              || isMember(a, "java.nio.charset.Charset", "defaultCharset")))
              .because("results are returned, not printed, and depend on the arguments only"),
          BreaksTheRules.PrintsToOut.class,
          BreaksTheRules.PrintsToErr.class,
          BreaksTheRules.PrintsStackTrace.class,
          BreaksTheRules.Logs.class,
          BreaksTheRules.ReadsProperty.class,
          BreaksTheRules.ReadsEnvironment.class,
          BreaksTheRules.HashesByIdentity.class,
          BreaksTheRules.CountsProcessors.class,
          BreaksTheRules.AsksForLocale.class);

  private static final Rule NO_FLOATING_POINT =
      Rule.of(
          classes().should(computeWithIntegersOnly()).because("consensus is exact"),
          BreaksTheRules.HasFloatField.class,
          BreaksTheRules.HasDoubleArrayField.class,
          BreaksTheRules.TakesDouble.class,
          BreaksTheRules.ReturnsFloat.class,
          BreaksTheRules.DividesLocally.class,
          BreaksTheRules.TakesRoot.class,
          BreaksTheRules.BoxesDouble.class,
          BreaksTheRules.HoldsDoubleConstant.class,
          BreaksTheRules.MakesFloatArray.class,
          BreaksTheRules.AveragesStream.class);

  private static final Rule SAME_ORDER_IN_EVERY_RUN =
      Rule.of(
          noClasses()
              .that(
                  are(
                      "not on the list of exceptions",
                      c -> !ORDER_NEVER_SHOWS.contains(c.getName())))
              .should()
              .dependOnClassesThat(
                  are(
                      "collections without a fixed order",
                      c -> COLLECTIONS_WITHOUT_ORDER.contains(c.getName())))
              .orShould()
              .accessTargetWhere(
                  reaches("a collection without a fixed order", ArchitectureTest::losesOrder))
              .because("whatever iterates must do so in the same order on every machine"),
          BreaksTheRules.MakesHashMap.class,
          BreaksTheRules.MakesHashSetByReference.class,
          BreaksTheRules.MakesIdentityHashMap.class,
          BreaksTheRules.MakesConcurrentHashMap.class,
          BreaksTheRules.MakesSetOf.class,
          BreaksTheRules.MakesMapOf.class,
          BreaksTheRules.MakesMapOfEntries.class,
          BreaksTheRules.CopiesSet.class,
          BreaksTheRules.CopiesMap.class,
          BreaksTheRules.CollectsToSet.class,
          BreaksTheRules.CollectsToMap.class,
          BreaksTheRules.CollectsInGroups.class);

  private static final Rule NO_STATE_IN_STATICS =
      Rule.of(
          fields()
              .that()
              .areStatic()
              .and(areWrittenByHand())
              .should(neverChange())
              .because("a JVM holds hundreds of nodes"),
          BreaksTheRules.CountsInStatic.class,
          BreaksTheRules.CountsInStaticAtomic.class,
          BreaksTheRules.CollectsInStaticMap.class,
          BreaksTheRules.ShowsStaticArray.class);

  private static final Rule NO_CYCLES =
      Rule.of(noCyclesBelow(ROOT).because("a package is understood after the ones it uses"));

  static final List<Rule> RULES =
      List.of(
          ONLY_PURE_LIBRARIES,
          BOUNCY_CASTLE_ONLY_FOR_KEYS,
          NO_BOUNCY_CASTLE_PROVIDER,
          NO_CLOCK,
          NO_RANDOMNESS,
          NO_THREADS,
          NO_SURROUNDINGS,
          NO_FLOATING_POINT,
          SAME_ORDER_IN_EVERY_RUN,
          NO_STATE_IN_STATICS,
          NO_CYCLES);

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter().importPath(besideTestClasses("classes"));

  private static final JavaClasses FIXTURES =
      new ClassFileImporter()
          .importPath(besideTestClasses("test-classes").resolve("dev/cairn/core/architecture"));

  @ParameterizedTest
  @FieldSource("RULES")
  void productionCodeKeeps(Rule rule) {
    rule.rule().allowEmptyShould(true).check(PRODUCTION);
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void reportsEachOfItsBreaches(Rule rule) {
    for (Class<?> breach : rule.breaches()) {
      JavaClasses alone = FIXTURES.that(are("this breach", c -> c.isEquivalentTo(breach)));
      var result = rule.rule().evaluate(alone);
      assertThat(result.getFailureReport().toString())
          .as("%s breaks the rule: %s", breach.getSimpleName(), rule)
          .contains(breach.getSimpleName());
    }
  }

  @Test
  void reportsCycleBetweenPackages() {
    var result = noCyclesBelow(ROOT + ".architecture").evaluate(FIXTURES);
    assertThat(result.getFailureReport().toString()).contains("Cycle detected");
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void allowsWhatTheCoreNeeds(Rule rule) {
    rule.rule()
        .allowEmptyShould(true)
        .check(FIXTURES.that(are("the good one", c -> c.isEquivalentTo(KeepsTheRules.class))));
  }

  @Test
  void findsTheProductionCode() {
    assertThat(PRODUCTION).hasSizeGreaterThan(1);
    assertThat(PRODUCTION).allMatch(c -> c.getName().startsWith(ROOT));
    assertThat(PRODUCTION).noneMatch(c -> c.getName().equals(ArchitectureTest.class.getName()));
  }

  /** Found by the place of this class, so that neither module path nor class path matter. */
  private static Path besideTestClasses(String folder) {
    String own = "/" + ArchitectureTest.class.getName().replace('.', '/') + ".class";
    var url = ArchitectureTest.class.getResource(own);
    if (url == null) {
      throw new IllegalStateException("no class file of this test");
    }
    return Path.of(URI.create(url.toString().replace(own, "/"))).resolveSibling(folder);
  }

  private static boolean isPure(JavaClass target) {
    JavaClass type = target.getBaseComponentType();
    return type.isPrimitive()
        || type.getPackageName().equals(ROOT)
        || type.getPackageName().startsWith(ROOT + ".")
        || type.getPackageName().startsWith("org.bouncycastle.")
        || PURE_PACKAGES.contains(type.getPackageName())
        || HASHING.contains(type.getName());
  }

  private static boolean isThreading(JavaClass type) {
    boolean concurrent =
        type.getPackageName().startsWith("java.util.concurrent")
            && !type.getPackageName().equals("java.util.concurrent.atomic");
    return (concurrent && !WAITING_FOR_THE_CALLERS_THREADS.contains(type.getName()))
        || type.getName().equals("java.util.Timer")
        || type.getName().equals("java.lang.ThreadGroup");
  }

  private static boolean losesOrder(JavaAccess<?> access) {
    String name = access.getTarget().getName();
    return switch (access.getTargetOwner().getName()) {
      case "java.util.Set", "java.util.Map" ->
          name.equals("of") || name.equals("ofEntries") || name.equals("copyOf");
      // The forms that take a supplier of the map let the caller choose its order.
      case "java.util.stream.Collectors" ->
          COLLECTORS_WITHOUT_ORDER.contains(name)
              && !access.getTarget().getFullName().contains("java.util.function.Supplier");
      default -> false;
    };
  }

  private static DescribedPredicate<JavaField> areWrittenByHand() {
    return DescribedPredicate.describe(
        "are written by hand", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  private static ArchCondition<JavaField> neverChange() {
    return new ArchCondition<>("never change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        boolean leaks = type.isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE);
        boolean changes = isMutable(type) && !NEVER_CHANGED.contains(field.getFullName());
        if (!isFinal || leaks || changes) {
          events.add(SimpleConditionEvent.violated(field, field.getDescription() + " can change"));
        }
      }
    };
  }

  /** An interface such as List may be immutable; a class such as ArrayList never is. */
  private static boolean isMutable(JavaClass type) {
    boolean collection =
        type.isAssignableTo(java.util.Collection.class) || type.isAssignableTo(java.util.Map.class);
    return (collection && !type.isInterface())
        || type.getPackageName().equals("java.util.concurrent.atomic")
        || type.isAssignableTo(ThreadLocal.class)
        || type.isAssignableTo(StringBuilder.class)
        || type.isAssignableTo(java.nio.Buffer.class)
        || type.getName().equals("java.security.MessageDigest");
  }

  private static ArchCondition<JavaClass> computeWithIntegersOnly() {
    return new ArchCondition<>("compute with integers only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        URI classFile = type.getSource().orElseThrow().getUri();
        for (String use : FloatingPoint.usesIn(classFile)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + ": " + use));
        }
      }
    };
  }

  private static ArchRule noCyclesBelow(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> test) {
    return DescribedPredicate.describe("are " + what, test);
  }

  private static DescribedPredicate<JavaAccess<?>> reaches(
      String what, Predicate<JavaAccess<?>> test) {
    return DescribedPredicate.describe("target is " + what, test);
  }

  private static boolean isMember(JavaAccess<?> access, String owner, String... names) {
    return access.getTargetOwner().getName().equals(owner)
        && List.of(names).contains(access.getTarget().getName());
  }
}
