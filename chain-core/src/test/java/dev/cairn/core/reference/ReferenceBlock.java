package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A block as it is decoded: docs/consensus.md, sections 3, 4.1, 5.1, 5.3 and 8. */
final class ReferenceBlock {

  static final int HEADER_BYTES = 80;

  final byte[] bytes;
  final long version;
  final String previous;
  final byte[] merkleRoot;
  final long time;
  final long bits;
  final ReferenceCoinbase coinbase;
  final List<ReferenceTransaction> transactions = new ArrayList<>();

  private ReferenceBlock(byte[] bytes) {
    this.bytes = bytes;
    ReferenceReader in = new ReferenceReader(bytes);
    version = in.u32();
    previous = ReferenceHash.hex(in.bytes(32));
    merkleRoot = in.bytes(32);
    time = in.u32();
    bits = in.u32();
    in.u32();
    long count = in.varint();
    ReferenceRefusal.when(count == 0, "TRANSACTION_COUNT_ZERO");
    coinbase = new ReferenceCoinbase(in, bytes);
    for (long i = 1; i < count; i++) {
      transactions.add(new ReferenceTransaction(in, bytes));
    }
    in.end();
  }

  /** The block in these bytes, or a refusal. */
  static ReferenceBlock decode(byte[] bytes) {
    return new ReferenceBlock(bytes);
  }

  byte[] header() {
    return Arrays.copyOf(bytes, HEADER_BYTES);
  }

  /** The hash in stored order, as hexadecimal text. */
  String hash() {
    return ReferenceHash.hex(ReferenceHash.hash256(header()));
  }

  /** The ids of the transactions in order, the coinbase first. */
  List<byte[]> ids() {
    List<byte[]> ids = new ArrayList<>();
    ids.add(ReferenceHash.hash256(coinbase.bytes));
    for (ReferenceTransaction transaction : transactions) {
      ids.add(ReferenceHash.hash256(transaction.bytes));
    }
    return ids;
  }
}
