package dev.cairn.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the examples of docs/consensus.md, so that tests check the page itself and not a copy of
 * it: the fenced blocks by the word after their opening fence, and the tables by their header.
 */
public final class ConsensusDocument {

  private static final List<String> LINES = read();

  private ConsensusDocument() {}

  /** The whole page. */
  public static String text() {
    return String.join("\n", LINES);
  }

  /**
   * A fenced block as a map from the first word of each line to its second word. Of a first word
   * that comes again, the first line counts: see {@link #lines}.
   */
  public static Map<String, String> example(String fenceName) {
    Map<String, String> example = new LinkedHashMap<>();
    for (List<String> words : lines(fenceName)) {
      example.putIfAbsent(words.get(0), words.get(1));
    }
    return example;
  }

  /** The lines of a fenced block, each as its words. */
  public static List<List<String>> lines(String fenceName) {
    int fence = LINES.indexOf("```" + fenceName);
    if (fence < 0) {
      throw new IllegalArgumentException("docs/consensus.md has no example " + fenceName);
    }
    List<List<String>> lines = new ArrayList<>();
    for (int i = fence + 1; !LINES.get(i).equals("```"); i++) {
      lines.add(List.of(LINES.get(i).trim().split("\\s+", -1)));
    }
    return List.copyOf(lines);
  }

  /**
   * The rows of the first table whose header row starts with these cells, without the header; cells
   * are trimmed and have lost their backticks.
   */
  public static List<List<String>> table(String... firstCellsOfHeader) {
    for (int i = 0; i < LINES.size(); i++) {
      List<String> header = cells(LINES.get(i));
      if (header.size() >= firstCellsOfHeader.length
          && header.subList(0, firstCellsOfHeader.length).equals(List.of(firstCellsOfHeader))) {
        return rowsAfter(i + 1);
      }
    }
    throw new IllegalArgumentException(
        "docs/consensus.md has no table " + List.of(firstCellsOfHeader));
  }

  /** The rows of the first table below the first line that starts with this text. */
  public static List<List<String>> tableAfter(String startOfLine) {
    int line = 0;
    while (line < LINES.size() && !LINES.get(line).startsWith(startOfLine)) {
      line++;
    }
    while (line < LINES.size() && !LINES.get(line).startsWith("|")) {
      line++;
    }
    if (line == LINES.size()) {
      throw new IllegalArgumentException("docs/consensus.md has no table after " + startOfLine);
    }
    return rowsAfter(line + 1);
  }

  private static List<List<String>> rowsAfter(int rule) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = rule + 1; i < LINES.size() && LINES.get(i).startsWith("|"); i++) {
      rows.add(cells(LINES.get(i)));
    }
    return List.copyOf(rows);
  }

  /** The cells of a table's row; none when the line is no row of a table. */
  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of();
    }
    List<String> cells = new ArrayList<>();
    String[] parts = line.split("\\|", -1);
    for (int i = 1; i < parts.length - 1; i++) {
      cells.add(parts[i].replace("`", "").trim());
    }
    return List.copyOf(cells);
  }

  /** The page, looked for from the working directory upwards: a module's folder or the root. */
  private static List<String> read() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path page = folder.resolve("docs").resolve("consensus.md");
      if (Files.isRegularFile(page)) {
        try {
          return Files.readAllLines(page);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalStateException("no docs/consensus.md in or above " + start);
  }
}
