package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.mdns.DnsMessage.Question;
import dev.cairn.net.discovery.mdns.DnsMessage.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message of DNS (RFC 1035, section 4). Total: whatever the bytes are, it ends soon and
 * throws nothing. The first fault sticks; what is read after it is empty.
 */
final class DnsReader {

  /** Questions and records in one message. */
  static final int RECORDS_MAX = 128;

  private static final int RESPONSE_FLAG = 0x8000;
  private static final int CLASS_INTERNET = 1;

  /** The top bit of the class asks for something else in multicast DNS. */
  private static final int CLASS_MASK = 0x7fff;

  private final byte[] bytes;
  private int end;
  private int position;
  private @Nullable Rejection fault;

  private DnsReader(byte[] bytes) {
    this.bytes = bytes;
    end = bytes.length;
  }

  static Checked<DnsMessage> read(byte[] bytes) {
    return new DnsReader(bytes).message();
  }

  private Checked<DnsMessage> message() {
    u16(); // the id means nothing here
    boolean isResponse = (u16() & RESPONSE_FLAG) != 0;
    int questionCount = u16();
    int recordCount = u16() + u16() + u16();
    if (questionCount + recordCount > RECORDS_MAX) {
      refuse(DiscoveryFault.DNS_TOO_MANY_RECORDS, questionCount + recordCount, RECORDS_MAX);
    }
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < questionCount && fault == null; i++) {
      Question question = new Question(name(), u16());
      if ((u16() & CLASS_MASK) == CLASS_INTERNET) {
        questions.add(question);
      }
    }
    List<Resource> records = new ArrayList<>();
    for (int i = 0; i < recordCount && fault == null; i++) {
      resource().ifPresent(records::add);
    }
    return fault != null
        ? Checked.refused(fault)
        : Checked.passed(new DnsMessage(isResponse, questions, records));
  }

  private Optional<Resource> resource() {
    DnsName name = name();
    int type = u16();
    boolean isInternet = (u16() & CLASS_MASK) == CLASS_INTERNET;
    long ttl = ((long) u16() << 16) | u16();
    int length = u16();
    if (!has(length)) {
      return Optional.empty();
    }
    int outerEnd = end;
    int next = position + length;
    end = next;
    Optional<Resource> resource =
        isInternet ? Optional.ofNullable(body(name, type, ttl, length)) : Optional.empty();
    end = outerEnd;
    position = next;
    return resource;
  }

  private @Nullable Resource body(DnsName name, int type, long ttl, int length) {
    return switch (type) {
      case DnsMessage.TYPE_PTR -> new DnsMessage.Pointer(name, ttl, name());
      case DnsMessage.TYPE_SRV -> {
        u16(); // priority
        u16(); // weight
        yield new DnsMessage.Service(name, ttl, u16(), name());
      }
      case DnsMessage.TYPE_TXT -> new DnsMessage.Text(name, ttl, strings());
      case DnsMessage.TYPE_A -> length == 4 ? address(name, ttl, length) : null;
      case DnsMessage.TYPE_AAAA -> length == 16 ? address(name, ttl, length) : null;
      default -> null;
    };
  }

  private Resource address(DnsName name, long ttl, int length) {
    return new DnsMessage.Address(name, ttl, Bytes.of(bytes, position, length));
  }

  private List<Bytes> strings() {
    List<Bytes> strings = new ArrayList<>();
    while (position < end && fault == null) {
      int length = u8();
      if (has(length)) {
        strings.add(Bytes.of(bytes, position, length));
        position += length;
      }
    }
    return strings;
  }

  /**
   * A name, which may go on elsewhere: a pointer must lead to before all that was read of this name
   * so far, so that no name is endless.
   */
  private DnsName name() {
    List<String> labels = new ArrayList<>();
    int nameBytes = 1;
    int lowest = position;
    int after = -1;
    while (fault == null) {
      int length = u8();
      if (length == 0) {
        break;
      } else if (length >= 0xc0) {
        int target = ((length & 0x3f) << 8) | u8();
        after = after < 0 ? position : after;
        if (target >= lowest) {
          refuse(DiscoveryFault.DNS_NAME_INVALID, "a pointer to " + target, "below " + lowest);
        }
        lowest = target;
        position = target;
      } else {
        nameBytes += 1 + length;
        if (length > DnsName.LABEL_BYTES_MAX || nameBytes > DnsName.BYTES_MAX) {
          refuse(DiscoveryFault.DNS_NAME_INVALID, nameBytes + " bytes", DnsName.BYTES_MAX);
        } else if (has(length)) {
          labels.add(new String(bytes, position, length, StandardCharsets.ISO_8859_1));
          position += length;
        }
      }
    }
    position = after < 0 ? position : after;
    return new DnsName(labels);
  }

  private int u8() {
    return has(1) ? bytes[position++] & 0xff : 0;
  }

  private int u16() {
    return (u8() << 8) | u8();
  }

  private boolean has(int count) {
    if (fault == null && count > end - position) {
      refuse(DiscoveryFault.DNS_TRUNCATED, (end - position) + " bytes", count);
    }
    return fault == null;
  }

  private void refuse(Reason reason, Object got, Object expected) {
    if (fault == null) {
      fault = Rejection.of(reason, got, expected);
    }
  }
}
