package dev.cairn.net.intake;

import dev.cairn.core.chain.Verdict;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.session.Peer;

/**
 * What a verdict costs whoever sent the thing:
 *
 * <table>
 * <caption>Verdict and charge</caption>
 * <tr><td>a header is rejected</td><td>INVALID_HEADER</td></tr>
 * <tr><td>a block is rejected, and its header with it</td><td>INVALID_BLOCK</td></tr>
 * <tr><td>a body is rejected, but not its header</td><td>WRONG_BODY</td></tr>
 * <tr><td>accepted, known before, or deferred for whatever reason</td><td>nothing</td></tr>
 * <tr><td>a transaction is wrong by itself</td><td>INVALID_TRANSACTION</td></tr>
 * <tr><td>a transaction that the mempool does not want</td><td>nothing: other nodes may have
 * another state or other limits</td></tr>
 * <tr><td>an application of this node failed</td><td>nothing</td></tr>
 * </table>
 */
final class Charges {

  private Charges() {}

  static void onHeader(Peer peer, Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      peer.misbehaved(Misbehaviour.INVALID_HEADER, rejected.why().toString());
    }
  }

  static void onBlock(Peer peer, Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      peer.misbehaved(
          switch (rejected.blame()) {
            case SENDER -> Misbehaviour.WRONG_BODY;
            case HEADER -> Misbehaviour.INVALID_BLOCK;
          },
          rejected.why().toString());
    }
  }
}
