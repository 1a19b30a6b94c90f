package dev.cairn.node.stratum;

import java.util.Locale;

/** What became of a block that a miner has found. */
public enum BlockResult {
  /** It is the tip. */
  TIP,
  /** It is kept, but another one is the tip: it came too late. */
  STALE,
  /** It was not taken. */
  REFUSED;

  /** In small letters, as metrics show it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
