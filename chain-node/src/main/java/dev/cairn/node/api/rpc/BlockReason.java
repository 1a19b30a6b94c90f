package dev.cairn.node.api.rpc;

import dev.cairn.core.chain.Verdict;
import dev.cairn.core.chain.Verdict.Placement;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rule;
import java.util.Optional;

/** What became of a block, in the words of BIP 22 and of Bitcoin's programs. */
public final class BlockReason {

  private static final String TRANSACTIONS = "bad-txns";
  private static final String OTHER = "rejected";

  private BlockReason() {}

  /** What submitblock answers; empty when the block is the new tip. */
  public static Optional<String> of(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      return of(accepted.placement());
    }
    if (verdict instanceof Verdict.Rejected rejected) {
      return Optional.of(of(rejected.why().reason()));
    }
    return Optional.of(of(((Verdict.Deferred) verdict).why()));
  }

  private static Optional<String> of(Placement placement) {
    return switch (placement) {
      case ACTIVE -> Optional.empty();
      case KNOWN -> Optional.of("duplicate");
      case SIDE_BRANCH -> Optional.of("stale-prevblk");
      case HEADER_ONLY, WAITING_FOR_ANCESTOR -> Optional.of("inconclusive");
    };
  }

  private static String of(Verdict.Deferral why) {
    if (why instanceof Verdict.MissingParent) {
      return "bad-prevblk";
    }
    return why instanceof Verdict.TooEarly ? "time-too-new" : OTHER;
  }

  /** The word for what is wrong with a block. */
  public static String of(Reason reason) {
    return reason instanceof Rule rule ? of(rule) : TRANSACTIONS;
  }

  private static String of(Rule rule) {
    return switch (rule) {
      case HEADER_VERSION_INVALID -> "bad-version";
      case BITS_NEGATIVE, BITS_OVERFLOW, BITS_ZERO, TARGET_ABOVE_LIMIT, BITS_MISMATCH ->
          "bad-diffbits";
      case WORK_BELOW_TARGET -> "high-hash";
      case PARENT_INVALID -> "bad-prevblk";
      case TIME_BEFORE_PARENT -> "time-too-old";
      case MERKLE_ROOT_MISMATCH -> "bad-txnmrklroot";
      case BLOCK_TOO_LARGE -> "bad-blk-length";
      case COINBASE_HEIGHT_MISMATCH -> "bad-cb-height";
      case REWARD_MISMATCH -> "bad-cb-amount";
      case MERKLE_TREE_MUTATED,
          PAYLOAD_TYPE_UNKNOWN,
          TRANSFER_LENGTH_WRONG,
          TRANSFER_AMOUNT_OUT_OF_RANGE,
          RECORD_FORM_UNKNOWN,
          RECORD_DIGEST_LENGTH_WRONG,
          RECORD_TOO_LARGE,
          SIGNATURE_INVALID,
          SEQUENCE_MISMATCH,
          FEE_BELOW_MINIMUM,
          BALANCE_TOO_LOW ->
          TRANSACTIONS;
      case TRUNCATED,
          VARINT_NOT_SHORTEST,
          VALUE_OUT_OF_RANGE,
          TRANSACTION_COUNT_ZERO,
          COINBASE_MISSING,
          COINBASE_MESSAGE_TOO_LONG,
          COINBASE_NOT_FIRST,
          TRANSACTION_VERSION_UNKNOWN,
          TRAILING_BYTES,
          HEIGHT_OUT_OF_RANGE,
          STATE_ROOT_NOT_ZERO ->
          OTHER;
    };
  }
}
