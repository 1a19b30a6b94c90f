package dev.cairn.core.transaction;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.Signature;
import dev.cairn.core.key.SigningDomain;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A signed transaction in its canonical bytes (docs/consensus.md, section 5.1).
 *
 * <pre>
 * version u8 (1) | sender 32 | sequence u64 | fee u64 | type varint | length varint | payload | signature 64
 * </pre>
 *
 * Equal when all bytes are equal, the signature included. Whether the signature is right is not
 * known from the type: see {@code dev.cairn.core.validation.TransactionRules}.
 */
public final class Transaction {

  public static final int VERSION = 1;

  /** The length of the shortest transaction, one with an empty payload. */
  public static final int BYTES_MIN = 115;

  private final byte[] encoded;
  private final TransactionId id;
  private final PublicKey sender;
  private final long sequence;
  private final long fee;
  private final Payload payload;

  private Transaction(byte[] encoded, PublicKey sender, long sequence, long fee, Payload payload) {
    this.encoded = encoded;
    this.sender = sender;
    this.sequence = sequence;
    this.fee = fee;
    this.payload = payload;
    this.id = TransactionId.of(Sha256.hash256(encoded));
  }

  /**
   * Makes a transaction and signs it for one network.
   *
   * @param sequence how many transactions of this sender come before it, 0 or more
   */
  public static Transaction sign(
      KeyPair sender, NetworkId network, long sequence, Amount fee, Payload payload) {
    byte[] unsigned = unsigned(sender.publicKey(), sequence, fee.units(), payload).toArray();
    Signature signature = sender.sign(SigningDomain.transactionMessage(network, unsigned));
    byte[] encoded = Arrays.copyOf(unsigned, unsigned.length + Signature.LENGTH);
    signature.copyTo(encoded, unsigned.length);
    return new Transaction(encoded, sender.publicKey(), sequence, fee.units(), payload);
  }

  private static ByteWriter unsigned(PublicKey sender, long sequence, long fee, Payload payload) {
    return new ByteWriter()
        .u8(VERSION)
        .bytes(sender)
        .u64(sequence)
        .u64(fee)
        .varint(payload.type())
        .varint(payload.bytes().length())
        .bytes(payload.bytes());
  }

  /** Reads one transaction that fills the input. */
  public static Checked<Transaction> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    @Nullable Transaction transaction = read(reader);
    return reader.finish(() -> java.util.Objects.requireNonNull(transaction));
  }

  /** Reads one transaction; null when the reader failed, which then knows why. */
  public static @Nullable Transaction read(ByteReader reader) {
    int start = reader.position();
    int version = reader.u8();
    if (!reader.failed() && version != VERSION) {
      reader.refuse(
          version == Coinbase.VERSION ? Rule.COINBASE_NOT_FIRST : Rule.TRANSACTION_VERSION_UNKNOWN,
          "version " + version,
          "version " + VERSION);
    }
    PublicKey sender = reader.bytes32(PublicKey::of);
    long sequence = reader.u64();
    long fee = reader.u64();
    long type = reader.varint();
    Bytes payload = reader.bytes(reader.varint());
    reader.array(Signature.LENGTH);
    if (reader.failed()) {
      return null;
    }
    return new Transaction(reader.since(start), sender, sequence, fee, new Payload(type, payload));
  }

  public TransactionId id() {
    return id;
  }

  public PublicKey sender() {
    return sender;
  }

  /** How many transactions of this sender come before it in the chain. */
  public long sequence() {
    return sequence;
  }

  public Amount fee() {
    return new Amount(fee);
  }

  public Payload payload() {
    return payload;
  }

  public Signature signature() {
    return Signature.of(encoded, encoded.length - Signature.LENGTH);
  }

  /** What the signature has to cover on this network. */
  public byte[] signedMessage(NetworkId network) {
    return SigningDomain.transactionMessage(network, encoded, 0, encoded.length - Signature.LENGTH);
  }

  /** The canonical bytes. */
  public Bytes encode() {
    return Bytes.of(encoded);
  }

  public void writeTo(ByteWriter writer) {
    writer.bytes(encoded);
  }

  /** The length of the canonical bytes. */
  public int size() {
    return encoded.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Transaction that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "transaction " + id;
  }
}
