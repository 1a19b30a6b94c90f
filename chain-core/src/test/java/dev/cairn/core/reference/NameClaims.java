package dev.cairn.core.reference;

import java.util.Map;

/**
 * An embedder's application for tests, payload type 1024, name {@code name-claim}, rules version 1:
 * the payload is a name of 1 to 32 lowercase ASCII letters, and who claims it first owns it.
 */
final class NameClaims {

  static final long TYPE = 1024;
  static final String NAME = "name-claim";
  static final int RULES_VERSION = 1;

  private NameClaims() {}

  static void check(byte[] payload) {
    boolean wellFormed = payload.length >= 1 && payload.length <= 32;
    for (byte letter : payload) {
      wellFormed &= letter >= 'a' && letter <= 'z';
    }
    ReferenceRefusal.when(!wellFormed, "NAME_MALFORMED");
  }

  static void apply(Map<String, String> entries, byte[] sender, byte[] payload) {
    String key = ReferenceState.key(TYPE, ReferenceHash.hex(payload));
    ReferenceRefusal.when(entries.containsKey(key), "NAME_TAKEN");
    entries.put(key, ReferenceHash.hex(sender));
  }
}
