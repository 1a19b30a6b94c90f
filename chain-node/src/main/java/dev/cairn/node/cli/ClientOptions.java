package dev.cairn.node.cli;

import dev.cairn.node.NodeConfig;
import dev.cairn.node.config.Said;
import dev.cairn.node.config.Setting;
import dev.cairn.node.config.Settings;
import dev.cairn.node.wallet.Wallet;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes that asks a node or uses the keys in the data directory. */
final class ClientOptions {

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "The node to ask; default http://127.0.0.1:7070.")
  private @Nullable String api;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the keys are; default $$XDG_DATA_HOME/cairn, or ~/.local/share/cairn.")
  private @Nullable String data;

  @Option(names = "--json", description = "Print the API's own object, and nothing else.")
  private boolean json;

  @Option(
      names = "--api-token-file",
      paramLabel = "FILE",
      description = "Has the token that the node's API asks for; else CAIRN_API_TOKEN.")
  private @Nullable String tokenFile;

  private final Surroundings surroundings;

  ClientOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  boolean isJson() {
    return json;
  }

  Settings settings() throws CommandFailure {
    List<Said> options = new ArrayList<>();
    add(options, Setting.API, api);
    add(options, Setting.DATA, data);
    add(options, Setting.API_TOKEN_FILE, tokenFile);
    return CommandFailure.orThrow(
        ExitCode.CONFIG_WRONG,
        Settings.merge(options, surroundings.environment(), surroundings.home()));
  }

  private static void add(List<Said> options, Setting setting, @Nullable String value) {
    if (value != null) {
      options.add(Said.byOption(setting, List.of(value)));
    }
  }

  Api api() throws CommandFailure {
    Settings settings = settings();
    Optional<String> token = CommandFailure.orThrow(ExitCode.CONFIG_WRONG, settings.apiToken());
    return new Api(url(settings.api().orElse("http://127.0.0.1:" + NodeConfig.API_PORT)), token);
  }

  /** Where to ask: a URL, or the HOST:PORT at which a node was told to listen. */
  static URI url(String text) throws CommandFailure {
    String listening =
        text.replaceFirst("^0\\.0\\.0\\.0:", "127.0.0.1:")
            .replaceFirst("^\\[::]:", "[::1]:")
            .replaceFirst(":0$", ":" + NodeConfig.API_PORT);
    String url = text.contains("://") ? text : "http://" + listening;
    try {
      URI uri = new URI(url).parseServerAuthority();
      String scheme = String.valueOf(uri.getScheme());
      boolean isBare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= 65535
          && uri.getUserInfo() == null
          && isBare
          && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "URL_WRONG",
        "--api: '" + text + "' is no address of a node",
        "write it as http://127.0.0.1:7070");
  }

  Wallet wallet() throws CommandFailure {
    return Wallet.in(settings().data(), new SecureRandom());
  }

  /** Prints an answer as it came, though on one line, or as facts for a person. */
  void print(Answer answer) {
    if (json) {
      printLine(answer.body().lines().map(String::strip).collect(Collectors.joining()));
    } else if (answer.list().isEmpty()) {
      surroundings.out().print(Rendering.facts(answer.json()));
    } else {
      surroundings.out().print(Rendering.table(answer.list()));
    }
  }

  /** Prints an object of the command's own. */
  void print(Map<String, ?> object) {
    if (json) {
      printLine(Json.write(object));
    } else {
      surroundings.out().print(Rendering.facts(object));
    }
    surroundings.out().flush();
  }

  /** Prints for a person only. */
  void say(String line) {
    if (!json) {
      printLine(line);
    }
  }

  /** Tells a person what is no part of the answer. */
  void remark(String line) {
    surroundings.err().print("cairn: " + line + "\n");
    surroundings.err().flush();
  }

  private void printLine(String line) {
    surroundings.out().print(line + "\n");
    surroundings.out().flush();
  }
}
