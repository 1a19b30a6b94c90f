package dev.cairn.core.verdict;

/**
 * A stable reason for refusing something: the same code in logs, metrics, API and documents.
 *
 * <p>Cairn's consensus rules are {@link Rule}; applications bring enums of their own that implement
 * this interface.
 */
public interface Reason {

  /**
   * The stable code in capitals and underscores, for example {@code BALANCE_TOO_LOW}. An enum that
   * implements this interface gets it from its constant's name.
   */
  String name();

  /** What whoever sent the refused thing can do about it: one sentence for a person. */
  String hint();
}
