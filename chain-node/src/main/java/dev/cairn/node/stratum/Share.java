package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a miner says that it has found.
 *
 * @param nonce as a bit pattern
 * @param versionBits that the miner has chosen itself; empty when it gives none
 */
record Share(
    String worker,
    String job,
    Bytes extraNonce2,
    Timestamp time,
    int nonce,
    OptionalInt versionBits) {

  static final int EXTRA_NONCE_2_BYTES = 8;

  private static final int PARAMS = 5;
  private static final int PARAMS_WITH_VERSION = 6;
  private static final int WORD_DIGITS = 8;

  /** What was read, or why it cannot be: one of both is there. */
  record Reading(Optional<Share> share, String fault) {

    static Reading failed(String fault) {
      return new Reading(Optional.empty(), fault);
    }
  }

  static Reading read(JsonNode params) {
    int count = params.isArray() ? params.size() : 0;
    if (count != PARAMS && count != PARAMS_WITH_VERSION) {
      return Reading.failed("submit has 5 or 6 parameters");
    }
    for (JsonNode param : params) {
      if (!param.isTextual()) {
        return Reading.failed("the parameters of submit are strings");
      }
    }
    Optional<Bytes> extraNonce2 = hex(params.get(2), 2 * EXTRA_NONCE_2_BYTES);
    if (extraNonce2.isEmpty()) {
      return Reading.failed("extranonce2 has " + EXTRA_NONCE_2_BYTES + " bytes in hexadecimal");
    }
    OptionalInt time = word(params.get(3));
    OptionalInt nonce = word(params.get(4));
    OptionalInt version = count == PARAMS ? OptionalInt.empty() : word(params.get(PARAMS));
    if (time.isEmpty() || nonce.isEmpty() || (count != PARAMS && version.isEmpty())) {
      return Reading.failed("ntime, nonce and version bits have 8 hexadecimal digits");
    }
    return new Reading(
        Optional.of(
            new Share(
                params.get(0).asText(),
                params.get(1).asText(),
                extraNonce2.get(),
                new Timestamp(Integer.toUnsignedLong(time.getAsInt())),
                nonce.getAsInt(),
                version)),
        "");
  }

  private static Optional<Bytes> hex(JsonNode param, int digits) {
    String text = param.asText();
    return text.length() == digits && Bytes.parseHex(text) instanceof Checked.Passed<Bytes> passed
        ? Optional.of(passed.value())
        : Optional.empty();
  }

  private static OptionalInt word(JsonNode param) {
    return hex(param, WORD_DIGITS)
        .map(bytes -> OptionalInt.of(Integer.parseUnsignedInt(bytes.toHex(), 16)))
        .orElse(OptionalInt.empty());
  }
}
