/**
 * What the node keeps on disk, and how: the ledger in RocksDB, known peers, the data directory and
 * its lock. The only package that uses RocksDB. Read {@link dev.cairn.node.storage.NodeStore}
 * first.
 */
@NullMarked
package dev.cairn.node.storage;

import org.jspecify.annotations.NullMarked;
