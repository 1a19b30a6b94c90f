package dev.cairn.net;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One peer in a JVM of its own, told what to do on standard input: {@code mine 3}. Each line that
 * it prints begins with the milliseconds of the machine's clock.
 */
final class LanPeer {

  private static final long LOOK_MILLIS = 20;

  private LanPeer() {}

  public static void main(String[] arguments) throws Exception {
    PeerNodeBuilder builder = PeerNode.of(NetworkParameters.dev()).listen(7771).discovery();
    try (PeerNode node = builder.start()) {
      say("started " + node.id());
      node.onTip(tip -> say(text(tip)));
      say("links 0"); // also when the first ones come before the first look
      watchPeers(node);
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        if (line.startsWith("mine ")) {
          mine(node, Integer.parseInt(line.substring(5)));
        }
      }
    }
  }

  private static void mine(PeerNode node, int blocks) throws Exception {
    for (int i = 0; i < blocks; i++) {
      BlockTemplate template = node.template(DevKey.keyPair().publicKey()).get();
      node.submit(template.mine(new DigestKernel(), () -> false).orElseThrow()).get();
    }
  }

  private static void watchPeers(PeerNode node) {
    Thread watch =
        new Thread(
            () -> {
              int before = 0;
              while (!node.ended().isDone()) {
                int links = node.status().peers().size();
                if (links != before) {
                  say("links " + links);
                }
                before = links;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
              }
            });
    watch.setDaemon(true);
    watch.start();
  }

  private static String text(Tip tip) {
    return "tip " + tip.height() + " " + tip.hash();
  }

  private static synchronized void say(String text) {
    System.out.println(System.currentTimeMillis() + " " + text);
    System.out.flush();
  }
}
