package dev.cairn.node.stratum;

/** What became of a block that a miner has found. */
enum BlockResult {
  /** It is the tip. */
  TIP,
  /** It is kept, but another one is the tip: it came too late. */
  STALE,
  /** It was not taken. */
  REFUSED
}
