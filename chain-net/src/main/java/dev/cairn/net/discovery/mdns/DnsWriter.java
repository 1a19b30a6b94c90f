package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.discovery.mdns.DnsMessage.Question;
import dev.cairn.net.discovery.mdns.DnsMessage.Resource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one message of DNS (RFC 1035, section 4), without compression: ours are short. */
final class DnsWriter {

  /** A response with authority. */
  private static final int RESPONSE_FLAGS = 0x8400;

  private static final int CLASS_INTERNET = 1;

  /** Whoever has other records of this name and type is to forget them (RFC 6762, 10.2). */
  private static final int CACHE_FLUSH = 0x8000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  private DnsWriter() {}

  static byte[] write(DnsMessage message) {
    return new DnsWriter().message(message);
  }

  private byte[] message(DnsMessage message) {
    u16(0);
    u16(message.isResponse() ? RESPONSE_FLAGS : 0);
    u16(message.questions().size());
    u16(message.records().size());
    u16(0);
    u16(0);
    for (Question question : message.questions()) {
      name(question.name());
      u16(question.type());
      u16(CLASS_INTERNET);
    }
    message.records().forEach(this::resource);
    return out.toByteArray();
  }

  private void resource(Resource resource) {
    DnsWriter data = new DnsWriter();
    int type;
    if (resource instanceof DnsMessage.Pointer pointer) {
      type = DnsMessage.TYPE_PTR;
      data.name(pointer.target());
    } else if (resource instanceof DnsMessage.Service service) {
      type = DnsMessage.TYPE_SRV;
      data.u16(0);
      data.u16(0);
      data.u16(service.port());
      data.name(service.host());
    } else if (resource instanceof DnsMessage.Text text) {
      type = DnsMessage.TYPE_TXT;
      text.strings().forEach(data::string);
    } else {
      Bytes host = ((DnsMessage.Address) resource).host();
      type = host.length() == 4 ? DnsMessage.TYPE_A : DnsMessage.TYPE_AAAA;
      data.out.writeBytes(host.toArray());
    }
    name(resource.name());
    u16(type);
    u16(type == DnsMessage.TYPE_PTR ? CLASS_INTERNET : CLASS_INTERNET | CACHE_FLUSH);
    u16((int) (resource.ttlSeconds() >>> 16));
    u16((int) resource.ttlSeconds());
    u16(data.out.size());
    out.writeBytes(data.out.toByteArray());
  }

  private void name(DnsName name) {
    for (String label : name.labels()) {
      string(Bytes.of(label.getBytes(StandardCharsets.ISO_8859_1)));
    }
    out.write(0);
  }

  private void string(Bytes string) {
    out.write(string.length());
    out.writeBytes(string.toArray());
  }

  private void u16(int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
