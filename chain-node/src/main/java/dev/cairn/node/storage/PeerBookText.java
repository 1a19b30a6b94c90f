package dev.cairn.node.storage;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.discovery.AddressSource;
import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a list of known peers.
 *
 * <pre>
 * format u8 (1) | count varint | entries | CRC-32C u32 of all before
 * entry: node 32 | host | port u32 | scope u32 | source u8 | [teller 32] | group
 *        | flags u8 (1 linked, 2 anchor, 4 teller) | last dialled u64 | failures u32
 * </pre>
 *
 * Host and group stand after their length as a varint; flags stand before the source.
 */
final class PeerBookText {

  private static final int FORMAT = 1;
  private static final int LINKED = 1;
  private static final int ANCHOR = 2;
  private static final int HAS_TELLER = 4;

  private PeerBookText() {}

  static byte[] write(List<BookEntry> entries) {
    ByteWriter writer = new ByteWriter().u8(FORMAT).varint(entries.size());
    entries.forEach(entry -> write(entry, writer));
    return writer.u32(checksum(writer.toArray(), writer.size())).toArray();
  }

  private static void write(BookEntry entry, ByteWriter writer) {
    AddressSource source = entry.source();
    PeerAddress address = entry.known().address();
    int flags =
        (entry.wasLinked() ? LINKED : 0)
            | (entry.isAnchor() ? ANCHOR : 0)
            | (source.teller().isPresent() ? HAS_TELLER : 0);
    writer
        .bytes(entry.known().node().key())
        .varint(address.host().length())
        .bytes(address.host())
        .u32(address.port())
        .u32(address.scope())
        .u8(flags)
        .u8(code(source.kind()));
    source.teller().ifPresent(teller -> writer.bytes(teller.key()));
    writer
        .varint(source.group().length())
        .bytes(source.group())
        .u64(entry.lastDialled())
        .u32(entry.failures());
  }

  static Checked<List<BookEntry>> read(byte[] bytes) {
    int length = bytes.length - 4;
    if (length < 0 || new ByteReader(bytes, length, 4).u32() != checksum(bytes, length)) {
      return Checked.refused(
          Rule.VALUE_OUT_OF_RANGE, "a checksum that does not match", "one that does");
    }
    ByteReader reader = new ByteReader(bytes, 0, length);
    int format = reader.u8();
    if (format != FORMAT) {
      reader.refuse(Rule.VALUE_OUT_OF_RANGE, "format " + format, "format " + FORMAT);
    }
    long count = reader.varint();
    List<BookEntry> entries = new ArrayList<>();
    for (long i = 0; i < count && !reader.failed(); i++) {
      entries.add(readEntry(reader));
    }
    return reader.finish(() -> List.copyOf(entries));
  }

  private static BookEntry readEntry(ByteReader reader) {
    NodeId node = new NodeId(reader.bytes32(PublicKey::of));
    Bytes host = reader.bytes(reader.varint());
    int port = (int) reader.u32();
    int scope = (int) reader.u32();
    int flags = reader.u8();
    AddressSource.Kind kind = kind(reader.u8());
    Optional<NodeId> teller =
        (flags & HAS_TELLER) == 0
            ? Optional.empty()
            : Optional.of(new NodeId(reader.bytes32(PublicKey::of)));
    Bytes group = reader.bytes(reader.varint());
    long lastDialled = reader.u64();
    int failures = (int) reader.u32();
    boolean isAddress =
        (host.length() == 4 || host.length() == 16) && port >= 0 && port <= 65535 && scope >= 0;
    if (!isAddress) {
      reader.refuse(Rule.VALUE_OUT_OF_RANGE, host + " port " + port, "an address");
    }
    PeerAddress address =
        isAddress ? new PeerAddress(host, port, scope) : new PeerAddress(Bytes.of(new byte[4]), 0);
    return new BookEntry(
        new KnownAddress(node, address),
        new AddressSource(kind, teller, group),
        (flags & LINKED) != 0,
        lastDialled,
        failures,
        (flags & ANCHOR) != 0);
  }

  private static int code(AddressSource.Kind kind) {
    return switch (kind) {
      case CONFIGURED -> 1;
      case DISCOVERED -> 2;
      case TOLD -> 3;
    };
  }

  private static AddressSource.Kind kind(int code) {
    return switch (code) {
      case 1 -> AddressSource.Kind.CONFIGURED;
      case 2 -> AddressSource.Kind.DISCOVERED;
      default -> AddressSource.Kind.TOLD;
    };
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
