package dev.cairn.net.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Frames that a fuzzer makes up. In a build only the inputs among the test resources are replayed.
 * To fuzz, run one method with {@code JAZZER_FUZZ=1} in the environment and {@code
 * -Djazzer.hooks=true}; an input that fails is added to the resources, the others that it learns
 * from are kept in {@code .cifuzz-corpus}.
 */
class WireCodecFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void decode(byte[] frame) {
    Frames.decodeHostile(frame);
  }
}
