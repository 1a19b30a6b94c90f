package dev.cairn.core.validation;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;

/** What a fresh chain says of a block that comes as bytes: all six stages in their order. */
final class Judgement {

  static final String ACCEPTED = "ACCEPTED";

  /** Nothing is remembered from one block to the next. */
  private static final SignatureChecks ONE_BY_ONE =
      SignatureChecks.onCallersThread(new SignatureCache(0, 0));

  private Judgement() {}

  static Chain chain(NetworkParameters network) {
    return chain(network, ONE_BY_ONE);
  }

  static Chain chain(NetworkParameters network, SignatureChecks signatures) {
    return Chain.open(
        network,
        Applications.standard(),
        new InMemoryChainStore(),
        signatures,
        ChainLimits.DEFAULT);
  }

  /** The block's reason with its position, such as {@code FEE_BELOW_MINIMUM transaction 2}. */
  static String of(NetworkParameters network, Block block) {
    return of(chain(network), block.encode());
  }

  static String of(NetworkParameters network, Block block, SignatureChecks signatures) {
    return of(chain(network, signatures), block.encode());
  }

  static String of(Chain chain, Bytes bytes) {
    Checked<Block> decoded = Block.decode(bytes);
    if (!decoded.isPassed()) {
      return decoded.rejection().orElseThrow().code();
    }
    Verdict verdict = chain.submitBlock(decoded.value(), Origin.LOCAL, Timestamp.MAX);
    if (verdict instanceof Verdict.Rejected rejected) {
      return named(rejected.why());
    }
    return verdict.equals(Verdict.accepted(Verdict.Placement.ACTIVE))
        ? ACCEPTED
        : verdict.toString();
  }

  private static String named(Rejection why) {
    return why.got().startsWith("transaction ")
        ? why.code() + " " + why.got().substring(0, why.got().indexOf(':'))
        : why.code();
  }
}
