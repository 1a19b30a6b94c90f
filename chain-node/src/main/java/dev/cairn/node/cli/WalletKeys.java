package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.PublicKey;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.util.Optional;

/** Uses the keys in the data directory. */
final class WalletKeys {

  private WalletKeys() {}

  /** Something done with a wallet. */
  interface Use<T> {
    T with(Wallet wallet) throws IOException;
  }

  static <T> T use(ClientOptions client, Use<T> use) throws CommandFailure {
    try {
      return use.with(client.wallet());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.DATA_UNUSABLE, "KEY_UNUSABLE", String.valueOf(e.getMessage()), "");
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
