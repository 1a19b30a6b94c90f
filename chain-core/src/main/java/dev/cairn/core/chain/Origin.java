package dev.cairn.core.chain;

/**
 * Who sent something, so that nobody can fill the room of others: two things of one name have one
 * origin.
 */
public record Origin(String name) {

  /** This program itself. */
  public static final Origin LOCAL = new Origin("local");
}
