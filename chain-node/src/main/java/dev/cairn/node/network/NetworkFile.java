package dev.cairn.node.network;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.cairn.core.network.InitialBalance;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.verdict.Checked;
import java.io.IOException;
import java.io.StringWriter;

/**
 * A network's parameters as strict JSON, as in a file that its members share. Every key is there,
 * and no other one; amounts are decimal texts, bits 8 hexadecimal digits. Lists may come in any
 * order: they are sorted, for the network's identity depends on their order.
 */
public final class NetworkFile {

  private static final JsonFactory FACTORY = new JsonFactory();

  private NetworkFile() {}

  /**
   * Reads a file's text; refuses unknown, missing and duplicate keys by name and position. Reasons:
   * {@link NetworkFileFault}, and {@code ParameterFault} for values that no network may have.
   */
  public static Checked<NetworkParameters> parse(String json) {
    try {
      return new NetworkFileReader(JsonValue.parse(json)).read();
    } catch (JsonValue.Refusal refusal) {
      return Checked.refused(refusal.why());
    }
  }

  /** The text that {@link #parse} reads, with a line feed at its end. */
  public static String write(NetworkParameters network) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n"))
              .withSeparators(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
      writeTo(json, network);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text in memory cannot be written", impossible);
    }
    return text.append('\n').toString();
  }

  private static void writeTo(JsonGenerator json, NetworkParameters p) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", p.name());
    json.writeStringField("salt", p.salt().toHex());
    json.writeNumberField("genesisTime", p.genesisTime().seconds());
    json.writeStringField("genesisBits", p.genesisBits().toString());
    json.writeStringField("limitBits", p.limitBits().toString());
    json.writeNumberField("spacingSeconds", p.spacingSeconds());
    json.writeNumberField("halfLifeSeconds", p.halfLifeSeconds());
    json.writeNumberField("maxFutureSeconds", p.maxFutureSeconds());
    json.writeStringField("subsidy", p.subsidy().toString());
    json.writeNumberField("halvingInterval", p.halvingInterval());
    json.writeNumberField("blockBytes", p.blockBytes());
    json.writeNumberField("recordBytes", p.recordBytes());
    json.writeStringField("minimumFee", p.minimumFee().toString());
    json.writeArrayFieldStart("applications");
    for (ListedApplication application : p.applications()) {
      json.writeStartObject();
      json.writeNumberField("type", application.payloadType());
      json.writeStringField("name", application.name());
      json.writeNumberField("version", application.rulesVersion());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("balances");
    for (InitialBalance balance : p.balances()) {
      json.writeStartObject();
      json.writeStringField("address", balance.key().toAddress());
      json.writeStringField("amount", balance.amount().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
