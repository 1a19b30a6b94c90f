package dev.cairn.core.reference;

/** A validator that is compared with {@link ReferenceChain}; hashes in stored order. */
interface Candidate {

  /** The verdict in the words of {@link ReferenceChain#submit}. */
  String submit(byte[] block, long now);

  String tipHashHex();

  String stateDigestHex();

  /** A candidate for a fresh chain, given the canonical parameters of its network. */
  interface Factory {
    Candidate create(byte[] parameters);
  }
}
