package dev.cairn.core.block;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.MerkleRoot;
import java.security.DigestException;
import java.security.MessageDigest;

/** The JDK's own SHA-256, one pair after the other: it works everywhere. */
public final class DigestPairHasher implements PairHasher {

  private static final int NODE = MerkleRoot.LENGTH;

  /** A hasher; one is enough for any number of threads. */
  public DigestPairHasher() {}

  @Override
  public void hashPairs(byte[] nodes, int pairs) {
    MessageDigest digest = Sha256.fresh();
    try {
      for (int pair = 0; pair < pairs; pair++) {
        int parent = pair * NODE;
        digest.update(nodes, 2 * parent, 2 * NODE);
        digest.digest(nodes, parent, NODE);
        digest.update(nodes, parent, NODE);
        digest.digest(nodes, parent, NODE);
      }
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 does not fit 32 bytes", e);
    }
  }
}
