package dev.cairn.node.network;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.network.InitialBalance;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.node.network.JsonValue.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Takes parameters out of the values of a network file. */
final class NetworkFileReader {

  private static final long U32_MAX = 0xffff_ffffL;

  private static final List<String> KEYS =
      List.of(
          "name",
          "salt",
          "genesisTime",
          "genesisBits",
          "limitBits",
          "spacingSeconds",
          "halfLifeSeconds",
          "maxFutureSeconds",
          "subsidy",
          "halvingInterval",
          "blockBytes",
          "recordBytes",
          "minimumFee",
          "applications",
          "balances");

  private final Map<String, JsonValue> fields;

  NetworkFileReader(JsonValue file) throws Refusal {
    fields = object(file, KEYS, KEYS);
  }

  /**
   * What the file says in canonical bytes, judged by the very code that judges a peer's parameters.
   */
  Checked<NetworkParameters> read() throws Refusal {
    ByteWriter writer = new ByteWriter();
    JsonValue salt = field("salt");
    Bytes bytes = text(salt, Bytes::parseHex);
    if (bytes.length() != NetworkParameters.SALT_BYTES) {
      throw salt.wrong(2 * bytes.length() + " digits", "32 hexadecimal digits");
    }
    writer.bytes(bytes);
    name(writer, field("name"));
    for (String key : List.of("genesisTime", "genesisBits", "limitBits")) {
      writer.u32(key.endsWith("Bits") ? bits(key) : number(field(key), U32_MAX));
    }
    for (String key : List.of("spacingSeconds", "halfLifeSeconds", "maxFutureSeconds")) {
      writer.u32(number(field(key), U32_MAX));
    }
    writer.u64(text(field("subsidy"), Amount::parse).units());
    for (String key : List.of("halvingInterval", "blockBytes", "recordBytes")) {
      writer.u32(number(field(key), U32_MAX));
    }
    writer.u64(text(field("minimumFee"), Amount::parse).units());
    writeApplications(writer);
    writeBalances(writer);
    return NetworkParameters.decode(writer.toBytes());
  }

  private void writeApplications(ByteWriter writer) throws Refusal {
    TreeMap<Long, ListedApplication> sorted = new TreeMap<>();
    List<String> keys = List.of("type", "name", "version");
    for (JsonValue item : list(field("applications"))) {
      Map<String, JsonValue> entry = object(item, keys, keys);
      JsonValue type = required(item, entry, "type");
      long payloadType = number(type, Long.MAX_VALUE);
      JsonValue name = required(item, entry, "name");
      requireName(name);
      ListedApplication application =
          new ListedApplication(
              payloadType,
              text(name, Checked::passed),
              number(required(item, entry, "version"), U32_MAX));
      if (sorted.put(payloadType, application) != null) {
        throw type.wrong(payloadType + " again", "each payload type once");
      }
    }
    writer.varint(sorted.size());
    for (ListedApplication application : sorted.values()) {
      byte[] name = application.name().getBytes(StandardCharsets.UTF_8);
      writer.varint(application.payloadType()).varint(name.length).bytes(name);
      writer.u32(application.rulesVersion());
    }
  }

  private void writeBalances(ByteWriter writer) throws Refusal {
    TreeMap<PublicKey, InitialBalance> sorted = new TreeMap<>();
    for (JsonValue item : list(field("balances"))) {
      Map<String, JsonValue> entry =
          object(item, List.of("address", "key", "amount"), List.of("amount"));
      if (entry.containsKey("address") == entry.containsKey("key")) {
        throw item.wrong(
            entry.containsKey("key") ? "both" : "neither", "either \"address\" or \"key\"");
      }
      boolean isAddress = entry.containsKey("address");
      JsonValue account = required(item, entry, isAddress ? "address" : "key");
      PublicKey key = isAddress ? text(account, PublicKey::parseAddress) : key(account);
      Amount amount = text(required(item, entry, "amount"), Amount::parse);
      if (sorted.put(key, new InitialBalance(key, amount)) != null) {
        throw account.wrong(key + " again", "each account once");
      }
    }
    writer.varint(sorted.size());
    sorted.values().forEach(b -> writer.bytes(b.key()).u64(b.amount().units()));
  }

  private static PublicKey key(JsonValue value) throws Refusal {
    Bytes bytes = text(value, Bytes::parseHex);
    if (bytes.length() != PublicKey.LENGTH) {
      throw value.wrong(2 * bytes.length() + " digits", "64 hexadecimal digits");
    }
    return PublicKey.of(bytes.toArray());
  }

  private long bits(String key) throws Refusal {
    return Integer.toUnsignedLong(text(field(key), CompactBits::parse).value());
  }

  private static void name(ByteWriter writer, JsonValue value) throws Refusal {
    requireName(value);
    byte[] name = text(value, Checked::passed).getBytes(StandardCharsets.UTF_8);
    writer.varint(name.length).bytes(name);
  }

  private static void requireName(JsonValue value) throws Refusal {
    String name = text(value, Checked::passed);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw value.wrong("half of a surrogate pair", "whole characters");
    }
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > NetworkParameters.NAME_BYTES_MAX) {
      throw value.wrong(length + " bytes", "at most 64 bytes of UTF-8");
    }
  }

  private JsonValue field(String key) {
    return java.util.Objects.requireNonNull(fields.get(key), key);
  }

  private static JsonValue required(JsonValue owner, Map<String, JsonValue> entry, String key)
      throws Refusal {
    JsonValue value = entry.get(key);
    if (value == null) {
      throw owner.refused(
          NetworkFileFault.NETWORK_FILE_KEY_MISSING, "no \"" + key + "\"", "the key there");
    }
    return value;
  }

  /** An object whose keys are all known, and that has all that are needed. */
  private static Map<String, JsonValue> object(
      JsonValue value, List<String> known, List<String> needed) throws Refusal {
    if (!(value.content() instanceof Map<?, ?> content)) {
      throw value.wrong(value.kind(), "an object");
    }
    Map<String, JsonValue> object = new TreeMap<>();
    for (Map.Entry<?, ?> entry : content.entrySet()) {
      JsonValue field = (JsonValue) entry.getValue();
      String key = (String) entry.getKey();
      if (!known.contains(key)) {
        throw field.refused(
            NetworkFileFault.NETWORK_FILE_KEY_UNKNOWN,
            "no such key",
            "one of " + String.join(", ", known));
      }
      object.put(key, field);
    }
    for (String key : needed) {
      required(value, object, key);
    }
    return object;
  }

  private static List<JsonValue> list(JsonValue value) throws Refusal {
    if (!(value.content() instanceof List<?> content)) {
      throw value.wrong(value.kind(), "a list");
    }
    List<JsonValue> items = new ArrayList<>();
    content.forEach(item -> items.add((JsonValue) item));
    return items;
  }

  private static long number(JsonValue value, long max) throws Refusal {
    if (!(value.content() instanceof Long number)) {
      throw value.wrong(value.kind(), "a whole number");
    }
    if (number < 0 || number > max) {
      throw value.wrong(number, "0 to " + max);
    }
    return number;
  }

  private static <T> T text(JsonValue value, Function<String, Checked<T>> reading) throws Refusal {
    if (!(value.content() instanceof String text)) {
      throw value.wrong(value.kind(), "a text in quotes");
    }
    Checked<T> read = reading.apply(text);
    if (read.rejection().isPresent()) {
      Rejection why = read.rejection().get();
      throw value.refused(why.reason(), why.got(), why.expected());
    }
    return read.value();
  }
}
