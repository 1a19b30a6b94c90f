package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Work;
import java.math.BigInteger;
import java.util.List;

/**
 * A block for a store, which judges nothing: its header and body belong together, but no miner
 * found it.
 */
record StoredBlock(ChainedHeader chained, Block block) {

  static final ChainedHeader GENESIS = ChainedHeader.genesis(NetworkParameters.dev());

  /** A child; another label makes a sibling. */
  static StoredBlock on(ChainedHeader parent, int label, Transaction... transactions) {
    Coinbase coinbase =
        new Coinbase(
            parent.height().next().value(),
            new ByteWriter().u64(label).u64(0).toBytes(),
            PublicKey.of(new byte[PublicKey.LENGTH]),
            new Amount(50_000_000),
            Sha256Digest.of(new byte[Sha256Digest.LENGTH]),
            Bytes.EMPTY);
    List<Transaction> others = List.of(transactions);
    Block draft = new Block(parent.header(), coinbase, others);
    BlockHeader header =
        new BlockHeader(
            BlockHeader.VERSION,
            parent.hash(),
            MerkleTree.of(draft.transactionIds()).root(),
            parent.time().plusSeconds(1),
            new CompactBits(0x207fffff),
            label);
    Work work = parent.work().plus(Work.of(BigInteger.TWO));
    return new StoredBlock(
        new ChainedHeader(
            header, parent.height().next(), work, header.bits(), new CompactBits(0x207ffffe)),
        new Block(header, coinbase, others));
  }

  StoredBlock child(int label) {
    return on(chained, label);
  }

  /** What is stored beside the body once the block is complete. */
  StoredHeader header(long number) {
    return new StoredHeader(chained, number, number);
  }

  BlockHash hash() {
    return chained.hash();
  }
}
