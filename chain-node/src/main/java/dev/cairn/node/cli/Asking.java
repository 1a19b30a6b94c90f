package dev.cairn.node.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that ask one question and show the answer. */
final class Asking {

  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern HEIGHT = Pattern.compile("[0-9]{1,10}");

  private Asking() {}

  @Command(
      name = "status",
      description = "Shows how the node is doing, and what a person should know.",
      footer = {"", "Example:", "  ./cairn status", "  ./cairn status --json"})
  static final class Status implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    Status(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      client.print(client.api().get("status"));
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "peers",
      description = "Lists the nodes that this one is linked with.",
      footer = {"", "Example:", "  ./cairn peers"})
  static final class Peers implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    Peers(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      Answer answer = client.api().get("peers");
      if (answer.list().isEmpty()) {
        client.say("no peers");
      }
      if (client.isJson()) {
        client.print(answer);
      } else {
        client.surroundings().out().print(table(answer.list()));
      }
      return ExitCode.OK.number();
    }

    /** With the long identities at the end, where they push nothing aside. */
    private static String table(List<?> peers) {
      List<Map<Object, Object>> rows = new ArrayList<>();
      for (Object peer : peers) {
        if (peer instanceof Map<?, ?> object) {
          Map<Object, Object> row = new LinkedHashMap<>(object);
          Object id = row.remove("nodeId");
          if (id != null) {
            row.put("nodeId", id);
          }
          rows.add(row);
        }
      }
      return rows.isEmpty() ? "" : Rendering.table(rows);
    }
  }

  @Command(
      name = "block",
      description = "Shows a block of the chain.",
      footer = {
        "",
        "Example:",
        "  ./cairn block 17",
        "  ./cairn block 0 --json",
        "  (0 is the genesis)"
      })
  static final class Block implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(paramLabel = "HASH|HEIGHT", description = "Which block.")
    private String block = "";

    Block(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      if (!HASH.matcher(block).matches() && !HEIGHT.matcher(block).matches()) {
        throw Arguments.wrong(
            "'" + block + "' is neither a hash nor a height",
            "give 64 hexadecimal digits, or a number");
      }
      client.print(client.api().get("blocks/" + block));
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "transaction",
      description = "Shows a transaction, and how deep it is in the chain.",
      footer = {"", "Example:", "  ./cairn transaction 4a5e1e4b...7afdeda33b"})
  static final class Transaction implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(paramLabel = "ID", description = "The transaction's id.")
    private String id = "";

    Transaction(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      if (!HASH.matcher(id).matches()) {
        throw Arguments.wrong("'" + id + "' is no id", "give 64 hexadecimal digits");
      }
      client.print(client.api().get("transactions/" + id));
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "account",
      description = "Shows what an account has, now and with what waits for a block.",
      footer = {"", "Example:", "  ./cairn account", "  ./cairn account cairn1..."})
  static final class Account implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(
        paramLabel = "ADDRESS",
        arity = "0..1",
        description = "Whose account; the wallet's main one when it is left out.")
    private @Nullable String address;

    Account(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      String whose =
          address == null
              ? WalletKeys.mainAddress(client, Optional.empty()).toAddress()
              : Arguments.address(address).toAddress();
      client.print(client.api().get("accounts/" + whose));
      return ExitCode.OK.number();
    }
  }

  @Command(
      name = "mempool",
      description = "Shows what waits for a block.",
      footer = {"", "Example:", "  ./cairn mempool"})
  static final class Mempool implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    Mempool(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      client.print(client.api().get("mempool"));
      return ExitCode.OK.number();
    }
  }
}
