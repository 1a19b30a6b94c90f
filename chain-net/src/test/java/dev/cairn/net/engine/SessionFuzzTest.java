package dev.cairn.net.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Sequences of whatever peers can do to a node, made up by a fuzzer: in any state of a link,
 * several links at a time, with time that passes. In a build only the inputs among the test
 * resources are replayed: {@link SessionSeeds}, and what was found. CONTRIBUTING.md says how to
 * fuzz.
 */
class SessionFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void session(byte[] input) {
    FuzzedSession.play(input);
  }
}
