package dev.cairn.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ProjectFile;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The tables of docs/peers.md are those of the code. */
class PeersDocumentTest {

  /** The first two columns of the table in a section. */
  private static List<String> table(String section) throws IOException {
    String page = Files.readString(ProjectFile.find("docs/peers.md"));
    int start = page.indexOf("\n## " + section + "\n");
    assertThat(start).as("section " + section).isPositive();
    int end = page.indexOf("\n## ", start + 1);
    List<String> rows = new ArrayList<>();
    for (String line : page.substring(start, end < 0 ? page.length() : end).lines().toList()) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        rows.add(cells[1].strip().replace("`", "") + " " + cells[2].strip());
      }
    }
    return rows;
  }

  @Test
  void limitsAreThoseOfTheCode() throws Exception {
    List<String> limits = new ArrayList<>();
    for (RecordComponent component : NetLimits.class.getRecordComponents()) {
      Number value = (Number) component.getAccessor().invoke(NetLimits.DEFAULT);
      limits.add(component.getName() + String.format(Locale.ROOT, " %,d", value.longValue()));
    }
    assertThat(table("7. Limits")).isEqualTo(limits);
  }

  @Test
  void reasonsAreThoseOfTheCode() throws Exception {
    assertThat(table("8. Why links end"))
        .isEqualTo(
            Arrays.stream(DisconnectReason.values())
                .map(reason -> reason.name() + (reason.isTold() ? " yes" : " no"))
                .toList());
  }

  @Test
  void pointsAreThoseOfTheCode() throws Exception {
    assertThat(table("9. What costs points"))
        .isEqualTo(
            Arrays.stream(Misbehaviour.values())
                .map(what -> what.name() + " " + what.points())
                .toList());
  }
}
