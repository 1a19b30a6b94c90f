package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.node.wallet.SendingTurn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Signs a transaction here, hands it to the node, and waits for blocks on top of it. */
final class Submission {

  private static final long POLL_MILLIS = 250;

  @Option(
      names = "--fee",
      paramLabel = "FEE",
      description = "What the miner gets; the network's minimum when it is left out.")
  private @Nullable String fee;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "An address of the wallet; the main one when it is left out.")
  private @Nullable String from;

  @Option(
      names = "--wait",
      paramLabel = "CONFIRMATIONS",
      description = "Wait until it is in a block and the chain has so many from there on.")
  private @Nullable Long wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long --wait waits; default 600.")
  private long timeoutSeconds;

  /** The answer that tells of the transaction, once it is as deep as it has to be. */
  Answer submit(ClientOptions client, Payload payload) throws CommandFailure {
    if (wait != null && wait < 1) {
      throw Arguments.wrong("--wait " + wait + " means nothing", "give 1 or more");
    }
    if (timeoutSeconds < 0) {
      throw Arguments.wrong("--timeout " + timeoutSeconds + " means nothing", "give 0 or more");
    }
    Api api = client.api();
    Optional<PublicKey> sender =
        from == null ? Optional.empty() : Optional.of(Arguments.address(from));
    Optional<Amount> given =
        fee == null ? Optional.empty() : Optional.of(Arguments.amount("--fee", fee));
    KeyPair key = WalletKeys.key(client, sender);
    Answer network = api.get("network");
    Amount paid =
        given.isPresent()
            ? given.get()
            : network.object("parameters").needed("minimumFee", Amount::parse);
    NetworkId id = network.needed("networkId", NetworkId::parse);
    Deadline deadline = Deadline.in(wait == null ? 0 : timeoutSeconds);
    Handover.Taken taken;
    try (SendingTurn turn = WalletKeys.turn(client, key.publicKey(), id)) {
      taken = new Handover(client, api, turn, key, id, payload).handOver(paid, deadline);
    }
    if (wait == null) {
      return taken.answer();
    }
    client.say("sent " + taken.transaction().id() + ", waiting for confirmations");
    return await(api, taken.transaction(), wait, deadline);
  }

  /**
   * Asks again and again, whether the node answers or not. A reorganisation may take the
   * transaction out of its block, or away from this node: then it is handed over once more, which
   * changes nothing when it is still there.
   */
  private Answer await(Api api, Transaction transaction, long confirmations, Deadline deadline)
      throws CommandFailure {
    while (true) {
      String silence = "";
      try {
        Answer answer = look(api, transaction);
        if (answer.isOk() && answer.number("confirmations").orElse(0L) >= confirmations) {
          return answer;
        }
      } catch (CommandFailure failure) {
        if (failure.exitCode() != ExitCode.UNREACHABLE) {
          throw failure;
        }
        silence = "; " + failure.detail();
      }
      if (deadline.isOver()) {
        throw timedOut(transaction, confirmations, silence);
      }
      Deadline.pause(POLL_MILLIS);
    }
  }

  /** What the node says of it, who is given it if it has it not. */
  private static Answer look(Api api, Transaction transaction) throws CommandFailure {
    Answer answer = api.ask("transactions/" + transaction.id());
    Answer last =
        answer.reason().equals("TRANSACTION_UNKNOWN") ? Handover.post(api, transaction) : answer;
    if (!last.isOk() && !last.isPassing()) {
      throw last.failure();
    }
    return answer;
  }

  private CommandFailure timedOut(Transaction transaction, long confirmations, String silence) {
    return new CommandFailure(
        ExitCode.TIMED_OUT,
        "WAIT_TIMED_OUT",
        transaction.id()
            + " has not "
            + confirmations
            + " confirmations after "
            + timeoutSeconds
            + " s"
            + silence,
        "ask later: ./cairn transaction " + transaction.id());
  }
}
