package dev.cairn.node.config;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.network.NetworkFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns settings into what a node needs, and refuses what makes no sense. */
final class NodeConfigReader {

  /** More than any machine has, and few enough to be started by mistake. */
  private static final int THREADS_MAX = 256;

  private static final int NETWORK_FILE_BYTES_MAX = 16 << 20;
  private static final int SECRET_FILE_BYTES_MAX = 4096;
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern THREADS = Pattern.compile("[0-9]{1,9}");

  private final Settings settings;

  NodeConfigReader(Settings settings) {
    this.settings = settings;
  }

  NodeConfig read(Optional<String> apiToken) throws Refusal {
    InetSocketAddress api = api();
    if (!api.getAddress().isLoopbackAddress() && apiToken.isEmpty()) {
      throw new Refusal(
          SettingFault.API_TOKEN_MISSING,
          settings.given(Setting.API).map(Said::place).orElse("api")
              + ": "
              + api.getAddress().getHostAddress()
              + " can be reached by others",
          "a loopback address, or a token");
    }
    return new NodeConfig(
        network(),
        settings.data(),
        listen(),
        api,
        apiToken,
        joins(),
        new NodeConfig.Mining(threads(), recipient()),
        !isSet(Setting.NO_DISCOVERY),
        interfaces(),
        secret(),
        stratum());
  }

  private NetworkChoice network() throws Refusal {
    Optional<Said> given = settings.given(Setting.NETWORK);
    if (given.isEmpty()) {
      return new NetworkChoice.FindOrFound();
    }
    Said said = given.get();
    if (said.value().equals("dev")) {
      return new NetworkChoice.Fixed(NetworkParameters.dev());
    }
    if (ID.matcher(said.value()).matches()) {
      return new NetworkChoice.ById(Refusal.orRefuse(NetworkId.parse(said.value()), said.place()));
    }
    if (!Files.exists(said.path())) {
      throw said.wrong(
          "'" + said.value() + "'", "a network file, the word dev, or an id of 64 digits");
    }
    String text = SmallFile.read(said.place(), said.path(), NETWORK_FILE_BYTES_MAX);
    return new NetworkChoice.Fixed(
        Refusal.orRefuse(NetworkFile.parse(text), said.place() + ": " + said.path()));
  }

  private InetSocketAddress listen() throws Refusal {
    Optional<Said> given = settings.given(Setting.LISTEN);
    return given.isPresent()
        ? HostPort.parse(given.get(), given.get().value(), 0)
        : new InetSocketAddress(NodeConfig.LISTEN_PORT);
  }

  private InetSocketAddress api() throws Refusal {
    Optional<Said> given = settings.given(Setting.API);
    return given.isPresent()
        ? HostPort.parse(given.get(), given.get().value(), 0)
        : new InetSocketAddress(NodeConfig.loopback(), NodeConfig.API_PORT);
  }

  private Optional<InetSocketAddress> stratum() throws Refusal {
    Optional<Said> given = settings.given(Setting.STRATUM);
    return given.isPresent()
        ? Optional.of(HostPort.parse(given.get(), given.get().value(), 0))
        : Optional.empty();
  }

  private List<InetSocketAddress> joins() throws Refusal {
    List<InetSocketAddress> joins = new ArrayList<>();
    Said said = settings.given(Setting.JOIN).orElse(null);
    if (said != null) {
      for (String text : said.values()) {
        joins.add(HostPort.parse(said, text, 1));
      }
    }
    return joins;
  }

  private int threads() throws Refusal {
    Said said = settings.given(Setting.MINE).orElse(null);
    if (said == null) {
      return 1;
    }
    if (said.value().equals("off")) {
      return 0;
    }
    int threads = THREADS.matcher(said.value()).matches() ? Integer.parseInt(said.value()) : 0;
    if (threads < 1 || threads > THREADS_MAX) {
      throw said.wrong("'" + said.value() + "'", "1 to " + THREADS_MAX + ", or off");
    }
    return threads;
  }

  private Optional<PublicKey> recipient() throws Refusal {
    Optional<Said> given = settings.given(Setting.MINE_TO);
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Refusal.orRefuse(PublicKey.parseAddress(given.get().value()), given.get().place()));
  }

  private boolean isSet(Setting flag) throws Refusal {
    Said said = settings.given(flag).orElse(null);
    if (said == null || said.value().equals("false")) {
      return false;
    }
    if (!said.value().equals("true")) {
      throw said.wrong("'" + said.value() + "'", "true or false");
    }
    return true;
  }

  private List<String> interfaces() throws Refusal {
    Said said = settings.given(Setting.INTERFACES).orElse(null);
    if (said == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String value : said.values()) {
      names.addAll(Texts.commaSeparated(value));
    }
    if (names.isEmpty()) {
      throw said.wrong("no name", "names of interfaces with commas between them");
    }
    return names;
  }

  private Optional<NetworkSecret> secret() throws Refusal {
    Said said = settings.given(Setting.SECRET_FILE).orElse(null);
    if (said == null) {
      return Optional.empty();
    }
    String text = SmallFile.readPrivate(said.place(), said.path(), SECRET_FILE_BYTES_MAX);
    return Optional.of(
        Refusal.orRefuse(NetworkSecret.parse(text), said.place() + ": " + said.path()));
  }
}
