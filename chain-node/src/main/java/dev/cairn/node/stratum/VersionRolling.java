package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.core.block.BlockHeader;
import java.util.HexFormat;
import java.util.OptionalInt;

/** The bits of the version that a miner may choose itself (BIP 310). */
final class VersionRolling {

  private static final String NAME = "version-rolling";
  private static final String MASK = "version-rolling.mask";

  private int mask;

  /** Answers {@code mining.configure}; of all extensions only this one is there. */
  JsonNode configure(JsonNode params) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (JsonNode extension : params.path(0)) {
      String name = extension.asText();
      if (name.equals(NAME)) {
        mask = BlockHeader.FREE_VERSION_BITS & wanted(params.path(1).path(MASK));
        result.put(NAME, mask != 0);
        if (mask != 0) {
          result.put(MASK, HexFormat.of().toHexDigits(mask));
        }
      } else {
        result.put(name, name.equals("subscribe-extranonce"));
      }
    }
    return result;
  }

  private static int wanted(JsonNode mask) {
    try {
      return mask.isTextual()
          ? Integer.parseUnsignedInt(mask.asText(), 16)
          : BlockHeader.FREE_VERSION_BITS;
    } catch (NumberFormatException noMask) {
      return 0;
    }
  }

  /** The version of a header with the miner's bits; empty when it may not choose those. */
  OptionalInt apply(int version, OptionalInt bits) {
    int chosen = bits.orElse(version & mask);
    return (chosen & ~mask) == 0 ? OptionalInt.of((version & ~mask) | chosen) : OptionalInt.empty();
  }
}
