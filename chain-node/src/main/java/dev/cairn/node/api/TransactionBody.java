package dev.cairn.node.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads {@code {"transaction": hex}}, and nothing else. */
final class TransactionBody {

  private static final String KEY = "transaction";
  private static final String EXPECTED = "{\"transaction\": hex}";

  /** The body is bounded before it is read; so its one long string needs no bound of its own. */
  private static final JsonFactory STRICT =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNameLength(64)
                  .maxNumberLength(32)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private TransactionBody() {}

  static Checked<Bytes> parse(byte[] body) {
    try (JsonParser parser = STRICT.createParser(text(body))) {
      return parse(parser);
    } catch (CharacterCodingException wrong) {
      return invalid("text that is not UTF-8");
    } catch (JsonProcessingException wrong) {
      return invalid("no JSON: " + Parameters.shown(wrong.getOriginalMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static Checked<Bytes> parse(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return invalid("something else than an object");
    }
    String hex = "";
    boolean isThere = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (!key.equals(KEY)) {
        return Checked.refused(ApiFault.JSON_KEY_UNKNOWN, Parameters.shown(key), KEY);
      }
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        return invalid("a value that is no string");
      }
      hex = parser.getText();
      isThere = true;
    }
    if (!isThere) {
      return invalid("an object without " + KEY);
    }
    if (parser.nextToken() != null) {
      return invalid("something behind the object");
    }
    return Bytes.parseHex(hex);
  }

  private static Checked<Bytes> invalid(String got) {
    return Checked.refused(ApiFault.JSON_INVALID, got, EXPECTED);
  }
}
