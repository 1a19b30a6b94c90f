package dev.cairn.node.storage;

import java.nio.charset.StandardCharsets;

/**
 * The column families, each with keys and values of its own form ({@link Keys}). Names are part of
 * the format.
 */
enum Family {
  /** The tip, what is condemned, what is kept. */
  META("default", false),
  /** All headers by height, the active chain, and the height of each hash. */
  HEADERS("headers", false),
  /** Blocks with their headers, by height. */
  BODIES("bodies", true),
  /** Undo data, by height: what is old goes in the order in which it came. */
  UNDO("undo", true),
  /** The state after the tip. */
  STATE("state", false),
  /** Where transactions, accounts and documents are found in the active chain. */
  INDEX("index", false);

  private final String text;
  private final boolean hasLargeValues;

  Family(String text, boolean hasLargeValues) {
    this.text = text;
    this.hasLargeValues = hasLargeValues;
  }

  byte[] nameBytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether values stand in files of their own, so that sorting the keys does not move them. */
  boolean hasLargeValues() {
    return hasLargeValues;
  }
}
