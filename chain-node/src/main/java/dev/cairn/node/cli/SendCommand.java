package dev.cairn.node.cli;

import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pays somebody. */
@Command(
    name = "send",
    description =
        "Sends coins to an address. The key stays here: the node gets the signed text only.",
    footer = {
      "",
      "Amounts are whole numbers of the smallest unit.",
      "",
      "Example:",
      "  ./cairn send cairn1... 1000",
      "  ./cairn send cairn1... 1000 --fee 5 --wait 3"
    })
final class SendCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private final Submission submission = new Submission();

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who gets it.")
  private String address = "";

  @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, at least 1.")
  private String amount = "";

  SendCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() throws CommandFailure {
    Amount units = Arguments.amount("AMOUNT", amount);
    if (units.isZero()) {
      throw Arguments.wrong("a transfer of 0 moves nothing", "give an amount of at least 1");
    }
    Transfer transfer = new Transfer(Arguments.address(address), units);
    client.print(submission.submit(client, transfer.payload()));
    return ExitCode.OK.number();
  }
}
