package dev.cairn.node.stratum;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Work on the genesis of a network, without a node. What is found in it is kept. */
final class Templates {

  static final PublicKey NODE = KeyPair.fromSeed(new byte[32]).publicKey();

  private final NetworkParameters network;
  private final List<Block> found = new ArrayList<>();
  private BlockResult result = BlockResult.TIP;

  Templates(NetworkParameters network) {
    this.network = network;
  }

  List<Block> found() {
    return found;
  }

  /** What becomes of the next block. */
  void result(BlockResult next) {
    result = next;
  }

  Timestamp start() {
    return network.genesis().time();
  }

  Round round() {
    return new Round(
        ChainedHeader.genesis(network),
        new HeaderRules(network),
        network.maxFutureSeconds(),
        block -> {
          found.add(block);
          return CompletableFuture.completedFuture(result);
        });
  }

  /** Work of this time, with so many transfers. */
  Work work(Round round, Timestamp time, int transfers) {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < transfers; i++) {
      Transfer transfer = new Transfer(NODE, new Amount(70 + i));
      transactions.add(
          Transaction.sign(
              DevKey.keyPair(),
              NetworkParameters.dev().id(),
              i,
              new Amount(5),
              transfer.payload()));
    }
    Bytes zeros = Bytes.of(new byte[Coinbase.EXTRA_NONCE_BYTES]);
    Coinbase coinbase =
        new Coinbase(
            1,
            zeros,
            NODE,
            new Amount(5_000_000_005L),
            Sha256Digest.ZERO,
            Bytes.of("Cairn".getBytes(US_ASCII)));
    BlockHeader header =
        new BlockHeader(
            BlockHeader.VERSION,
            network.genesis().hash(),
            MerkleRoot.ZERO,
            time,
            round.rules().bitsAfter(round.parent(), time),
            0);
    Block unrooted = new Block(header, coinbase, transactions);
    return new Work(BlockTemplate.of(unrooted), round);
  }
}
