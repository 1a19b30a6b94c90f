package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The lines that go to miners, without their ends. */
final class Answers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Answers() {}

  static String result(Request request, JsonNode result) {
    ObjectNode answer = JSON.objectNode();
    if (request.isVersion2()) {
      answer.put("jsonrpc", "2.0");
      answer.set("id", request.id());
      answer.set("result", result);
    } else {
      answer.set("id", request.id());
      answer.set("result", result);
      answer.putNull("error");
    }
    return answer.toString();
  }

  static String yes(Request request) {
    return result(request, JSON.booleanNode(true));
  }

  static String error(Request request, StratumError error) {
    ObjectNode answer = JSON.objectNode();
    if (request.isVersion2()) {
      answer.put("jsonrpc", "2.0");
      answer.set("id", request.id());
      ObjectNode object = answer.putObject("error");
      object.put("code", error.code().number());
      object.put("message", error.text());
    } else {
      answer.set("id", request.id());
      answer.putNull("result");
      answer.putArray("error").add(error.code().number()).add(error.text()).addNull();
    }
    return answer.toString();
  }

  /** What somebody gets whose line is no request. */
  static String noRequest(String text) {
    return error(
        new Request(NullNode.instance, false, "", NullNode.instance), StratumError.other(text));
  }

  /** Tells a miner something that it did not ask for. */
  static String notification(String method, ArrayNode params) {
    ObjectNode line = JSON.objectNode();
    line.putNull("id");
    line.put("method", method);
    line.set("params", params);
    return line.toString();
  }

  static String setDifficulty(Difficulty difficulty) {
    double value = difficulty.value();
    ArrayNode params = JSON.arrayNode();
    if (value == Math.rint(value)) {
      params.add((long) value);
    } else {
      params.add(value);
    }
    return notification("mining.set_difficulty", params);
  }
}
