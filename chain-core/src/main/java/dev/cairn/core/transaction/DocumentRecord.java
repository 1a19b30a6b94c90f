package dev.cairn.core.transaction;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;

/**
 * Payload 2: a document, or the SHA-256 of one, set down for good (docs/consensus.md, section 5.2).
 *
 * @param form what the bytes are
 * @param bytes the document itself, or its SHA-256
 */
public record DocumentRecord(Form form, Bytes bytes) {

  public static final long TYPE = 2;

  /** What the bytes of a record are. */
  public enum Form {
    /** The document itself. */
    DOCUMENT(0),
    /** The SHA-256 of the document, 32 bytes. */
    DIGEST(1);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    /** The first byte of the payload. */
    public int code() {
      return code;
    }
  }

  public DocumentRecord {
    if (form == Form.DIGEST && bytes.length() != Sha256Digest.LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length());
    }
  }

  /** The record of a document with all its bytes on the chain. */
  public static DocumentRecord ofDocument(Bytes document) {
    return new DocumentRecord(Form.DOCUMENT, document);
  }

  /** The record of a document whose bytes stay off the chain. */
  public static DocumentRecord ofDigest(Sha256Digest digest) {
    return new DocumentRecord(Form.DIGEST, Bytes.of(digest.toArray()));
  }

  public Payload payload() {
    return new Payload(TYPE, new ByteWriter().u8(form.code).bytes(bytes).toBytes());
  }

  /** The key under which the record is found: the document's SHA-256, whatever the form. */
  public Sha256Digest digest() {
    byte[] content = bytes.toArray();
    return Sha256Digest.of(form == Form.DIGEST ? content : Sha256.hash(content));
  }

  /**
   * Reads the payload of a record.
   *
   * @param documentBytesMax the network's {@code recordBytes}
   */
  public static Checked<DocumentRecord> decode(Bytes payload, long documentBytesMax) {
    int form = payload.length() == 0 ? -1 : payload.at(0) & 0xff;
    if (form != Form.DOCUMENT.code && form != Form.DIGEST.code) {
      return Checked.refused(
          Rule.RECORD_FORM_UNKNOWN, form < 0 ? "an empty payload" : "form " + form, "form 0 or 1");
    }
    int length = payload.length() - 1;
    if (form == Form.DIGEST.code && length != Sha256Digest.LENGTH) {
      return Checked.refused(Rule.RECORD_DIGEST_LENGTH_WRONG, length + " bytes", "32 bytes");
    }
    if (form == Form.DOCUMENT.code && length > documentBytesMax) {
      return Checked.refused(
          Rule.RECORD_TOO_LARGE, length + " bytes", "at most " + documentBytesMax + " bytes");
    }
    Form known = form == Form.DOCUMENT.code ? Form.DOCUMENT : Form.DIGEST;
    return Checked.passed(new DocumentRecord(known, payload.slice(1, payload.length())));
  }
}
