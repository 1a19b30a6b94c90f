package dev.cairn.core.chain;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.nio.charset.StandardCharsets;

/** A header that is refused for ever, and why. */
public record Condemnation(BlockHash hash, Rejection why) {

  /** A reason that was stored, of an application that may not even be there any more. */
  private record StoredReason(String name, String hint) implements Reason {}

  /**
   * Bytes for a store of one's own; no part of consensus. The reason is there as its code and hint.
   *
   * <pre>
   * hash 32 | code | hint | got | expected
   * </pre>
   *
   * Texts are UTF-8 after their length as a varint.
   */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(256).bytes(hash);
    writeText(writer, why.code());
    writeText(writer, why.reason().hint());
    writeText(writer, why.got());
    writeText(writer, why.expected());
    return writer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote; refuses what a damaged store gives. The reason is the {@link
   * Rule} of this code and hint, else one that only shows them.
   */
  public static Checked<Condemnation> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    BlockHash hash = reader.bytes32(BlockHash::of);
    String code = readText(reader);
    String hint = readText(reader);
    String got = readText(reader);
    String expected = readText(reader);
    return reader.finish(
        () -> new Condemnation(hash, new Rejection(reason(code, hint), got, expected)));
  }

  private static Reason reason(String code, String hint) {
    for (Rule rule : Rule.values()) {
      if (rule.name().equals(code) && rule.hint().equals(hint)) {
        return rule;
      }
    }
    return new StoredReason(code, hint);
  }

  private static void writeText(ByteWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writer.varint(bytes.length).bytes(bytes);
  }

  private static String readText(ByteReader reader) {
    Bytes bytes = reader.bytes(reader.varint());
    String text = new String(bytes.toArray(), StandardCharsets.UTF_8);
    if (!Bytes.of(text.getBytes(StandardCharsets.UTF_8)).equals(bytes)) {
      reader.refuse(Rule.VALUE_OUT_OF_RANGE, "text that is no UTF-8", "UTF-8");
    }
    return text;
  }
}
