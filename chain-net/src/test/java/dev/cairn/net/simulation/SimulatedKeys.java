package dev.cairn.net.simulation;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** The network of simulated worlds, with blocks that cost two hashes, and the keys in it. */
final class SimulatedKeys {

  /** How many keys have coins from the beginning. */
  static final int FUNDED = 16;

  static final Timestamp GENESIS_TIME = new Timestamp(1_767_225_600L);

  private static final long BALANCE = 1_000_000_000L;
  private static final KeyPair[] PAIRS =
      IntStream.range(0, FUNDED)
          .mapToObj(number -> derive("funded/" + number))
          .toArray(KeyPair[]::new);

  private SimulatedKeys() {}

  /** Like the dev network: each block is as hard as any other, and some keys have coins. */
  static NetworkParameters.Builder network() {
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(
                "simulation", Bytes.of(new byte[NetworkParameters.SALT_BYTES]), GENESIS_TIME)
            .bits(new CompactBits(0x207fffff))
            .difficulty(1, 0, 300);
    for (KeyPair pair : PAIRS) {
      builder.balance(pair.publicKey(), new Amount(BALANCE));
    }
    return builder;
  }

  static KeyPair funded(int number) {
    return PAIRS[number];
  }

  /** Who gets what a node mines. */
  static PublicKey miner(int node) {
    return derive("miner/" + node).publicKey();
  }

  private static KeyPair derive(String name) {
    String text = "cairn/simulation/" + name;
    return KeyPair.fromSeed(Sha256.hash(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
