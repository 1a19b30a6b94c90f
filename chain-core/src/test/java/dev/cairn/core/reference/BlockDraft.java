package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A block in the making: it starts out valid, mutations change its parts, and sealing fixes the
 * Merkle root and the proof of work, so that only what was changed is wrong.
 */
final class BlockDraft {

  /** More than a target asks for that follows from the rules here; others are left unmet. */
  private static final long MOST_NONCES = 1 << 13;

  final ReferenceEntry parent;
  final DraftLedger ledger;

  long version = 0x20000000L;
  byte[] previous;
  Optional<byte[]> merkleRoot = Optional.empty();
  long time;
  long bits;
  boolean worksTooLittle;

  Optional<byte[]> count = Optional.empty();
  int coinbaseVersion;
  long height;
  byte[] extraNonce = new byte[16];
  byte[] recipient;
  long rewardBeyondDue;
  Optional<Long> reward = Optional.empty();
  byte[] stateRoot = new byte[32];
  Optional<byte[]> messageLength = Optional.empty();
  byte[] message = new byte[0];
  final List<byte[]> transactions = new ArrayList<>();

  /** What is done to the bytes at the end, when nothing is fixed any more. */
  UnaryOperator<byte[]> afterwards = bytes -> bytes;

  BlockDraft(ReferenceEntry parent, long time, byte[] recipient, Random random) {
    this.parent = parent;
    this.ledger = new DraftLedger(parent.state());
    this.previous = ReferenceHash.unhex(parent.hash);
    this.recipient = recipient;
    this.height = parent.height + 1;
    random.nextBytes(extraNonce);
    setTime(time);
  }

  /** Sets a time that is not before the parent's, and the bits that go with it. */
  void setTime(long newTime) {
    time = newTime;
    bits = parent.bitsOfChild(newTime);
  }

  int size() {
    int size = ReferenceBlock.HEADER_BYTES + 1 + coinbase().length;
    for (byte[] transaction : transactions) {
      size += transaction.length;
    }
    return size;
  }

  byte[] coinbase() {
    long due = parent.parameters.subsidy(parent.height + 1) + ledger.fees();
    return new ReferenceWriter()
        .u8(coinbaseVersion)
        .u64(height)
        .bytes(extraNonce)
        .bytes(recipient)
        .u64(reward.orElse(due + rewardBeyondDue))
        .bytes(stateRoot)
        .bytes(messageLength.orElse(new ReferenceWriter().varint(message.length).toArray()))
        .bytes(message)
        .toArray();
  }

  List<byte[]> leaves() {
    List<byte[]> leaves = new ArrayList<>();
    leaves.add(ReferenceHash.hash256(coinbase()));
    for (byte[] transaction : transactions) {
      leaves.add(ReferenceHash.hash256(transaction));
    }
    return leaves;
  }

  byte[] body() {
    byte[] natural = new ReferenceWriter().varint(transactions.size() + 1L).toArray();
    ReferenceWriter out = new ReferenceWriter().bytes(count.orElse(natural)).bytes(coinbase());
    transactions.forEach(out::bytes);
    return out.toArray();
  }

  byte[] seal() {
    byte[] block = new ReferenceWriter().bytes(header()).bytes(body()).toArray();
    return afterwards.apply(block);
  }

  private byte[] header() {
    byte[] root = merkleRoot.orElse(ReferenceMerkle.root(leaves()));
    for (long nonce = 0; ; nonce++) {
      byte[] header =
          new ReferenceWriter()
              .u32(version)
              .bytes(previous)
              .bytes(root)
              .u32(time)
              .u32(bits)
              .u32(nonce)
              .toArray();
      Optional<BigInteger> target = target();
      if (nonce == MOST_NONCES
          || target.isEmpty()
          || ReferenceDifficulty.isMet(ReferenceHash.hash256(header), target.get())
              != worksTooLittle) {
        return header;
      }
    }
  }

  private Optional<BigInteger> target() {
    try {
      return Optional.of(ReferenceDifficulty.target(bits));
    } catch (ReferenceRefusal refusal) {
      return Optional.empty();
    }
  }
}
