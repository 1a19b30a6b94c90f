package dev.cairn.node.api.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.cairn.core.verdict.Checked;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request of JSON-RPC, in the form of Bitcoin's programs: 1.0, or 2.0 answered like 1.0.
 *
 * @param id of any type, as JSON, to be sent back; {@code null} when there is none
 * @param call what is asked, or why it cannot be answered
 */
public record RpcRequest(String id, Checked<RpcCall> call) {

  /** The JSON text that stands for no id. */
  public static final String NO_ID = "null";

  private static final RpcCall NO_PARAMETERS = new RpcCall("", Optional.empty(), Map.of());

  /** The body is bounded before it is read; so its one long string needs no bound of its own. */
  private static final JsonFactory STRICT =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxTokenCount(1_000)
                  .maxNameLength(256)
                  .maxNumberLength(64)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Reads a body. */
  public static RpcRequest read(byte[] body) {
    try (JsonParser parser = STRICT.createParser(text(body))) {
      return read(parser);
    } catch (CharacterCodingException wrong) {
      return refused(RpcFault.JSON_INVALID, "text that is not UTF-8");
    } catch (JsonProcessingException wrong) {
      return refused(RpcFault.JSON_INVALID, "no JSON");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static RpcRequest refused(RpcFault fault, String got) {
    return new RpcRequest(NO_ID, Checked.refused(fault, got, "one request"));
  }

  private static RpcRequest read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      boolean isBatch = parser.currentToken() == JsonToken.START_ARRAY;
      return refused(RpcFault.REQUEST_INVALID, isBatch ? "a batch" : "something else");
    }
    String id = NO_ID;
    Optional<String> method = Optional.empty();
    Checked<RpcCall> parameters = Checked.passed(NO_PARAMETERS);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "id" -> id = json(parser);
        case "method" -> method = string(parser);
        case "params" -> parameters = parameters(parser);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      return refused(RpcFault.JSON_INVALID, "something behind the object");
    }
    return new RpcRequest(id, call(method, parameters));
  }

  private static Checked<RpcCall> call(Optional<String> method, Checked<RpcCall> parameters) {
    return method.isEmpty()
        ? Checked.refused(RpcFault.REQUEST_INVALID, "no method", "the name of one")
        : parameters.map(call -> new RpcCall(method.get(), call.text(), call.options()));
  }

  /** The value at which the parser stands, as it was sent. */
  private static String json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = STRICT.createGenerator(text)) {
      copy.copyCurrentStructureExact(parser);
    }
    return text.toString();
  }

  private static Optional<String> string(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getText());
    }
    parser.skipChildren();
    return Optional.empty();
  }

  /** The call of a method without a name. */
  private static Checked<RpcCall> parameters(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Checked.passed(NO_PARAMETERS);
    }
    if (token != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return Checked.refused(RpcFault.PARAMETERS_INVALID, "something else", "an array");
    }
    Checked<RpcCall> call = Checked.passed(NO_PARAMETERS);
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == 0) {
        call = first(parser);
      } else {
        parser.skipChildren();
      }
    }
    return call;
  }

  private static Checked<RpcCall> first(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return Checked.passed(new RpcCall("", string(parser), Map.of()));
    }
    if (token == JsonToken.VALUE_NULL) {
      return Checked.passed(NO_PARAMETERS);
    }
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return Checked.refused(
          RpcFault.PARAMETERS_INVALID, "another first parameter", "a string or an object");
    }
    Map<String, String> options = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      string(parser).ifPresent(value -> options.put(key, value));
    }
    return Checked.passed(new RpcCall("", Optional.empty(), options));
  }
}
