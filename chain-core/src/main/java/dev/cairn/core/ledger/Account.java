package dev.cairn.core.ledger;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;

/**
 * What the ledger knows of one key.
 *
 * @param sequence how many transactions of this account are in the chain: the next one's sequence
 */
public record Account(Amount balance, long sequence) {

  /** An account that nobody has used. */
  public static final Account EMPTY = new Account(Amount.ZERO, 0);

  public Account {
    if (sequence < 0) {
      throw new IllegalArgumentException("negative sequence: " + sequence);
    }
  }

  /** Balance u64, sequence u64 (docs/consensus.md, section 11). */
  Bytes encode() {
    return new ByteWriter(16).u64(balance.units()).u64(sequence).toBytes();
  }

  static Account decode(Bytes value) {
    ByteReader reader = new ByteReader(value);
    Amount balance = new Amount(reader.u64());
    long sequence = reader.u64();
    return reader.finish(() -> new Account(balance, sequence)).value();
  }

  Account withBalance(Amount another) {
    return new Account(another, sequence);
  }
}
