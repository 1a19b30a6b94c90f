package dev.cairn.net;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.net.architecture.BreaksTheRules;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may use what in chain-net: protocol logic computes, and only the packages at the edge reach
 * for sockets, threads, clocks and generated code. Each rule is seen to report a class that breaks
 * it.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.cairn.net";

  /** The edge: the packages and the classes that do I/O, or put together those that do. */
  private static boolean isEdge(JavaClass c) {
    return c.getPackageName().equals(ROOT)
        || c.getPackageName().startsWith(ROOT + ".netty")
        || c.getPackageName().startsWith(ROOT + ".discovery.mdns");
  }

  private static final Set<String> CLOCKS_RANDOM_AND_THREADS =
      Set.of(
          "java.time.Clock",
          "java.util.Date",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom",
          "java.lang.Thread",
          "java.util.Timer",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.CompletableFuture",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.MulticastSocket",
          "java.net.NetworkInterface");

  private static final Set<String> WITHOUT_ORDER =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.concurrent.ConcurrentHashMap");

  private record Rule(ArchRule rule, Class<?> breach) {
    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  private static final Rule NETTY_AT_THE_EDGE =
      new Rule(
          noClasses()
              .that(are("outside of netty", c -> !c.getPackageName().startsWith(ROOT + ".netty")))
              .and(are("outside of the root", c -> !c.getPackageName().equals(ROOT)))
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.netty..")
              .because("logic must run without sockets"),
          BreaksTheRules.UsesNetty.class);

  private static final Rule GENERATED_CODE_IN_WIRE =
      new Rule(
          noClasses()
              .that(are("outside of wire", c -> !c.getPackageName().startsWith(ROOT + ".wire")))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("dev.cairn.proto..", "com.google.protobuf..")
              .because("the wire format is converted in one place"),
          BreaksTheRules.UsesGeneratedCode.class);

  private static final Rule NO_WORLD_IN_LOGIC =
      new Rule(
          noClasses()
              .that(are("no edge", c -> !isEdge(c)))
              .should()
              .dependOnClassesThat(
                  are(
                      "clocks, generators, threads or sockets",
                      c -> CLOCKS_RANDOM_AND_THREADS.contains(c.getName())))
              .because("a simulation must be able to give logic its time and its chance"),
          BreaksTheRules.StartsThread.class);

  private static final Rule NO_NOW_IN_LOGIC =
      new Rule(
          noClasses()
              .that(are("no edge", c -> !isEdge(c)))
              .should()
              .accessTargetWhere(
                  DescribedPredicate.describe("reads a clock", ArchitectureTest::readsClock))
              .because("the time comes from the Scheduler"),
          BreaksTheRules.ReadsClock.class);

  private static final Rule SAME_ORDER_IN_EVERY_RUN =
      new Rule(
          noClasses()
              .that(are("no edge", c -> !isEdge(c)))
              .and(are("not wire", c -> !c.getPackageName().startsWith(ROOT + ".wire")))
              .should()
              .dependOnClassesThat(
                  are("collections without order", c -> WITHOUT_ORDER.contains(c.getName())))
              .because("a seed must replay, and peers choose the keys that are hashed"),
          BreaksTheRules.MakesHashMap.class);

  static final List<Rule> RULES =
      List.of(
          NETTY_AT_THE_EDGE,
          GENERATED_CODE_IN_WIRE,
          NO_WORLD_IN_LOGIC,
          NO_NOW_IN_LOGIC,
          SAME_ORDER_IN_EVERY_RUN);

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("RULES")
  void productionKeepsTheRule(Rule rule) {
    rule.rule().check(PRODUCTION);
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void theRuleReportsItsBreach(Rule rule) {
    JavaClasses breach = new ClassFileImporter().importClasses(rule.breach());
    assertThat(rule.rule().evaluate(breach).hasViolation()).isTrue();
  }

  @org.junit.jupiter.api.Test
  void packagesDoNotDependOnOneAnotherInACircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PRODUCTION);
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return (owner.equals("java.lang.System")
            && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
        || (owner.startsWith("java.time.") && name.equals("now"));
  }

  private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(what, predicate);
  }
}
