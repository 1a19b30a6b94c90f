package dev.cairn.core.reference;

import java.util.Optional;
import java.util.Random;

/** Feeds one chain's stream of generated blocks to the reference and to a candidate. */
final class Agreement {

  private final long seed;
  private final ReferenceNetwork network;
  private final ReferenceChain reference;
  private final BlockGenerator generator;
  private final Candidate candidate;

  /** A fresh chain, on the network that the seed decides. */
  Agreement(long seed, Candidate.Factory factory) {
    this.seed = seed;
    network = ReferenceNetwork.ALL.get(Math.floorMod(seed, ReferenceNetwork.ALL.size()));
    reference = new ReferenceChain(network.parameters);
    generator = new BlockGenerator(network, reference, new Random(seed));
    candidate = factory.create(network.parameters.bytes);
  }

  /** Compares verdict, tip and state after each block; what differs first, if anything does. */
  Optional<String> firstDifference(int blocks) {
    for (int index = 0; index < blocks; index++) {
      BlockGenerator.Submission submission = generator.next();
      String expected = snapshot(reference.submit(submission.block, submission.now));
      String found;
      try {
        String verdict = candidate.submit(submission.block.clone(), submission.now);
        found = verdict + " " + candidate.tipHashHex() + " " + candidate.stateDigestHex();
      } catch (RuntimeException e) {
        found = stackTrace(e);
      }
      if (!found.equals(expected)) {
        return Optional.of(
            String.format(
                "chain seed %d, network %s, block %d, clock %d, meant %s:%n  reference %s%n"
                    + "  candidate %s%n  block %s%n",
                seed,
                network.name,
                index,
                submission.now,
                submission.meant.orElse("anything"),
                expected,
                found,
                ReferenceHash.hex(submission.block)));
      }
    }
    return Optional.empty();
  }

  private String snapshot(String verdict) {
    return verdict + " " + reference.tipHashHex() + " " + reference.stateDigestHex();
  }

  private static String stackTrace(RuntimeException e) {
    StringBuilder text = new StringBuilder(e.toString());
    for (StackTraceElement element : e.getStackTrace()) {
      text.append("\n    at ").append(element);
    }
    return text.toString();
  }
}
