package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * The Ed25519 public key of an account, which is the account's name (RFC 8032, section 5.1.2). Any
 * 32 bytes: whether they are a usable key is judged with a signature (docs/consensus.md, section
 * 5.4).
 */
public final class PublicKey extends Bytes32 {

  /** What the address of every account begins with, before the digit 1. */
  public static final String ADDRESS_PREFIX = "cairn";

  private PublicKey(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static PublicKey of(byte[] bytes) {
    return new PublicKey(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static PublicKey of(byte[] source, int offset) {
    return new PublicKey(source, offset);
  }

  /** Reads an address: {@code cairn1...}, all in lowercase or all in uppercase. */
  public static Checked<PublicKey> parseAddress(String text) {
    return Bech32m.decode(ADDRESS_PREFIX, text)
        .then(
            bytes ->
                bytes.length() == LENGTH
                    ? Checked.passed(of(bytes.toArray()))
                    : Checked.refused(
                        TextFault.BECH32_LENGTH, bytes.length() + " bytes", LENGTH + " bytes"));
  }

  /** The 32 bytes in bech32m: 64 characters that begin with {@code cairn1}. */
  public String toAddress() {
    return Bech32m.encode(ADDRESS_PREFIX, toArray());
  }

  /** The address. */
  @Override
  public String toString() {
    return toAddress();
  }
}
