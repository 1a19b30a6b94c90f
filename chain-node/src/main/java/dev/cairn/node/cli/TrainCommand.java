package dev.cairn.node.cli;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.node.Node;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.NodeConfig.NetworkChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Loads the classes that a node needs, for the archive that the launcher makes of them: starts one,
 * mines a block, asks the API, stops.
 */
@Command(name = "train", hidden = true, description = "For the launcher: loads what a node loads.")
final class TrainCommand implements Callable<Integer> {

  private static final long MINING_SECONDS = 30;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "DIR", description = "An empty folder.")
  private Path folder = Path.of("");

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, CommandFailure {
    LogFiles.begin(folder).open();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NodeConfig config =
        new NodeConfig(
            new NetworkChoice.Fixed(NetworkParameters.dev()),
            folder,
            anyPort,
            anyPort,
            Optional.empty(),
            List.of(),
            new NodeConfig.Mining(1, Optional.empty()),
            false,
            List.of(),
            Optional.empty(),
            Optional.empty());
    try (Node node = Node.start(config)) {
      CountDownLatch mined = new CountDownLatch(1);
      node.member()
          .ifPresent(
              member ->
                  member
                      .peer()
                      .onTip(
                          tip -> {
                            if (!tip.height().isGenesis()) {
                              mined.countDown();
                            }
                          }));
      boolean hasMined = mined.await(MINING_SECONDS, TimeUnit.SECONDS);
      Api api = new Api(URI.create(RunEvents.url(node.apiAddress())), Optional.empty());
      surroundings.out().print(Rendering.facts(api.get("status").json()));
      return hasMined ? ExitCode.OK.number() : ExitCode.INTERNAL_FAULT.number();
    }
  }
}
