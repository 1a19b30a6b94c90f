package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** The state after a block, and how a block makes the next one: docs/consensus.md, 8.3 and 11. */
final class ReferenceState {

  private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

  /** From "namespace:key" to value, key and value in hexadecimal. Never changed once it is made. */
  private final Map<String, String> entries;

  private String digest = "";

  private ReferenceState(Map<String, String> entries) {
    this.entries = new TreeMap<>(entries);
  }

  static ReferenceState genesis(ReferenceParameters parameters) {
    Map<String, String> entries = new TreeMap<>();
    parameters.balances.forEach((key, amount) -> setAccount(entries, key, amount, 0));
    return new ReferenceState(entries);
  }

  static String key(long namespace, String keyHex) {
    return namespace + ":" + keyHex;
  }

  long balance(String account) {
    return accountNumber(entries, account, 0);
  }

  long sequence(String account) {
    return accountNumber(entries, account, 1);
  }

  boolean hasName(byte[] name) {
    return entries.containsKey(key(NameClaims.TYPE, ReferenceHash.hex(name)));
  }

  /** The state after a block that stands at this height on this state, or a refusal. */
  ReferenceState apply(ReferenceParameters parameters, ReferenceBlock block, long height) {
    Map<String, String> after = new TreeMap<>(entries);
    BigInteger due = BigInteger.valueOf(parameters.subsidy(height));
    for (ReferenceTransaction transaction : block.transactions) {
      apply(parameters, transaction, after);
      due = due.add(BigInteger.valueOf(transaction.fee));
    }
    ReferenceCoinbase coinbase = block.coinbase;
    ReferenceRefusal.when(!BigInteger.valueOf(coinbase.reward).equals(due), "REWARD_MISMATCH");
    add(after, coinbase.recipient, coinbase.reward, 0);
    return new ReferenceState(after);
  }

  private static void apply(
      ReferenceParameters parameters,
      ReferenceTransaction transaction,
      Map<String, String> entries) {
    String sender = ReferenceHash.hex(transaction.sender);
    boolean isTransfer = transaction.type == ReferenceTransaction.TRANSFER;
    ReferenceRefusal.when(
        transaction.sequence != accountNumber(entries, sender, 1), "SEQUENCE_MISMATCH");
    ReferenceRefusal.when(transaction.fee < parameters.minimumFee, "FEE_BELOW_MINIMUM");
    BigInteger needed = BigInteger.valueOf(transaction.fee);
    if (isTransfer) {
      needed = needed.add(BigInteger.valueOf(transaction.transferAmount()));
    }
    BigInteger there = BigInteger.valueOf(accountNumber(entries, sender, 0));
    ReferenceRefusal.when(needed.compareTo(there) > 0, "BALANCE_TOO_LOW");
    add(entries, sender, -transaction.fee, 1);
    if (isTransfer) {
      add(entries, sender, -transaction.transferAmount(), 0);
      add(entries, transaction.transferRecipient(), transaction.transferAmount(), 0);
    } else if (transaction.type == NameClaims.TYPE) {
      NameClaims.apply(entries, transaction.sender, transaction.payload);
    }
  }

  /** The digest of all entries, in the order of its bytes, as hexadecimal text. */
  String digestHex() {
    if (digest.isEmpty()) {
      BigInteger sum = BigInteger.ZERO;
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        String[] parts = entry.getKey().split(":", 2);
        byte[] hash =
            entryHash(
                Long.parseLong(parts[0]),
                ReferenceHash.unhex(parts[1]),
                ReferenceHash.unhex(entry.getValue()));
        sum = sum.add(ReferenceHash.littleEndian(hash));
      }
      digest = ReferenceHash.hex(ReferenceHash.littleEndian(sum.mod(TWO_TO_256), 32));
    }
    return digest;
  }

  static byte[] entryHash(long namespace, byte[] key, byte[] value) {
    return ReferenceHash.sha256(
        new ReferenceWriter()
            .varint(namespace)
            .varint(key.length)
            .bytes(key)
            .bytes(value)
            .toArray());
  }

  private static void add(Map<String, String> entries, String account, long amount, long sequence) {
    setAccount(
        entries,
        account,
        Math.addExact(accountNumber(entries, account, 0), amount),
        accountNumber(entries, account, 1) + sequence);
  }

  private static void setAccount(
      Map<String, String> entries, String account, long balance, long sequence) {
    if (balance < 0) {
      throw new IllegalStateException("a balance fell below zero");
    }
    if (balance == 0 && sequence == 0) {
      entries.remove(key(0, account));
    } else {
      byte[] value = new ReferenceWriter().u64(balance).u64(sequence).toArray();
      entries.put(key(0, account), ReferenceHash.hex(value));
    }
  }

  /** The balance (word 0) or the sequence (word 1) of an account. */
  private static long accountNumber(Map<String, String> entries, String account, int word) {
    String value = entries.get(key(0, account));
    if (value == null) {
      return 0;
    }
    byte[] bytes = ReferenceHash.unhex(value.substring(16 * word, 16 * word + 16));
    return ReferenceHash.littleEndian(bytes).longValueExact();
  }
}
