package dev.cairn.core.network;

import dev.cairn.core.verdict.Reason;

/** Why network parameters are refused, in the order of docs/consensus.md, section 9.2. */
public enum ParameterFault implements Reason {
  NAME_TOO_LONG("use a name of at most 64 bytes in UTF-8"),
  NAME_NOT_UTF8("write the name in UTF-8"),
  LIMIT_BITS_INVALID("use canonical compact bits of a positive target"),
  GENESIS_BITS_INVALID("use canonical compact bits of a target at or below the limit's"),
  SPACING_ZERO("use a spacing of at least 1 second"),
  HALF_LIFE_OUT_OF_RANGE("use 0, or 8 to 1024 times the spacing"),
  MAX_FUTURE_TOO_LONG("use at most half of the half-life"),
  BLOCK_BYTES_OUT_OF_RANGE("use 243 to 8,323,072 bytes"),
  APPLICATION_TYPE_RESERVED("use payload type 1, 2, or 1024 and up"),
  APPLICATIONS_NOT_ASCENDING("list each payload type once, in ascending order"),
  BALANCES_NOT_ASCENDING("list each key once, in ascending order of its bytes"),
  BALANCE_ZERO("leave out a balance of 0"),
  SUPPLY_TOO_LARGE("keep balances and all subsidies together at or below 2^62");

  private final String hint;

  ParameterFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
