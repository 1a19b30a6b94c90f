package dev.cairn.node.cli;

import dev.cairn.node.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** All commands together. */
@Command(
    name = "cairn",
    description = "A proof-of-work ledger that a group of machines keeps together.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = CairnCommand.Release.class,
    footer = {
      "",
      "Example:",
      "  ./cairn run                    on each machine; then http://127.0.0.1:7070",
      "  ./cairn status",
      "  ./cairn send cairn1... 1000 --wait 1",
      "  ./cairn COMMAND --help         has examples for each"
    })
final class CairnCommand {

  @SuppressWarnings("unused") // picocli answers it by itself, as the next one
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the release.")
  private boolean version;

  private CairnCommand() {}

  /** What {@code --version} shows. */
  static final class Release implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"cairn " + Version.TEXT + ", Java " + Runtime.version()};
    }
  }

  /** The command line with everything in it. */
  static CommandLine build(Surroundings surroundings) {
    CommandLine root = new CommandLine(new CairnCommand());
    root.addSubcommand(new RunCommand(surroundings));
    root.addSubcommand(new Asking.Status(client(surroundings)));
    root.addSubcommand(new Asking.Peers(client(surroundings)));
    root.addSubcommand(new Asking.Block(client(surroundings)));
    root.addSubcommand(new Asking.Transaction(client(surroundings)));
    root.addSubcommand(new Asking.Account(client(surroundings)));
    root.addSubcommand(new Asking.Mempool(client(surroundings)));
    root.addSubcommand(
        new CommandLine(WalletCommand.group())
            .addSubcommand(new WalletCommand.Address(client(surroundings)))
            .addSubcommand(new WalletCommand.Balance(client(surroundings)))
            .addSubcommand(new WalletCommand.Listing(client(surroundings)))
            .addSubcommand(new WalletCommand.New(client(surroundings))));
    root.addSubcommand(new SendCommand(client(surroundings)));
    root.addSubcommand(
        new CommandLine(RecordCommand.group())
            .addSubcommand(new RecordCommand.Put(client(surroundings)))
            .addSubcommand(new RecordCommand.Verify(client(surroundings))));
    root.addSubcommand(
        new CommandLine(NetworkCommand.group())
            .addSubcommand(new NetworkCommand.Create(client(surroundings)))
            .addSubcommand(new NetworkCommand.Show(client(surroundings))));
    root.addSubcommand(new BenchCommand(client(surroundings)));
    root.addSubcommand(new TrainCommand(surroundings));
    return root;
  }

  private static ClientOptions client(Surroundings surroundings) {
    return new ClientOptions(surroundings);
  }
}
