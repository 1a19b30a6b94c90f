package dev.cairn.core.transaction;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;

/**
 * The first transaction of a block: it pays the subsidy and the fees to whoever mined it
 * (docs/consensus.md, section 5.3).
 *
 * <pre>
 * version u8 (0) | height u64 | extra nonce 16 | recipient 32 | reward u64 | state root 32 | length varint | message
 * </pre>
 *
 * The extra nonce lies at offset 9, directly after the height, so that a Stratum job can be split
 * around it.
 *
 * @param height as the block carries it, which may be wrong
 * @param extraNonce 16 bytes that a miner may change at will
 * @param stateRoot zero until the format defines it
 * @param message at most 64 bytes, free
 */
public record Coinbase(
    long height,
    Bytes extraNonce,
    PublicKey recipient,
    Amount reward,
    Sha256Digest stateRoot,
    Bytes message) {

  public static final int VERSION = 0;

  /** The length of the shortest coinbase, one without a message. */
  public static final int BYTES_MIN = 98;

  public static final int MESSAGE_BYTES_MAX = 64;
  public static final int EXTRA_NONCE_BYTES = 16;

  /** Where the extra nonce begins in the canonical bytes. */
  public static final int EXTRA_NONCE_OFFSET = 9;

  public Coinbase {
    if (height < 0 || extraNonce.length() != EXTRA_NONCE_BYTES) {
      throw new IllegalArgumentException("height " + height + ", extra nonce " + extraNonce);
    }
    if (message.length() > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException("message of " + message.length() + " bytes");
    }
  }

  /** Reads one coinbase that fills the input. */
  public static Checked<Coinbase> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    Coinbase coinbase = read(reader);
    return reader.finish(() -> coinbase);
  }

  /** Reads one coinbase; what it gives means nothing when the reader failed. */
  public static Coinbase read(ByteReader reader) {
    int version = reader.u8();
    if (!reader.failed() && version != VERSION) {
      reader.refuse(Rule.COINBASE_MISSING, "version " + version, "version " + VERSION);
    }
    long height = reader.u64();
    byte[] extraNonce = reader.array(EXTRA_NONCE_BYTES);
    PublicKey recipient = reader.bytes32(PublicKey::of);
    long reward = reader.u64();
    Sha256Digest stateRoot = reader.bytes32(Sha256Digest::of);
    long messageLength = reader.varint();
    if (messageLength > MESSAGE_BYTES_MAX) {
      reader.refuse(Rule.COINBASE_MESSAGE_TOO_LONG, messageLength + " bytes", "at most 64 bytes");
    }
    return new Coinbase(
        height,
        Bytes.of(extraNonce),
        recipient,
        new Amount(reward),
        stateRoot,
        reader.bytes(messageLength));
  }

  public TransactionId id() {
    return TransactionId.of(Sha256.hash256(encode().toArray()));
  }

  /** The canonical bytes. */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter();
    writeTo(writer);
    return writer.toBytes();
  }

  public void writeTo(ByteWriter writer) {
    writer
        .u8(VERSION)
        .u64(height)
        .bytes(extraNonce)
        .bytes(recipient)
        .u64(reward.units())
        .bytes(stateRoot)
        .varint(message.length())
        .bytes(message);
  }

  /** The length of the canonical bytes. */
  public int size() {
    return BYTES_MIN + message.length();
  }

  /** The same coinbase with another extra nonce. */
  public Coinbase withExtraNonce(Bytes another) {
    return new Coinbase(height, another, recipient, reward, stateRoot, message);
  }

  /** The same coinbase with its reward to another key. */
  public Coinbase withRecipient(PublicKey another) {
    return new Coinbase(height, extraNonce, another, reward, stateRoot, message);
  }
}
