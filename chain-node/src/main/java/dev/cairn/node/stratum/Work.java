package dev.cairn.node.stratum;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleProof;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A block to be mined, prepared for any number of miners: what differs from one to the other is
 * their coinbase alone, and that is not part of its own Merkle branch.
 */
final class Work {

  private final Block block;
  private final Round round;
  private final MerkleProof coinbaseProof;
  private final Target target;
  private final Difficulty difficulty;

  Work(BlockTemplate template, Round round) {
    block = template.block();
    this.round = round;
    coinbaseProof = template.coinbaseProof();
    target = bits().target();
    difficulty = Difficulty.notAbove(target);
  }

  Round round() {
    return round;
  }

  CompactBits bits() {
    return block.header().bits();
  }

  /** What a block has to meet. */
  Target target() {
    return target;
  }

  /** As hard as a share may be at most, so that every block is one. */
  Difficulty difficulty() {
    return difficulty;
  }

  int version() {
    return block.header().version();
  }

  /** Leads from whichever coinbase to the Merkle root. */
  MerkleProof coinbaseProof() {
    return coinbaseProof;
  }

  /** The coinbase that pays this key, else the node's own, without an extra nonce. */
  Coinbase coinbase(Optional<PublicKey> recipient) {
    return recipient.map(block.coinbase()::withRecipient).orElse(block.coinbase());
  }

  /** The time for a header that is begun now: the bits allow no later one at the end of a step. */
  Timestamp timeAt(Timestamp now) {
    Timestamp wanted = now.max(round.parent().time());
    return hasBitsAt(wanted) ? wanted : block.header().time();
  }

  /** Whether a header of this time has the bits of this work; not before the parent's time. */
  boolean hasBitsAt(Timestamp time) {
    return round.rules().bitsAfter(round.parent(), time).equals(bits());
  }

  Block blockWith(BlockHeader header, Coinbase coinbase) {
    return new Block(header, coinbase, block.transactions());
  }

  /** The hash of the parent, the bytes of each of its eight words the other way round. */
  String previousInWords() {
    byte[] bytes = block.header().previous().toArray();
    byte[] swapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      swapped[i] = bytes[i ^ 3];
    }
    return HexFormat.of().formatHex(swapped);
  }
}
