package dev.cairn.node.config;

import java.util.ArrayList;
import java.util.List;

/** Lists in one text. */
final class Texts {

  private Texts() {}

  /** The parts between commas, without the spaces around them, and without empty ones. */
  static List<String> commaSeparated(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String part = text.substring(from, to).strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = to + 1;
    }
    return parts;
  }
}
