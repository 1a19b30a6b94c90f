package dev.cairn.node.cli;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.node.network.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Networks as files. */
@Command(
    name = "network",
    description = "Makes a network of your own, or shows one.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  ./cairn network create ours", "  ./cairn network show"})
final class NetworkCommand {

  private NetworkCommand() {}

  static NetworkCommand group() {
    return new NetworkCommand();
  }

  @Command(
      name = "create",
      description = "Writes the file of a new network, which all its members start with.",
      footer = {
        "",
        "What is not said is as in a network that ./cairn run founds on a LAN.",
        "",
        "Example:",
        "  ./cairn network create ours",
        "  ./cairn run --network ours.json",
        "  ./cairn network create closed --secret-file closed.secret",
        "  ./cairn run --network closed.json --secret-file closed.secret"
      })
  static final class Create implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "Its name, at most 64 bytes of UTF-8.")
    private String name = "";

    @Option(names = "--file", paramLabel = "FILE", description = "Where to; default NAME.json.")
    private @Nullable Path file;

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = "Also makes a secret without which nobody can join, and writes it here.")
    private @Nullable Path secretFile;

    @Option(names = "--spacing", paramLabel = "SECONDS", description = "Between blocks.")
    private @Nullable Long spacing;

    @Option(
        names = "--half-life",
        paramLabel = "SECONDS",
        description = "How fast the difficulty answers; 0 for never. Default 60 spacings.")
    private @Nullable Long halfLife;

    @Option(
        names = "--bits",
        paramLabel = "HEX",
        description = "The first and easiest target in compact form, 8 digits.")
    private @Nullable String bits;

    @Option(names = "--block-bytes", paramLabel = "BYTES", description = "The largest block.")
    private @Nullable Long blockBytes;

    @Option(
        names = "--record-bytes",
        paramLabel = "BYTES",
        description = "The largest document that a record may carry itself.")
    private @Nullable Long recordBytes;

    @Option(names = "--subsidy", paramLabel = "AMOUNT", description = "What a block creates.")
    private @Nullable String subsidy;

    @Option(
        names = "--halving",
        paramLabel = "BLOCKS",
        description = "After how many blocks the subsidy halves; 0 for never.")
    private @Nullable Long halving;

    @Option(names = "--minimum-fee", paramLabel = "FEE", description = "Of a transaction.")
    private @Nullable String minimumFee;

    @Option(
        names = "--balance",
        paramLabel = "ADDRESS=AMOUNT",
        description = "What somebody has from the beginning; may be given again.")
    private List<String> balances = List.of();

    Create(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      NetworkParameters network = network();
      Path target = file == null ? Path.of(fileName()) : file;
      NamedFile.requireNew(target);
      if (secretFile != null) { // first: a network whose secret nobody has would be of no use
        byte[] secret = new byte[NetworkSecret.LENGTH];
        new SecureRandom().nextBytes(secret);
        NamedFile.writeSecret(secretFile, NetworkSecret.of(secret).reveal() + "\n");
      }
      try {
        NamedFile.writeNew(target, NetworkFile.write(network));
      } catch (CommandFailure failure) {
        if (secretFile != null) {
          NamedFile.remove(secretFile);
        }
        throw failure;
      }
      client.print(
          Json.object(
              "networkId", network.id().toString(),
              "name", network.name(),
              "file", target.toString(),
              "secretFile", Optional.ofNullable(secretFile).map(Path::toString)));
      return ExitCode.OK.number();
    }

    private String fileName() throws CommandFailure {
      if (!name.matches("[\\p{Alnum}][\\p{Alnum}._-]*")) {
        throw Arguments.wrong("'" + name + "' is no good name for a file", "give --file as well");
      }
      return name + ".json";
    }

    private NetworkParameters network() throws CommandFailure {
      byte[] salt = new byte[NetworkParameters.SALT_BYTES];
      new SecureRandom().nextBytes(salt);
      try {
        NetworkParameters lan =
            NetworkParameters.lan(Bytes.of(salt), new Timestamp(Instant.now().getEpochSecond()));
        return with(new NetworkParameters.Builder(name, Bytes.of(salt), lan.genesisTime()), lan);
      } catch (IllegalArgumentException broken) { // the parameters' rules, in words
        throw Arguments.wrong(
            String.valueOf(broken.getMessage()), "docs/consensus.md, section 9, has the rules");
      }
    }

    private NetworkParameters with(NetworkParameters.Builder builder, NetworkParameters lan)
        throws CommandFailure {
      long seconds = or(spacing, lan.spacingSeconds());
      long life = or(halfLife, 60 * seconds);
      long future = life == 0 ? lan.maxFutureSeconds() : Math.min(lan.maxFutureSeconds(), life / 2);
      builder.difficulty(seconds, life, future);
      builder.sizes(or(blockBytes, lan.blockBytes()), or(recordBytes, lan.recordBytes()));
      builder.subsidy(
          subsidy == null ? lan.subsidy() : Arguments.amount("--subsidy", subsidy),
          or(halving, lan.halvingInterval()));
      if (minimumFee != null) {
        builder.minimumFee(Arguments.amount("--minimum-fee", minimumFee));
      }
      if (bits != null) {
        builder.bits(Arguments.read("--bits '" + bits + "'", bits, CompactBits::parse));
      }
      for (String balance : balances) {
        int equals = balance.indexOf('=');
        PublicKey key = Arguments.address(equals < 0 ? balance : balance.substring(0, equals));
        builder.balance(key, Arguments.amount("--balance", balance.substring(equals + 1)));
      }
      return builder.build();
    }

    private static long or(@Nullable Long given, long otherwise) throws CommandFailure {
      if (given != null && (given < 0 || given > 0xffff_ffffL)) {
        throw Arguments.wrong(given + " is out of range", "give 0 to 4294967295");
      }
      return given == null ? otherwise : given;
    }
  }

  @Command(
      name = "show",
      description = "Shows the parameters of the node's network, or of a network file.",
      footer = {
        "",
        "Example:",
        "  ./cairn network show",
        "  ./cairn network show ours.json --json"
      })
  static final class Show implements Callable<Integer> {
    @Mixin private final ClientOptions client;

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A network file; the network of the node when it is left out.")
    private @Nullable Path file;

    Show(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      if (file == null) {
        client.print(client.api().get("network"));
        return ExitCode.OK.number();
      }
      Checked<NetworkParameters> network = NetworkFile.parse(NamedFile.read(file));
      NetworkParameters parameters = CommandFailure.orThrow(ExitCode.REFUSED, network);
      try {
        client.print(
            Json.object(
                "networkId", parameters.id().toString(),
                "name", parameters.name(),
                "parameters",
                    java.util.Objects.requireNonNull(Json.parse(NetworkFile.write(parameters)))));
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      return ExitCode.OK.number();
    }
  }
}
