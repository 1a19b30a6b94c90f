package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Signs a transaction here, hands it to the node, and waits for blocks on top of it. */
final class Submission {

  private static final long POLL_MILLIS = 250;

  /** Other commands with the same key may take the sequence that was just read. */
  private static final int ATTEMPTS = 8;

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
    Api api = client.api();
    Optional<PublicKey> sender =
        from == null ? Optional.empty() : Optional.of(Arguments.address(from));
    KeyPair key = WalletKeys.key(client, sender);
    Answer network = api.get("network");
    Amount paid =
        fee == null
            ? network.object("parameters").needed("minimumFee", Amount::parse)
            : Arguments.amount("--fee", fee);
    NetworkId networkId = network.needed("networkId", NetworkId::parse);
    return submit(
        client, api, sequence -> Transaction.sign(key, networkId, sequence, paid, payload), key);
  }

  private interface Signing {
    Transaction at(long sequence);
  }

  private Answer submit(ClientOptions client, Api api, Signing signing, KeyPair key)
      throws CommandFailure {
    long sequence = sequence(api, key);
    for (int attempt = 1; ; attempt++) {
      Transaction transaction = signing.at(sequence);
      Answer answer = post(api, transaction);
      if (answer.isOk()) {
        if (wait == null) {
          return answer;
        }
        client.say("sent " + transaction.id() + ", waiting for confirmations");
        return await(api, transaction, wait);
      }
      long next = sequence(api, key);
      if (next == sequence || attempt == ATTEMPTS || !isOvertaken(answer)) {
        throw answer.failure();
      }
      sequence = next;
    }
  }

  /**
   * Whether another transaction has taken the sequence. After any other failure this one may have
   * been accepted all the same, and another one would pay twice.
   */
  private static boolean isOvertaken(Answer answer) {
    String reason = answer.failure().code();
    return reason.equals(MempoolRule.SEQUENCE_USED.name())
        || reason.equals(MempoolRule.REPLACEMENT_FEE_TOO_LOW.name());
  }

  private static Answer post(Api api, Transaction transaction) throws CommandFailure {
    return api.post("transactions", Json.object("transaction", transaction.encode().toHex()));
  }

  private static long sequence(Api api, KeyPair key) throws CommandFailure {
    return api.get("accounts/" + key.publicKey().toAddress())
        .object("pending")
        .needed("sequence", Amount::parse)
        .units();
  }

  /**
   * Asks again and again. A reorganisation may take the transaction out of its block, or away from
   * this node: then it is handed over once more, which changes nothing when it is still there.
   */
  private Answer await(Api api, Transaction transaction, long confirmations) throws CommandFailure {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (true) {
      Answer answer = api.ask("transactions/" + transaction.id());
      if (answer.isOk() && answer.number("confirmations").orElse(0L) >= confirmations) {
        return answer;
      }
      if (answer.reason().equals("TRANSACTION_UNKNOWN")) {
        Answer again = post(api, transaction);
        if (!again.isOk() && again.status() < 500) {
          throw again.failure();
        }
      } else if (!answer.isOk() && answer.status() < 500) {
        throw answer.failure();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "WAIT_TIMED_OUT",
            transaction.id()
                + " has not "
                + confirmations
                + " confirmations after "
                + timeoutSeconds
                + " s",
            "ask later: ./cairn transaction " + transaction.id());
      }
      pause();
    }
  }

  private static void pause() throws CommandFailure {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.TIMED_OUT, "INTERRUPTED", "interrupted while waiting", "");
    }
  }
}
