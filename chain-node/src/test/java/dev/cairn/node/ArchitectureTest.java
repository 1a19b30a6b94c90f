package dev.cairn.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.node.architecture.BreaksTheRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may use what in chain-node. Each rule about a library is seen to report its breach. */
class ArchitectureTest {

  private static final String ROOT = "dev.cairn.node";

  private record Rule(ArchRule rule, Class<?> breach) {
    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  static final List<Rule> RULES =
      List.of(
          new Rule(only("org.rocksdb..", "storage"), BreaksTheRules.UsesRocksDb.class),
          new Rule(only("io.vertx..", "api", "stratum"), BreaksTheRules.UsesVertx.class),
          new Rule(only("picocli..", "cli"), BreaksTheRules.UsesPicocli.class),
          new Rule(
              only("com.fasterxml.jackson..", "api", "cli", "config", "network", "stratum"),
              BreaksTheRules.UsesJackson.class));

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static ArchRule only(String library, String... packages) {
    String[] allowed = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      allowed[i] = ROOT + "." + packages[i] + "..";
    }
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because("one package knows each library");
  }

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

  @Test
  void packagesDependInwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy(ROOT + ".cli..")
        .layer("config")
        .definedBy(ROOT + ".config..")
        .layer("node")
        .definedBy(ROOT)
        .layer("api")
        .definedBy(ROOT + ".api..")
        .layer("member")
        .definedBy(ROOT + ".member..")
        .layer("mining")
        .definedBy(ROOT + ".mining..")
        .layer("network")
        .definedBy(ROOT + ".network..")
        .layer("storage")
        .definedBy(ROOT + ".storage..")
        .layer("stratum")
        .definedBy(ROOT + ".stratum..")
        .layer("wallet")
        .definedBy(ROOT + ".wallet..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("cli", "config")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("node", "cli")
        .whereLayer("member")
        .mayOnlyBeAccessedByLayers("api", "node", "cli")
        .whereLayer("mining")
        .mayOnlyBeAccessedByLayers("member", "stratum", "api", "node")
        .whereLayer("stratum")
        .mayOnlyBeAccessedByLayers("api", "node")
        .whereLayer("network")
        .mayOnlyBeAccessedByLayers("storage", "api", "node", "config", "cli")
        .whereLayer("storage")
        .mayOnlyBeAccessedByLayers("wallet", "member", "api", "node", "cli")
        .whereLayer("wallet")
        .mayOnlyBeAccessedByLayers("node", "cli")
        .check(PRODUCTION);
  }
}
