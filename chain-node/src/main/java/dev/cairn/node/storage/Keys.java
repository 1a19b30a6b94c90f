package dev.cairn.node.storage;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.TransactionId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of the store. Numbers are big-endian, so that keys stand in their order.
 *
 * <pre>
 * META     0                                        tip
 *          1 | number u64                           condemnation
 *          2 | number u64                           kept transaction
 * HEADERS  0 | height u32 | hash                    stored header
 *          1 | height u32                           hash in the active chain
 *          2 | hash                                 height u32
 * BODIES   height u32 | hash                        block
 * UNDO     height u32 | hash                        state changes
 * STATE    namespace u64 | key                      value
 * INDEX    0 | transaction id                       height u32 | index u32
 *          1 | account | ~height u32 | ~index u32   transaction id
 *          2 | document | height u32 | index u32    form u8 | transaction id
 * </pre>
 */
final class Keys {

  static final byte[] TIP = {0};
  static final byte[] CONDEMNATIONS = {1};
  static final byte[] KEPT = {2};

  private static final byte HEADER = 0;
  private static final byte ACTIVE = 1;
  private static final byte HEIGHT = 2;

  static final byte[] HEADERS = {HEADER};

  private static final byte TRANSACTION = 0;
  private static final byte ACCOUNT = 1;
  private static final byte DOCUMENT = 2;

  private static final int NAMESPACE_LENGTH = 8;

  private Keys() {}

  static byte[] numbered(byte[] prefix, long number) {
    return ByteBuffer.allocate(9).put(prefix).putLong(number).array();
  }

  /** The number at the end of a key of {@link #numbered}. */
  static long numberOf(byte[] key) {
    return ByteBuffer.wrap(key, 1, 8).getLong();
  }

  static byte[] header(long height, BlockHash hash) {
    return ByteBuffer.allocate(37).put(HEADER).putInt((int) height).put(hash.toArray()).array();
  }

  static byte[] headersFrom(long height) {
    return ByteBuffer.allocate(5).put(HEADER).putInt((int) height).array();
  }

  static byte[] active(long height) {
    return ByteBuffer.allocate(5).put(ACTIVE).putInt((int) height).array();
  }

  static byte[] heightOf(BlockHash hash) {
    return ByteBuffer.allocate(33).put(HEIGHT).put(hash.toArray()).array();
  }

  /** A block, or its undo data. */
  static byte[] block(long height, BlockHash hash) {
    return ByteBuffer.allocate(36).putInt((int) height).put(hash.toArray()).array();
  }

  static byte[] namespace(long namespace) {
    return ByteBuffer.allocate(NAMESPACE_LENGTH).putLong(namespace).array();
  }

  static byte[] state(long namespace, Bytes key) {
    byte[] bytes = Arrays.copyOf(namespace(namespace), NAMESPACE_LENGTH + key.length());
    key.copyTo(bytes, NAMESPACE_LENGTH);
    return bytes;
  }

  /** The key of the state that a key of {@link #state} is made of. */
  static Bytes stateKeyOf(byte[] key) {
    return Bytes.of(key, NAMESPACE_LENGTH, key.length - NAMESPACE_LENGTH);
  }

  static byte[] transaction(TransactionId id) {
    return ByteBuffer.allocate(33).put(TRANSACTION).put(id.toArray()).array();
  }

  static byte[] account(PublicKey account) {
    return ByteBuffer.allocate(33).put(ACCOUNT).put(account.toArray()).array();
  }

  /** The newest has the least key. */
  static byte[] accountPlace(PublicKey account, long height, int index) {
    return placed(account(account), ~(int) height, ~index);
  }

  static byte[] document(Sha256Digest document) {
    return ByteBuffer.allocate(33).put(DOCUMENT).put(document.toArray()).array();
  }

  /** The oldest has the least key. */
  static byte[] documentPlace(Sha256Digest document, long height, int index) {
    return placed(document(document), (int) height, index);
  }

  /** The height at the end of a key of {@link #documentPlace}. */
  static long heightAtEnd(byte[] key) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt(key.length - 8));
  }

  /** The index at the end of a key of {@link #documentPlace}. */
  static int indexAtEnd(byte[] key) {
    return ByteBuffer.wrap(key).getInt(key.length - 4);
  }

  /** The least key after this one. */
  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] placed(byte[] prefix, int height, int index) {
    return ByteBuffer.allocate(prefix.length + 8).put(prefix).putInt(height).putInt(index).array();
  }
}
