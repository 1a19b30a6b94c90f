package dev.cairn.node.cli;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.PublicKey;
import dev.cairn.node.wallet.Wallet;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The keys in the data directory. */
@Command(
    name = "wallet",
    description = "The keys in the data directory: addresses, balances, new ones.",
    footer = {
      "",
      "The keys are files that only you can read. They are not encrypted: a copy of one is all"
          + " that",
      "it takes to spend, and when all copies are lost, so is what the address has.",
      "",
      "Example:",
      "  ./cairn wallet address"
    },
    synopsisSubcommandLabel = "COMMAND")
final class WalletCommand {

  private WalletCommand() {}

  static WalletCommand group() {
    return new WalletCommand();
  }

  @Command(
      name = "address",
      description = "Shows the main address: rewards go there, payments come from there.",
      footer = {
        "",
        "Makes the key when there is none.",
        "",
        "Example:",
        "  ./cairn wallet address"
      })
  static final class Address implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    Address(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      Wallet wallet = client.wallet();
      boolean isNew = !Files.exists(wallet.mainKeyFile());
      KeyPair key = WalletKeys.use(client, Wallet::mainKey);
      if (isNew) {
        client.surroundings().err().print(KeyNotice.text(wallet.mainKeyFile()));
      }
      printAddress(client, key.publicKey());
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "balance",
      description = "Shows what an address of the wallet has.",
      footer = {"", "Example:", "  ./cairn wallet balance"})
  static final class Balance implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(
        paramLabel = "ADDRESS",
        arity = "0..1",
        description = "Which address; the main one when it is left out.")
    private @Nullable String address;

    Balance(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      Optional<PublicKey> given =
          address == null ? Optional.empty() : Optional.of(Arguments.address(address));
      PublicKey whose = WalletKeys.mainAddress(client, given);
      client.print(client.api().get("accounts/" + whose.toAddress()));
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "list",
      description = "Lists all addresses of the wallet, the main one first.",
      footer = {"", "Example:", "  ./cairn wallet list"})
  static final class Listing implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    Listing(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      List<PublicKey> addresses = WalletKeys.use(client, Wallet::addresses);
      if (addresses.isEmpty()) {
        client.remark("no keys yet; ./cairn wallet address makes one");
      }
      if (client.isJson()) {
        List<Map<String, ?>> list = new ArrayList<>();
        addresses.forEach(address -> list.add(Json.object("address", address.toAddress())));
        client.surroundings().out().print(Json.write(list) + "\n");
      } else {
        addresses.forEach(address -> client.say(address.toAddress()));
      }
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "new",
      description = "Makes one more key and shows its address.",
      footer = {"", "Example:", "  ./cairn wallet new"})
  static final class New implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    New(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      printAddress(client, WalletKeys.use(client, Wallet::create));
      return ExitCode.OK.number();
    }
  }

  private static void printAddress(ClientOptions client, PublicKey address) {
    if (client.isJson()) {
      client.print(Json.object("address", address.toAddress()));
    } else {
      client.say(address.toAddress());
    }
  }
}
