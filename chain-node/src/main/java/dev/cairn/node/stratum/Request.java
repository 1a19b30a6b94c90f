package dev.cairn.node.stratum;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;

/**
 * What a miner's line asks for.
 *
 * @param id as it was given: a number, a string or null
 * @param isVersion2 whether it has the form of JSON-RPC 2.0, and gets its answer in that
 * @param params anything; what is not there is null
 */
record Request(JsonNode id, boolean isVersion2, String method, JsonNode params) {

  private static final ObjectMapper MAPPER =
      new JsonMapper(
          new JsonFactoryBuilder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(64).build())
              .build());

  private static final ObjectReader READER =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The JSON object of a line; empty when it is none. */
  static Optional<JsonNode> parse(String line) {
    try {
      JsonNode node = READER.readTree(line);
      return Optional.of(node).filter(JsonNode::isObject);
    } catch (JsonProcessingException wrong) {
      return Optional.empty();
    }
  }

  /** What an object asks for; empty when it asks for nothing, as an answer does. */
  static Optional<Request> of(JsonNode object) {
    JsonNode method = object.path("method");
    JsonNode id = object.path("id");
    boolean isId = id.isTextual() || id.isNumber();
    return method.isTextual()
        ? Optional.of(
            new Request(
                isId ? id : NullNode.instance,
                object.path("jsonrpc").asText("").equals("2.0"),
                method.asText(),
                object.path("params")))
        : Optional.empty();
  }

  /** The text of a parameter; empty when it is none. */
  Optional<String> text(int index) {
    return Optional.of(params.path(index)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
