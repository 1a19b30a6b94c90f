package dev.cairn.core.transaction;

import dev.cairn.core.value.Bytes;

/**
 * What a transaction is about: a type, and bytes that only the type's application can read.
 *
 * @param type 1 transfer, 2 record, 1024 and up embedders' (docs/consensus.md, section 5.2)
 * @param bytes the application's bytes
 */
public record Payload(long type, Bytes bytes) {

  /** The first payload type that belongs to embedders; smaller ones are Cairn's. */
  public static final long FIRST_EMBEDDER_TYPE = 1024;

  public Payload {
    if (type < 0) {
      throw new IllegalArgumentException("negative payload type: " + type);
    }
  }
}
