package dev.cairn.node.stratum;

import java.util.Locale;

/** What became of a share. */
public enum ShareResult {
  ACCEPTED,
  STALE,
  DUPLICATE,
  LOW_DIFFICULTY,
  INVALID;

  static ShareResult of(StratumError error) {
    return switch (error.code()) {
      case STALE -> STALE;
      case DUPLICATE -> DUPLICATE;
      case LOW_DIFFICULTY -> LOW_DIFFICULTY;
      case OTHER, UNAUTHORIZED, NOT_SUBSCRIBED -> INVALID;
    };
  }

  /** In small letters, as metrics show it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
