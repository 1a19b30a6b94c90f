package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.TransactionId;
import dev.cairn.node.wallet.SendingTurn;
import java.util.List;
import java.util.Optional;

/**
 * Hands a transaction to the node so that it counts once, whatever fails meanwhile: the same bytes
 * are sent again, and what got no answer is remembered for the next command with the key.
 */
final class Handover {

  /** Commands elsewhere with a copy of the key may take the sequence that was just read. */
  private static final int SEQUENCES_MAX = 8;

  /** The same bytes are sent so often: for 6 s, if the node says at once that it cannot. */
  private static final int ATTEMPTS = 6;

  /** Nor longer than this, if it says nothing. */
  private static final long PATIENCE_SECONDS = 60;

  private static final long PAUSE_MILLIS = 250;
  private static final long PAUSE_MILLIS_MAX = 2_000;

  private final ClientOptions client;
  private final Api api;
  private final SendingTurn turn;
  private final KeyPair key;
  private final NetworkId network;
  private final Payload payload;
  private boolean isInDoubt;

  /** What the node has taken, and the answer that says so. */
  record Taken(Transaction transaction, Answer answer) {}

  Handover(
      ClientOptions client,
      Api api,
      SendingTurn turn,
      KeyPair key,
      NetworkId network,
      Payload payload) {
    this.client = client;
    this.api = api;
    this.turn = turn;
    this.key = key;
    this.network = network;
    this.payload = payload;
  }

  /**
   * Signs with the next sequence and hands over; for a few attempts at least, and until the
   * deadline.
   */
  Taken handOver(Amount fee, Deadline deadline) throws CommandFailure {
    Optional<Taken> earlier = earlier();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    long sequence = sequence();
    for (int sequences = 1; ; sequences++) {
      Transaction transaction = signed(sequence, fee);
      Answer answer = post(transaction, deadline);
      if (answer.isOk()) {
        return new Taken(transaction, answer);
      }
      if (isInDoubt || sequences == SEQUENCES_MAX || !isOvertaken(answer)) {
        throw answer.failure();
      }
      long next = sequence();
      if (next == sequence) {
        throw answer.failure();
      }
      sequence = next;
    }
  }

  /**
   * What became of the transaction that got no answer last time. If the node has it and it does the
   * same, this command has nothing more to do. If the node has it not, its sequence is free, and
   * only one of both can ever get into the chain.
   */
  private Optional<Taken> earlier() throws CommandFailure {
    Optional<SendingTurn.Unanswered> unanswered = WalletKeys.use(turn::unanswered);
    if (unanswered.isEmpty()) {
      return Optional.empty();
    }
    TransactionId id = unanswered.get().id();
    Answer known = api.ask("transactions/" + id);
    if (known.reason().equals("TRANSACTION_UNKNOWN")) {
      return Optional.empty();
    } else if (!known.isOk()) {
      throw known.failure();
    }
    settle();
    Transaction same = signed(unanswered.get().sequence(), unanswered.get().fee());
    boolean isSame = same.id().equals(id);
    client.remark(
        "the node has taken "
            + id
            + ", of which the last command did not hear"
            + (isSame ? "; nothing was sent now. To send it a second time, run this again" : ""));
    return isSame ? Optional.of(new Taken(same, accepted(id))) : Optional.empty();
  }

  private Transaction signed(long sequence, Amount fee) {
    return Transaction.sign(key, network, sequence, fee, payload);
  }

  /** As the API says it. */
  private static Answer accepted(TransactionId id) {
    var json = Json.object("id", id.toString());
    return new Answer(202, Json.write(json), json, List.of());
  }

  /** The node's answer, which is no passing one. */
  private Answer post(Transaction transaction, Deadline deadline) throws CommandFailure {
    begin(transaction);
    Deadline patience = Deadline.in(PATIENCE_SECONDS);
    long pauseMillis = PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      CommandFailure why;
      try {
        Answer answer = post(api, transaction);
        if (!answer.isPassing()) {
          return settled(transaction, answer);
        }
        isInDoubt |= answer.status() >= 500 && !answer.reason().equals("STARTING");
        why = answer.failure();
      } catch (CommandFailure unreachable) {
        isInDoubt = true;
        why = unreachable;
      }
      if ((attempt >= ATTEMPTS || patience.isOver()) && deadline.isOver()) {
        throw givenUp(transaction, why);
      } else if (attempt == 1) {
        client.remark(why.detail() + "; the same transaction is sent again");
      }
      Deadline.pause(pauseMillis);
      pauseMillis = Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
    }
  }

  static Answer post(Api api, Transaction transaction) throws CommandFailure {
    return api.post("transactions", Json.object("transaction", transaction.encode().toHex()));
  }

  /** A refusal after an attempt without an answer may be one because that attempt succeeded. */
  private Answer settled(Transaction transaction, Answer answer) throws CommandFailure {
    Answer known = answer;
    if (isInDoubt && !answer.isOk()) {
      try {
        known = api.ask("transactions/" + transaction.id());
      } catch (CommandFailure unreachable) {
        throw givenUp(transaction, unreachable);
      }
      if (known.isPassing()) {
        throw givenUp(transaction, known.failure());
      }
    }
    settle();
    return known.isOk() && !answer.isOk() ? accepted(transaction.id()) : answer;
  }

  private CommandFailure givenUp(Transaction transaction, CommandFailure why)
      throws CommandFailure {
    if (!isInDoubt) {
      settle();
      return why;
    }
    return new CommandFailure(
        ExitCode.IN_DOUBT,
        "TRANSACTION_IN_DOUBT",
        "the node may have taken transaction " + transaction.id() + ", or not: " + why.detail(),
        "./cairn transaction "
            + transaction.id()
            + " tells; the same command again finishes this one and does not pay twice");
  }

  private void begin(Transaction transaction) throws CommandFailure {
    var unanswered =
        new SendingTurn.Unanswered(transaction.id(), transaction.sequence(), transaction.fee());
    WalletKeys.use(
        () -> {
          turn.begin(unanswered);
          return true;
        });
  }

  private void settle() throws CommandFailure {
    WalletKeys.use(
        () -> {
          turn.settle();
          return true;
        });
  }

  private static boolean isOvertaken(Answer answer) {
    String reason = answer.failure().code();
    return reason.equals(MempoolRule.SEQUENCE_USED.name())
        || reason.equals(MempoolRule.REPLACEMENT_FEE_TOO_LOW.name());
  }

  private long sequence() throws CommandFailure {
    return api.get("accounts/" + key.publicKey().toAddress())
        .object("pending")
        .needed("sequence", Amount::parse)
        .units();
  }
}
