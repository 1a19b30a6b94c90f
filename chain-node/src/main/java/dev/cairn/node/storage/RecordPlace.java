package dev.cairn.node.storage;

import dev.cairn.core.value.Sha256Digest;

/**
 * The first record of a document in the active chain.
 *
 * @param form how the record has the document: 0 its bytes, 1 their SHA-256 only
 */
public record RecordPlace(Sha256Digest document, int form, TransactionPlace place) {}
