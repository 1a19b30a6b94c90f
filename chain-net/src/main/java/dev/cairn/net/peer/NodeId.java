package dev.cairn.net.peer;

import dev.cairn.core.value.Bech32m;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TextFault;
import dev.cairn.core.verdict.Checked;

/** The identity of a node: the Ed25519 key that it proves to hold on every link. */
public record NodeId(PublicKey key) implements Comparable<NodeId> {

  /** What the text of every node id begins with, before the digit 1. */
  public static final String TEXT_PREFIX = "node";

  /** From exactly 32 bytes. */
  public static NodeId of(byte[] bytes) {
    return new NodeId(PublicKey.of(bytes));
  }

  /** Reads {@code node1...}. */
  public static Checked<NodeId> parse(String text) {
    return Bech32m.decode(TEXT_PREFIX, text)
        .then(
            bytes ->
                bytes.length() == PublicKey.LENGTH
                    ? Checked.passed(of(bytes.toArray()))
                    : Checked.refused(
                        TextFault.BECH32_LENGTH, bytes.length() + " bytes", "32 bytes"));
  }

  @Override
  public int compareTo(NodeId other) {
    return key.compareTo(other.key);
  }

  /** The key in bech32m: {@code node1...}. */
  @Override
  public String toString() {
    return Bech32m.encode(TEXT_PREFIX, key.toArray());
  }
}
