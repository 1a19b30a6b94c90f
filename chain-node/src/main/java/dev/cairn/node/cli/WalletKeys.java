package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.node.wallet.SendingTurn;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.util.Optional;

/** Uses the keys in the data directory. */
final class WalletKeys {

  /** How long a command waits for others with the same key. */
  private static final long TURN_SECONDS = 60;

  private static final long TURN_POLL_MILLIS = 20;

  private WalletKeys() {}

  /** Something done with a wallet. */
  interface Use<T> {
    T with(Wallet wallet) throws IOException;
  }

  static <T> T use(ClientOptions client, Use<T> use) throws CommandFailure {
    Wallet wallet = client.wallet();
    return use(() -> use.with(wallet));
  }

  /** Something done with a file of a wallet. */
  interface FileUse<T> {
    T get() throws IOException;
  }

  static <T> T use(FileUse<T> use) throws CommandFailure {
    try {
      return use.get();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.DATA_UNUSABLE, "KEY_UNUSABLE", String.valueOf(e.getMessage()), "");
    }
  }

  /** The turn to send with a key; waits while another command has it. */
  static SendingTurn turn(ClientOptions client, PublicKey address, NetworkId network)
      throws CommandFailure {
    Deadline deadline = Deadline.in(TURN_SECONDS);
    boolean isTold = false;
    while (true) {
      Optional<SendingTurn> turn = use(client, wallet -> wallet.tryTurn(address, network));
      if (turn.isPresent()) {
        return turn.get();
      }
      if (deadline.isOver()) {
        throw new CommandFailure(
            ExitCode.DATA_UNUSABLE,
            "KEY_BUSY",
            "another command has been sending with this key for " + TURN_SECONDS + " s",
            "see what it waits for, or end it; nothing was sent by this one");
      }
      if (!isTold) {
        client.remark("another command is sending with this key; this one is next");
        isTold = true;
      }
      Deadline.pause(TURN_POLL_MILLIS);
    }
  }

  /** The given address, else the main one; a wallet without keys is refused. */
  static PublicKey mainAddress(ClientOptions client, Optional<PublicKey> given)
      throws CommandFailure {
    Optional<PublicKey> address = given.isPresent() ? given : use(client, Wallet::mainAddress);
    return address.orElseThrow(() -> noKey(client));
  }

  /** The key of the given address, else the main one. */
  static KeyPair key(ClientOptions client, Optional<PublicKey> given) throws CommandFailure {
    PublicKey address = mainAddress(client, given);
    return use(client, wallet -> wallet.key(address))
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.DATA_UNUSABLE,
                    "KEY_MISSING",
                    "no key of " + address + " in this wallet",
                    "./cairn wallet list shows the addresses in it; --data names another one"));
  }

  private static CommandFailure noKey(ClientOptions client) {
    String where;
    try {
      where = client.settings().data().toString();
    } catch (CommandFailure e) {
      where = "the data directory";
    }
    return new CommandFailure(
        ExitCode.DATA_UNUSABLE,
        "KEY_MISSING",
        "there is no key in " + where,
        "./cairn wallet address makes one; --data names another directory");
  }
}
