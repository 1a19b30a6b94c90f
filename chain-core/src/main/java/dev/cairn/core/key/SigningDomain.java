package dev.cairn.core.key;

import dev.cairn.core.value.NetworkId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What is signed: bytes that begin with what they are and for which network, so that a signature
 * holds for that alone and cannot be replayed (docs/consensus.md, section 5.4).
 *
 * <pre>
 * +-----------------------+------------+----------------------------------------+
 * | "cairn/transaction/1" | network id | all bytes of the transaction before    |
 * |    19 bytes, ASCII    |  32 bytes  | its signature                          |
 * +-----------------------+------------+----------------------------------------+
 * </pre>
 *
 * <p>The network id is in the order in which it is hashed and stored, not as it is shown.
 */
public final class SigningDomain {

  private static final byte[] TRANSACTION =
      "cairn/transaction/1".getBytes(StandardCharsets.US_ASCII);

  private SigningDomain() {}

  /**
   * The message that a transaction's sender signs.
   *
   * @param unsignedTransaction all bytes of the transaction before the signature
   */
  public static byte[] transactionMessage(NetworkId network, byte[] unsignedTransaction) {
    return transactionMessage(network, unsignedTransaction, 0, unsignedTransaction.length);
  }

  /** The same, with the bytes before the signature as a part of {@code source}. */
  public static byte[] transactionMessage(
      NetworkId network, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int start = TRANSACTION.length + NetworkId.LENGTH;
    byte[] message = new byte[start + length];
    System.arraycopy(TRANSACTION, 0, message, 0, TRANSACTION.length);
    network.copyTo(message, TRANSACTION.length);
    System.arraycopy(source, offset, message, start, length);
    return message;
  }
}
