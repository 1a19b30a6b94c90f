package dev.cairn.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As much of JSON Schema as openapi.json uses; what it does not know it refuses. */
final class JsonSchema {

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "pattern",
          "anyOf",
          "$ref");

  private final JsonNode document;
  private final JsonNode schema;

  JsonSchema(JsonNode document, JsonNode schema) {
    this.document = document;
    this.schema = schema;
  }

  /** What is wrong with a value; empty when it fits. */
  List<String> check(JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(schema, value, "", faults);
    return faults;
  }

  private void check(JsonNode wanted, JsonNode value, String at, List<String> faults) {
    wanted
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                faults.add(at + ": unknown keyword " + name);
              }
            });
    if (wanted.has("$ref")) {
      String name = wanted.path("$ref").asText().substring("#/components/schemas/".length());
      JsonNode named = document.path("components").path("schemas").path(name);
      if (named.isMissingNode()) {
        faults.add("no schema " + name);
      }
      check(named, value, at, faults);
      return;
    }
    if (wanted.has("anyOf")) {
      checkAny(wanted.path("anyOf"), value, at, faults);
      return;
    }
    if (!hasType(wanted.path("type"), value)) {
      faults.add(at + ": " + wanted.path("type") + " expected, got " + value);
    } else if (value.isObject()) {
      checkObject(wanted, value, at, faults);
    } else if (value.isArray()) {
      value.forEach(element -> check(wanted.path("items"), element, at + "[]", faults));
    } else if (value.isTextual()) {
      checkText(wanted, value.asText(), at, faults);
    }
  }

  private void checkAny(JsonNode choices, JsonNode value, String at, List<String> faults) {
    List<String> all = new ArrayList<>();
    for (JsonNode choice : choices) {
      List<String> own = new ArrayList<>();
      check(choice, value, at, own);
      if (own.isEmpty()) {
        return;
      }
      all.addAll(own);
    }
    faults.addAll(all);
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      for (JsonNode type : types) {
        if (hasType(type, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asText()) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private void checkObject(JsonNode wanted, JsonNode value, String at, List<String> faults) {
    wanted
        .path("required")
        .forEach(
            key -> {
              if (!value.has(key.asText())) {
                faults.add(at + "." + key.asText() + " is missing");
              }
            });
    JsonNode more = wanted.path("additionalProperties");
    value
        .properties()
        .forEach(
            (Map.Entry<String, JsonNode> field) -> {
              String here = at + "." + field.getKey();
              JsonNode property = wanted.path("properties").path(field.getKey());
              if (!property.isMissingNode()) {
                check(property, field.getValue(), here, faults);
              } else if (more.isObject()) {
                check(more, field.getValue(), here, faults);
              } else if (more.isBoolean()) {
                faults.add(here + " is not in the schema");
              }
            });
  }

  private static void checkText(JsonNode wanted, String text, String at, List<String> faults) {
    if (wanted.has("pattern") && !text.matches(wanted.path("pattern").asText())) {
      faults.add(at + ": " + text + " does not match " + wanted.path("pattern").asText());
    }
    boolean isListed = !wanted.has("enum");
    for (JsonNode each : wanted.path("enum")) {
      isListed |= each.asText().equals(text);
    }
    if (!isListed) {
      faults.add(at + ": " + text + " is not one of " + wanted.path("enum"));
    }
  }
}
