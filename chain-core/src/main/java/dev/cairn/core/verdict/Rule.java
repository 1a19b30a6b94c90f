package dev.cairn.core.verdict;

/**
 * Every rule of Cairn's consensus whose breach is a reason to refuse, in the order of the tables of
 * docs/consensus.md: within one stage and one position, the rule that stands first here is the one
 * that is reported.
 */
public enum Rule implements Reason {
  // Decoding (docs/consensus.md, section 3). What does not decode says nothing about a header.
  TRUNCATED(Blame.SENDER, "send the whole structure"),
  VARINT_NOT_SHORTEST(Blame.SENDER, "encode varints in their shortest form"),
  VALUE_OUT_OF_RANGE(Blame.SENDER, "keep every 64-bit value below 2^63"),
  TRANSACTION_COUNT_ZERO(Blame.SENDER, "a block has at least its coinbase"),
  COINBASE_MISSING(Blame.SENDER, "start the body with a coinbase (version 0)"),
  COINBASE_MESSAGE_TOO_LONG(Blame.SENDER, "shorten the coinbase message to 64 bytes"),
  COINBASE_NOT_FIRST(Blame.SENDER, "only the first transaction is a coinbase"),
  TRANSACTION_VERSION_UNKNOWN(Blame.SENDER, "use transaction version 1"),
  TRAILING_BYTES(Blame.SENDER, "send nothing after the end of the structure"),

  // A header by itself.
  HEADER_VERSION_INVALID(Blame.HEADER, "version & 0xE0001FFF must be 0x20000000"),
  BITS_NEGATIVE(Blame.HEADER, "compact bits must not have the sign bit"),
  BITS_OVERFLOW(Blame.HEADER, "compact bits must fit 256 bits"),
  BITS_ZERO(Blame.HEADER, "the target must be at least 1"),
  TARGET_ABOVE_LIMIT(Blame.HEADER, "the target must not exceed the network's limit"),
  WORK_BELOW_TARGET(Blame.HEADER, "find a nonce whose hash is at most the target"),

  // A header after its parent.
  PARENT_INVALID(Blame.HEADER, "build on a valid block"),
  HEIGHT_OUT_OF_RANGE(Blame.HEADER, "a chain ends at height 2^32 - 1"),
  TIME_BEFORE_PARENT(Blame.HEADER, "use a time that is not before the parent's"),
  BITS_MISMATCH(Blame.HEADER, "compute bits from the parent and the header's time"),

  // A body by itself. The first two say nothing about the header: another body may match it.
  MERKLE_TREE_MUTATED(Blame.SENDER, "send the body without the repeated transactions"),
  MERKLE_ROOT_MISMATCH(Blame.SENDER, "send the body that the header commits to"),
  BLOCK_TOO_LARGE(Blame.HEADER, "keep the whole block within blockBytes"),
  STATE_ROOT_NOT_ZERO(Blame.HEADER, "leave the coinbase's state root zero"),
  PAYLOAD_TYPE_UNKNOWN(Blame.HEADER, "use a payload type that the network lists"),
  TRANSFER_LENGTH_WRONG(Blame.HEADER, "a transfer's payload has exactly 40 bytes"),
  TRANSFER_AMOUNT_OUT_OF_RANGE(Blame.HEADER, "transfer at least 1 and less than 2^63"),
  RECORD_FORM_UNKNOWN(Blame.HEADER, "use form 0 (the bytes) or 1 (their SHA-256)"),
  RECORD_DIGEST_LENGTH_WRONG(Blame.HEADER, "a record of form 1 has exactly 32 bytes"),
  RECORD_TOO_LARGE(Blame.HEADER, "record the document's SHA-256 (form 1) instead"),
  SIGNATURE_INVALID(Blame.HEADER, "sign the bytes for this network with the sender's key"),

  // A body after its parent.
  COINBASE_HEIGHT_MISMATCH(Blame.HEADER, "the coinbase carries the height of its block"),

  // Applying a body to the state.
  SEQUENCE_MISMATCH(Blame.HEADER, "use the account's next sequence"),
  FEE_BELOW_MINIMUM(Blame.HEADER, "pay at least the network's minimumFee"),
  BALANCE_TOO_LOW(Blame.HEADER, "spend no more than the balance"),
  REWARD_MISMATCH(Blame.HEADER, "claim exactly the subsidy plus the fees");

  /** Whom the breach of a rule tells against. */
  public enum Blame {
    /** Only whoever sent the bytes: the header that came with them is not condemned. */
    SENDER,
    /** The block itself: its header is condemned, with all that is built on it. */
    HEADER
  }

  private final Blame blame;
  private final String hint;

  Rule(Blame blame, String hint) {
    this.blame = blame;
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }

  /** Whom the breach of this rule tells against, where it is Cairn that judges by it. */
  public Blame blame() {
    return blame;
  }
}
