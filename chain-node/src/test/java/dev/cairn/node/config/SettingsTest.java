package dev.cairn.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.network.NetworkFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {

  private static final String ADDRESS = DevKey.keyPair().publicKey().toAddress();

  @TempDir private Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Said> options = new ArrayList<>();
  private Path data;

  @BeforeEach
  void chooseAFolderWithSpacesAndMore() throws IOException {
    data = Files.createDirectory(folder.resolve("my däta"));
    options.add(Said.byOption(Setting.DATA, List.of(data.toString())));
  }

  private void option(Setting setting, String... values) {
    options.add(Said.byOption(setting, List.of(values)));
  }

  private void file(String text) throws IOException {
    Files.writeString(data.resolve(Settings.FILE_NAME), text);
  }

  private Path privateFile(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Checked<NodeConfig> read() {
    return Settings.merge(options, environment, folder).then(Settings::nodeConfig);
  }

  private Rejection refusal() {
    return read().rejection().orElseThrow();
  }

  @Test
  void hasADefaultForEverything() throws Exception {
    NodeConfig config = read().value();
    assertThat(config.network()).isInstanceOf(NetworkChoice.FindOrFound.class);
    assertThat(config.data()).isEqualTo(data);
    assertThat(config.listen()).isEqualTo(new InetSocketAddress(7771));
    assertThat(config.stratum()).isEmpty();
    assertThat(config.api()).isEqualTo(new InetSocketAddress(address("127.0.0.1"), 7070));
    assertThat(config.apiToken()).isEmpty();
    assertThat(config.joins()).isEmpty();
    assertThat(config.mining().threads()).isEqualTo(1);
    assertThat(config.mining().recipient()).isEmpty();
    assertThat(config.discovery()).isTrue();
    assertThat(config.interfaces()).isEmpty();
    assertThat(config.secret()).isEmpty();
  }

  @Test
  void findsTheDataDirectoryAsTheXdgSpecificationSays() {
    options.clear();
    assertThat(read().value().data()).isEqualTo(folder.resolve(".local/share/cairn"));
    environment.put("XDG_DATA_HOME", "relative");
    assertThat(read().value().data()).isEqualTo(folder.resolve(".local/share/cairn"));
    environment.put("XDG_DATA_HOME", data.toString());
    assertThat(read().value().data()).isEqualTo(data.resolve("cairn"));
    environment.put("CAIRN_DATA", folder.resolve("elsewhere").toString());
    assertThat(read().value().data()).isEqualTo(folder.resolve("elsewhere"));
  }

  @Test
  void prefersTheCommandLineToTheEnvironmentToTheFile() throws Exception {
    file("mine = 3\nlisten = '127.0.0.1:3'\napi = '127.0.0.1:3'");
    environment.put("CAIRN_MINE", "2");
    environment.put("CAIRN_LISTEN", "127.0.0.1:2");
    option(Setting.LISTEN, "127.0.0.1:1");
    NodeConfig config = read().value();
    assertThat(config.api().getPort()).isEqualTo(3);
    assertThat(config.mining().threads()).isEqualTo(2);
    assertThat(config.listen().getPort()).isEqualTo(1);
  }

  @Test
  void takesAnEmptyVariableForNone() {
    environment.put("CAIRN_MINE", "");
    assertThat(read().value().mining().threads()).isEqualTo(1);
  }

  @Test
  void readsEverythingFromAFile() throws Exception {
    NetworkSecret secret = NetworkSecret.of(new byte[32]);
    privateFile("secret", secret.reveal() + "\n");
    privateFile("token", "0123456789abcdef\n");
    Files.writeString(folder.resolve("network.json"), NetworkFile.write(NetworkParameters.dev()));
    Path file =
        Files.writeString(
            folder.resolve("all.toml"),
            """
            # A comment
            network = "network.json"
            data = "elsewhere"
            listen = "0.0.0.0:0"
            stratum = "0.0.0.0:3333"
            "api" = "[::1]:8080"
            join = ["127.0.0.1:1", "[fe80::1]:65535"]
            mine = "off"
            mine-to = "%s"
            no-discovery = true
            interfaces = ["eth0", "wg0"]
            secret-file = "secret"
            api-token-file = "token"
            """
                .formatted(ADDRESS));
    options.clear();
    option(Setting.CONFIG, file.toString());
    NodeConfig config = read().value();
    assertThat(config.network()).isEqualTo(new NetworkChoice.Fixed(NetworkParameters.dev()));
    assertThat(config.data()).isEqualTo(folder.resolve("elsewhere"));
    assertThat(config.listen()).isEqualTo(new InetSocketAddress(address("0.0.0.0"), 0));
    assertThat(config.stratum()).contains(new InetSocketAddress(address("0.0.0.0"), 3333));
    assertThat(config.api()).isEqualTo(new InetSocketAddress(address("::1"), 8080));
    assertThat(config.joins())
        .containsExactly(
            new InetSocketAddress(address("127.0.0.1"), 1),
            new InetSocketAddress(address("fe80::1"), 65535));
    assertThat(config.mining().threads()).isZero();
    assertThat(config.mining().recipient()).contains(DevKey.keyPair().publicKey());
    assertThat(config.discovery()).isFalse();
    assertThat(config.interfaces()).containsExactly("eth0", "wg0");
    assertThat(config.secret().orElseThrow().reveal()).isEqualTo(secret.reveal());
    assertThat(config.apiToken()).contains("0123456789abcdef");
  }

  @Test
  void readsListsFromTheEnvironmentWithCommas() {
    environment.put("CAIRN_JOIN", "127.0.0.1:1, 127.0.0.2:2");
    environment.put("CAIRN_INTERFACES", "a,b");
    environment.put("CAIRN_NO_DISCOVERY", "true");
    environment.put("CAIRN_MINE_TO", ADDRESS);
    NodeConfig config = read().value();
    assertThat(config.joins()).extracting(InetSocketAddress::getPort).containsExactly(1, 2);
    assertThat(config.interfaces()).containsExactly("a", "b");
    assertThat(config.discovery()).isFalse();
    assertThat(config.mining().recipient()).isPresent();
  }

  @Test
  void readsANetworkByNameOrId() {
    option(Setting.NETWORK, "dev");
    assertThat(read().value().network())
        .isEqualTo(new NetworkChoice.Fixed(NetworkParameters.dev()));
    NetworkId id = NetworkParameters.dev().id();
    option(Setting.NETWORK, id.toString());
    assertThat(read().value().network()).isEqualTo(new NetworkChoice.ById(id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MINE | 0 | --mine: '0'",
        "MINE | 257 | --mine: '257'",
        "MINE | -1 | --mine: '-1'",
        "MINE | 2 threads | --mine: '2 threads'",
        "LISTEN | 127.0.0.1:65536 | --listen: port 65536",
        "LISTEN | 127.0.0.1 | --listen: '127.0.0.1'",
        "LISTEN | :7771 | --listen: ':7771'",
        "LISTEN | ::1:7771 | --listen: '::1:7771'",
        "LISTEN | [127.0.0.1]:1 | --listen: '[127.0.0.1]:1'",
        "LISTEN | 127.1:7771 | --listen: '127.1:7771'",
        "LISTEN | 256.0.0.1:7771 | --listen: '256.0.0.1:7771'",
        "LISTEN | 127.0.0.1:7771x | --listen: '127.0.0.1:7771x'",
        "LISTEN | [::g]:1 | --listen: '[::g]:1'",
        "LISTEN | a..b:1 | --listen: 'a..b:1'",
        "JOIN | 127.0.0.1:0 | --join: port 0",
        "NO_DISCOVERY | yes | --no-discovery: 'yes'",
        "INTERFACES | , | --interfaces: no name",
        "NETWORK | nowhere.json | --network: 'nowhere.json'",
      })
  void refusesAWrongValueAndSaysWhereItIsFrom(Setting setting, String value, String got) {
    option(setting, value);
    assertThat(refusal().reason()).isEqualTo(SettingFault.SETTING_WRONG);
    assertThat(refusal().got()).isEqualTo(got);
  }

  @Test
  void takesTheGreatestNumbersThereAre() {
    option(Setting.MINE, "256");
    option(Setting.JOIN, "127.0.0.1:65535");
    assertThat(read().value().mining().threads()).isEqualTo(256);
  }

  @Test
  void namesTheVariableOfAWrongValue() {
    environment.put("CAIRN_LISTEN", "127.0.0.1:70000");
    assertThat(refusal().got()).isEqualTo("CAIRN_LISTEN: port 70000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mine = 1\\nlitsen = '127.0.0.1:1' | SETTING_UNKNOWN | cairn.toml, line 2: 'litsen'",
        "\\n[mine-to]\\nx = 1 | SETTING_WRONG | mine-to in cairn.toml, line 2: {\"x\":1}",
        "\\n[limits]\\nx = 1 | SETTING_UNKNOWN | cairn.toml, line 2: 'limits'",
        "mine = 1\\n"
            + "# mine = 2\\n"
            + "\\n"
            + "mine = 3 | SETTING_DUPLICATE | cairn.toml, line 4: 'mine' again",
        "mine = 0.5 | SETTING_WRONG | mine in cairn.toml, line 1: 0.5",
        "mine = true | SETTING_WRONG | mine in cairn.toml, line 1: true",
        "mine = -1 | SETTING_WRONG | mine in cairn.toml, line 1: '-1'",
        "mine = 99999999999999999999 | SETTING_WRONG "
            + "| mine in cairn.toml, line 1: '99999999999999999999'",
        "listen = 7771 | SETTING_WRONG | listen in cairn.toml, line 1: 7771",
        "no-discovery = 'true' | SETTING_WRONG | no-discovery in cairn.toml, line 1: \"true\"",
        "join = 'a:1' | SETTING_WRONG | join in cairn.toml, line 1: \"a:1\"",
        "join = [1] | SETTING_WRONG | join in cairn.toml, line 1: [1]",
        "listen = '127.0.0.1:70000' | SETTING_WRONG | listen in cairn.toml, line 1: port 70000",
        "data = '/tmp' | SETTING_NOT_HERE | cairn.toml, line 1: 'data'",
        "config = 'x' | SETTING_NOT_HERE | cairn.toml, line 1: 'config'",
        "mine 1 | CONFIG_FILE_MALFORMED | cairn.toml, line 1: Unknown token",
      })
  void refusesAWrongFileByKeyAndLine(String text, String code, String got) throws IOException {
    file(text.replace("\\n", "\n"));
    assertThat(refusal().code()).isEqualTo(code);
    assertThat(refusal().got()).startsWith(got);
  }

  @Test
  void guessesWhatAnUnknownKeyMeans() throws IOException {
    file("litsen = 1");
    assertThat(refusal().expected()).isEqualTo("perhaps 'listen'");
    file("color = 1");
    assertThat(refusal().expected()).isEqualTo("a known key");
  }

  @Test
  void remarksOnVariablesThatMeanNothing() {
    environment.put("CAIRN_NETWROK", "x");
    environment.put("CAIRN_JAVA", "x");
    environment.put("CAIRN_MINE", "1");
    environment.put("OTHER", "x");
    assertThat(Settings.merge(options, environment, folder).value().remarks())
        .containsExactly(
            "the environment variable CAIRN_NETWROK means nothing to cairn;"
                + " perhaps CAIRN_NETWORK?");
  }

  @Test
  void refusesAMissingFileADirectoryAndABigOne() throws IOException {
    option(Setting.CONFIG, folder.resolve("none.toml").toString());
    assertThat(refusal().got()).startsWith("--config: ").endsWith("none.toml does not exist");
    option(Setting.CONFIG, folder.toString());
    assertThat(refusal().got()).endsWith(" is no regular file");
    Path big = Files.writeString(folder.resolve("big.toml"), "#".repeat((1 << 20) + 1));
    option(Setting.CONFIG, big.toString());
    assertThat(refusal().got()).endsWith(" has more than 1048576 bytes");
    Files.write(big, new byte[] {(byte) 0xff});
    assertThat(refusal().got()).endsWith(" is not UTF-8");
    assertThat(refusal().reason()).isEqualTo(SettingFault.FILE_UNREADABLE);
  }

  @Test
  void refusesASecretThatOthersCanRead() throws IOException {
    Path secret = privateFile("secret", NetworkSecret.of(new byte[32]).reveal());
    option(Setting.SECRET_FILE, secret.toString());
    assertThat(read().isPassed()).isTrue();
    for (String mode : List.of("rw-r-----", "rw----r--", "rwx------", "rw--w----")) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(mode));
      assertThat(refusal().reason()).isEqualTo(SettingFault.FILE_NOT_PRIVATE);
    }
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    assertThat(read().isPassed()).isTrue();
  }

  @Test
  void neverShowsTheSecret() throws IOException {
    String text = NetworkSecret.of(new byte[32]).reveal();
    String spoilt = text.substring(0, text.length() - 1);
    option(Setting.SECRET_FILE, privateFile("secret", spoilt).toString());
    assertThat(refusal().toString()).doesNotContain(spoilt.substring(12, 30));
  }

  @Test
  void wantsATokenWhereOthersCanReachTheApi() throws IOException {
    option(Setting.API, "0.0.0.0:0");
    assertThat(refusal().reason()).isEqualTo(SettingFault.API_TOKEN_MISSING);
    environment.put(Settings.TOKEN_VARIABLE, "0123456789abcdef");
    assertThat(read().value().apiToken()).contains("0123456789abcdef");
    option(Setting.API_TOKEN_FILE, privateFile("token", "fedcba9876543210").toString());
    assertThat(read().value().apiToken()).contains("fedcba9876543210");
  }

  @Test
  void refusesATokenThatIsTooShortAndDoesNotShowIt() {
    environment.put(Settings.TOKEN_VARIABLE, "0123456789abcde");
    assertThat(refusal().toString()).contains("15 characters").doesNotContain("0123");
    environment.put(Settings.TOKEN_VARIABLE, "0123456789 abcdef");
    assertThat(refusal().toString()).doesNotContain("0123");
    environment.put(Settings.TOKEN_VARIABLE, "x".repeat(257));
    assertThat(refusal().got()).contains("257 characters");
  }

  @Test
  void refusesANetworkFileThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("network.json"), "{\"name\":1,\"name\":2}");
    option(Setting.NETWORK, file.toString());
    assertThat(refusal().code()).isEqualTo("NETWORK_FILE_KEY_DUPLICATE");
    assertThat(refusal().got()).startsWith("--network: " + file + ": \"name\" again at line 1");
  }

  private static InetAddress address(String literal) throws IOException {
    return InetAddress.getByName(literal);
  }
}
