package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.ProofFault;
import dev.cairn.core.network.ParameterFault;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons of the code and those of docs/consensus.md are the same, in the same order. */
class ReasonTablesTest {

  @Test
  void rulesStandInTheOrderOfTheTables() {
    List<String> documented = new ArrayList<>();
    documented.addAll(codesAfter("## 3 "));
    documented.addAll(codesAfter("### 4.2"));
    documented.addAll(codesAfter("### 4.3"));
    documented.addAll(codesAfter("The block as a whole:"));
    documented.addAll(codesAfter("Position 0, the coinbase:"));
    documented.addAll(codesAfter("Each further position:"));
    documented.addAll(codesAfter("### 8.2"));
    documented.addAll(codesAfter("The state is the one after the parent."));
    documented.addAll(codesAfter("Last, the coinbase:"));

    assertThat(names(Rule.values())).containsExactlyElementsOf(documented);
  }

  @Test
  void rulesForBitsStandInTheOrderOfTheirTable() {
    assertThat(codesAfter("**Compact bits**"))
        .containsExactly(
            Rule.BITS_NEGATIVE.name(), Rule.BITS_OVERFLOW.name(), Rule.BITS_ZERO.name());
  }

  @Test
  void faultsOfParametersStandInTheOrderOfTheirTable() {
    List<String> documented = new ArrayList<>(List.of("NAME_TOO_LONG", "NAME_NOT_UTF8"));
    documented.addAll(codesAfter("### 9.2"));

    assertThat(names(ParameterFault.values())).containsExactlyElementsOf(documented);
    assertThat(ConsensusDocument.text()).contains("NAME_TOO_LONG (", "NAME_NOT_UTF8 (");
  }

  @Test
  void faultsOfProofsStandInTheOrderOfTheirTable() {
    assertThat(names(ProofFault.values()))
        .containsExactlyElementsOf(codesAfter("An **inclusion proof**"));
  }

  @Test
  void faultsOfParametersSayWhatToDo() {
    for (ParameterFault fault : ParameterFault.values()) {
      assertThat(fault.hint()).as(fault.name()).isNotBlank();
    }
  }

  private static List<String> names(Reason[] reasons) {
    return Stream.of(reasons).map(Reason::name).toList();
  }

  /** The codes in the first column of the next table; one row may have several. */
  private static List<String> codesAfter(String startOfLine) {
    LinkedHashSet<String> codes = new LinkedHashSet<>();
    for (List<String> row : ConsensusDocument.tableAfter(startOfLine)) {
      for (String code : row.get(0).split(",", -1)) {
        if (code.trim().matches("[A-Z][A-Z0-9_]+")) {
          codes.add(code.trim());
        }
      }
    }
    return List.copyOf(codes);
  }
}
