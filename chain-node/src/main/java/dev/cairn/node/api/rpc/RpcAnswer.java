package dev.cairn.node.api.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.core.verdict.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of answers: an object with {@code result}, {@code error} and {@code id}, always. */
public final class RpcAnswer {

  private static final JsonFactory JSON = new JsonFactory();

  private RpcAnswer() {}

  /** Writes the members of an object. */
  interface Members {
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** The object that these members make. */
  static byte[] object(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      members.writeTo(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** An object that is an answer: a line. */
  static byte[] line(Members members) {
    byte[] object = object(members);
    byte[] line = Arrays.copyOf(object, object.length + 1);
    line[object.length] = '\n';
    return line;
  }

  /** What stands behind a result. */
  static byte[] end(String id) {
    return (",\"error\":null,\"id\":" + id + "}\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] result(String id, Members result) {
    return line(
        out -> {
          result.writeTo(out);
          out.writeNullField("error");
          out.writeFieldName("id");
          out.writeRawValue(id);
        });
  }

  /** A result that is a number. */
  public static byte[] number(String id, long value) {
    return result(id, out -> out.writeNumberField("result", value));
  }

  /** A result that is null: all is well. */
  public static byte[] nothing(String id) {
    return result(id, out -> out.writeNullField("result"));
  }

  /** A result that is a string. */
  public static byte[] text(String id, String value) {
    return result(id, out -> out.writeStringField("result", value));
  }

  /** An error: its number, its stable code, and what to do. */
  public static byte[] error(String id, int number, Rejection why) {
    return line(
        out -> {
          out.writeNullField("result");
          out.writeObjectFieldStart("error");
          out.writeNumberField("code", number);
          out.writeStringField(
              "message",
              why.code()
                  + ": got "
                  + why.got()
                  + ", expected "
                  + why.expected()
                  + "; "
                  + why.reason().hint());
          out.writeEndObject();
          out.writeFieldName("id");
          out.writeRawValue(id);
        });
  }
}
