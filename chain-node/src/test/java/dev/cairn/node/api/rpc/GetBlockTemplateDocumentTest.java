package dev.cairn.node.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ProjectFile;
import dev.cairn.core.verdict.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares docs/getblocktemplate.md with the program. */
final class GetBlockTemplateDocumentTest {

  private static String document() throws IOException {
    return Files.readString(ProjectFile.find("docs/getblocktemplate.md"));
  }

  @Test
  void listsEveryErrorWithItsNumberAndItsStatus() throws IOException {
    Pattern row = Pattern.compile("(?m)^\\| ([A-Z_]+) \\| (-[0-9]+) \\| ([0-9]+) \\|");
    List<String> rows =
        row.matcher(document())
            .results()
            .map((MatchResult found) -> found.group(1) + found.group(2) + " " + found.group(3))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(RpcFault.values())
                .map(fault -> fault.name() + fault.code() + " " + fault.status())
                .toList());
  }

  @Test
  void namesEveryWordForABlock() throws IOException {
    String document = document();
    for (Rule rule : Rule.values()) {
      assertThat(document).contains("`" + BlockReason.of(rule) + "`");
    }
  }
}
