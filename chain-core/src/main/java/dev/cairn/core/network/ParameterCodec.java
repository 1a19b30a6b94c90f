package dev.cairn.core.network;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The canonical bytes of network parameters (docs/consensus.md, section 9.1). */
final class ParameterCodec {

  private ParameterCodec() {}

  static Bytes encode(NetworkParameters p) {
    ByteWriter writer = new ByteWriter();
    writer.bytes(p.salt());
    writeName(writer, p.name());
    writer
        .u32(p.genesisTime().seconds())
        .u32(Integer.toUnsignedLong(p.genesisBits().value()))
        .u32(Integer.toUnsignedLong(p.limitBits().value()))
        .u32(p.spacingSeconds())
        .u32(p.halfLifeSeconds())
        .u32(p.maxFutureSeconds())
        .u64(p.subsidy().units())
        .u32(p.halvingInterval())
        .u32(p.blockBytes())
        .u32(p.recordBytes())
        .u64(p.minimumFee().units())
        .varint(p.applications().size());
    for (ListedApplication application : p.applications()) {
      writer.varint(application.payloadType());
      writeName(writer, application.name());
      writer.u32(application.rulesVersion());
    }
    writer.varint(p.balances().size());
    p.balances().forEach(b -> writer.bytes(b.key()).u64(b.amount().units()));
    return writer.toBytes();
  }

  /** Reads parameters that fill the input; only their form is judged. */
  static Checked<NetworkParameters.Builder> decode(ByteReader reader) {
    Bytes salt = Bytes.of(reader.array(NetworkParameters.SALT_BYTES));
    String name = readName(reader);
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(name, salt, new Timestamp(reader.u32()));
    builder.genesisBits = new CompactBits((int) reader.u32());
    builder.limitBits = new CompactBits((int) reader.u32());
    builder.difficulty(reader.u32(), reader.u32(), reader.u32());
    builder.subsidy(new Amount(reader.u64()), reader.u32());
    builder.sizes(reader.u32(), reader.u32());
    builder.minimumFee(new Amount(reader.u64()));
    builder.listed = readApplications(reader);
    builder.funded = readBalances(reader);
    return reader.finish(() -> builder);
  }

  private static List<ListedApplication> readApplications(ByteReader reader) {
    List<ListedApplication> applications = new ArrayList<>();
    long count = reader.varint();
    for (long i = 0; i < count && !reader.failed(); i++) {
      long payloadType = reader.varint();
      String name = readName(reader);
      applications.add(new ListedApplication(payloadType, name, reader.u32()));
    }
    return applications;
  }

  private static List<InitialBalance> readBalances(ByteReader reader) {
    List<InitialBalance> balances = new ArrayList<>();
    long count = reader.varint();
    for (long i = 0; i < count && !reader.failed(); i++) {
      balances.add(new InitialBalance(reader.bytes32(PublicKey::of), new Amount(reader.u64())));
    }
    return balances;
  }

  /**
   * Refuses a name that could be written but not read again.
   *
   * @throws IllegalArgumentException when it has more than 64 bytes in UTF-8, or half of a
   *     surrogate pair
   */
  static void requireName(String name) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)
        || name.getBytes(StandardCharsets.UTF_8).length > NetworkParameters.NAME_BYTES_MAX) {
      throw new IllegalArgumentException("a name has at most 64 bytes of UTF-8, not: " + name);
    }
  }

  private static void writeName(ByteWriter writer, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    writer.varint(utf8.length).bytes(utf8);
  }

  private static String readName(ByteReader reader) {
    long length = reader.varint();
    if (length > NetworkParameters.NAME_BYTES_MAX) {
      reader.refuse(ParameterFault.NAME_TOO_LONG, length + " bytes", "at most 64 bytes");
    }
    Bytes utf8 = reader.bytes(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8.toArray())).toString();
    } catch (CharacterCodingException e) {
      reader.refuse(ParameterFault.NAME_NOT_UTF8, utf8, "well-formed UTF-8");
      return "";
    }
  }
}
