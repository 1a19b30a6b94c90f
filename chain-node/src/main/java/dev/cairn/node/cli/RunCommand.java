package dev.cairn.node.cli;

import dev.cairn.node.NodeConfig;
import dev.cairn.node.config.Said;
import dev.cairn.node.config.Setting;
import dev.cairn.node.config.Settings;
import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node. */
@Command(
    name = "run",
    description =
        "Runs a node: finds the network of this LAN, or founds one, mines, and serves the API.",
    footer = {
      "",
      "Each option is also an environment variable (CAIRN_MINE_TO for --mine-to, lists with"
          + " commas)",
      "and a key of the file that --config names, else of DIR/cairn.toml (mine-to ="
          + " \"cairn1...\").",
      "The command line counts before the environment, and that before the file.",
      "With --json, stdout carries one line when the node is ready and one when it has stopped.",
      "",
      "Example:",
      "  ./cairn run",
      "  ./cairn run --network dev --no-discovery --api 127.0.0.1:0 --json",
      "  ./cairn run --join 192.168.1.5:7771 --mine off"
    })
final class RunCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--network",
      paramLabel = "FILE|dev|ID",
      description =
          "Which network: a file of parameters, the public test network, or an id to look for."
              + " Else the last one, else the one on this LAN, else a new one.")
  private @Nullable String network;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "For keys, chain and log; default $$XDG_DATA_HOME/cairn, or ~/.local/share/cairn.")
  private @Nullable String data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where peers connect to; default port 7771 of all addresses, 0 for a free port.")
  private @Nullable String listen;

  @Option(
      names = "--api",
      paramLabel = "HOST:PORT",
      description = "Where the API answers; default 127.0.0.1:7070, 0 for a free port.")
  private @Nullable String api;

  @Option(
      names = "--stratum",
      paramLabel = "HOST:PORT",
      description = "Where miners get work by Stratum v1; default none, 0 for a free port.")
  private @Nullable String stratum;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      description = "Dial this node; may be given again.")
  private @Nullable List<String> join;

  @Option(
      names = "--mine",
      paramLabel = "THREADS|off",
      description = "With how many threads to mine; default 1.")
  private @Nullable String mine;

  @Option(
      names = "--mine-to",
      paramLabel = "ADDRESS",
      description = "Who gets the rewards; default the main address of the wallet.")
  private @Nullable String mineTo;

  @Option(
      names = "--no-discovery",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Neither look for others on the LAN nor be found there.")
  private @Nullable String noDiscovery;

  @Option(
      names = "--interfaces",
      paramLabel = "LIST",
      description = "Use these interfaces for discovery too, with commas between their names.")
  private @Nullable String interfaces;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Has the secret of a closed network; only its owner may read it.")
  private @Nullable String secretFile;

  @Option(
      names = "--api-token-file",
      paramLabel = "FILE",
      description =
          "Has the token that clients must show, needed beyond this machine; else"
              + " CAIRN_API_TOKEN.")
  private @Nullable String apiTokenFile;

  @Option(names = "--config", paramLabel = "FILE", description = "A TOML file with these settings.")
  private @Nullable String config;

  @Option(names = "--json", description = "Print events as JSON on stdout.")
  private boolean json;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Miners with a libcurl of 2023 and before name a length besides sending chunks. Unless it is
   * told so, Netty refuses that; told so it goes by the chunks, and closes the connection after
   * them.
   */
  private static void admitOldMiners() {
    String strict = "io.netty.handler.codec.http.rfc9112TransferEncoding";
    if (System.getProperty(strict) == null) {
      System.setProperty(strict, "false");
    }
  }

  @Override
  public Integer call() {
    admitOldMiners();
    RunEvents events = new RunEvents(surroundings, json);
    try (Ending ending = Ending.listen(events)) {
      return run(events, ending).number();
    }
  }

  private ExitCode run(RunEvents events, Ending ending) {
    try {
      NodeConfig nodeConfig = nodeConfig(events);
      makeDataDirectory(nodeConfig);
      ending.waitForMe();
      return new NodeProcess(nodeConfig, events, ending).run();
    } catch (CommandFailure failure) {
      events.remark(Failures.text(failure));
      return ending.because(failure.exitCode(), failure.code());
    }
  }

  private NodeConfig nodeConfig(RunEvents events) throws CommandFailure {
    Settings settings =
        CommandFailure.orThrow(
            ExitCode.CONFIG_WRONG,
            Settings.merge(said(), surroundings.environment(), surroundings.home()));
    settings.remarks().forEach(remark -> events.remark("cairn: " + remark));
    return CommandFailure.orThrow(ExitCode.CONFIG_WRONG, settings.nodeConfig());
  }

  private List<Said> said() {
    List<Said> options = new ArrayList<>();
    add(options, Setting.NETWORK, network);
    add(options, Setting.DATA, data);
    add(options, Setting.LISTEN, listen);
    add(options, Setting.API, api);
    add(options, Setting.STRATUM, stratum);
    add(options, Setting.MINE, mine);
    add(options, Setting.MINE_TO, mineTo);
    add(options, Setting.NO_DISCOVERY, noDiscovery);
    add(options, Setting.INTERFACES, interfaces);
    add(options, Setting.SECRET_FILE, secretFile);
    add(options, Setting.API_TOKEN_FILE, apiTokenFile);
    add(options, Setting.CONFIG, config);
    if (join != null) {
      options.add(Said.byOption(Setting.JOIN, join));
    }
    return options;
  }

  private static void add(List<Said> options, Setting setting, @Nullable String value) {
    if (value != null) {
      options.add(Said.byOption(setting, List.of(value)));
    }
  }

  /** Before all else, for the log is in there. */
  private static void makeDataDirectory(NodeConfig config) throws CommandFailure {
    try {
      DurableFiles.makeDirectories(config.data());
      if (!Files.isWritable(config.data())) {
        throw new IOException("this user cannot write there");
      }
      for (String name : LogFiles.names()) {
        Path log = config.data().resolve(name);
        if (Files.exists(log) && !Files.isRegularFile(log)) {
          throw new IOException(log + " is no file");
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.DATA_UNUSABLE,
          "DATA_UNUSABLE",
          config.data() + " cannot be the data directory: " + e.getMessage(),
          "give --data a directory that this user can write to");
    }
  }
}
