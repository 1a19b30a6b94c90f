package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.discovery.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends forged answers, each about another node, as fast as it can. */
final class FloodProgram {

  private static final int NODES = 5_000;

  private FloodProgram() {}

  /**
   * @param arguments the address of the interface, and for how many seconds
   */
  public static void main(String[] arguments) throws IOException {
    List<ByteBuffer> answers = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      answers.add(
          ByteBuffer.wrap(
              DnsWriter.write(
                  ServiceRecords.answer(
                      Ids.node(1_000_000 + i),
                      new Advertisement(Ids.network(1), 7771, true),
                      List.of(Bytes.of(new byte[] {10, 77, (byte) (i >> 8), (byte) i}))))));
    }
    InetAddress own = InetAddress.getByName(arguments[0]);
    InetSocketAddress group = new InetSocketAddress(InetAddress.getByName("224.0.0.251"), 5353);
    long sent = 0;
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.bind(new InetSocketAddress(5353));
      channel.setOption(
          StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(own));
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
      while (System.nanoTime() < end) {
        channel.send(answers.get((int) (sent % NODES)).rewind(), group);
        sent++;
      }
      System.out.println("sent " + sent + " answers in " + arguments[1] + " s");
    }
  }
}
