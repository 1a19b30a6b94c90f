package dev.cairn.node.stratum;

/**
 * Why a request is refused.
 *
 * @param text for whoever reads the miner's log
 */
record StratumError(ErrorCode code, String text) {

  static StratumError other(String text) {
    return new StratumError(ErrorCode.OTHER, text);
  }
}
