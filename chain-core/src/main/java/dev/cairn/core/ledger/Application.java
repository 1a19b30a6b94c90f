package dev.cairn.core.ledger;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/**
 * The rules of one payload type: Cairn's own transfers and records, and whatever an embedder adds
 * (docs/consensus.md, section 12).
 *
 * <p>All nodes must come to the same answer from the same input: no clock, randomness, files,
 * network, nor an order that differs from run to run. An exception is no verdict: the chain stops
 * before the block, and says APPLICATION_FAULT.
 *
 * <p>An application keeps nothing between calls: several threads may call one object at once, those
 * that check and those that build blocks, and what was applied may be undone without its hearing.
 */
public interface Application {

  /**
   * How the network's parameters list it: payload type (1024 and up for embedders), name, and the
   * rules version, which must rise whenever what is accepted changes.
   */
  ListedApplication listing();

  /**
   * Judges a transaction by itself, before its signature is verified: the form of its payload. May
   * run on any thread. An application that takes any payload needs no check.
   *
   * @return why it is refused, empty when it is right
   */
  default Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
    return Optional.empty();
  }

  /**
   * Makes the transaction's effect on the state, or refuses it. Its signature, sequence and fee are
   * right, and the fee is paid. On a refusal whatever was written is thrown away with the block.
   *
   * @return why it is refused, empty when it is applied
   */
  Optional<Rejection> apply(Transaction transaction, Ledger ledger);
}
