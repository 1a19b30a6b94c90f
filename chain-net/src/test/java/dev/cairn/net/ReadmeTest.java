package dev.cairn.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ReadmeProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer in the README compiles, runs, and prints what the README says. */
class ReadmeTest {

  @TempDir Path folder;

  @Test
  void programInTheReadmePrintsWhatTheReadmeSays() throws Exception {
    ReadmeProgram program = ReadmeProgram.find("TwoPeers");
    assertThat(program.run(folder)).isEqualTo(program.output());
  }

  @Test
  void programInTheReadmeIsShort() throws Exception {
    assertThat(ReadmeProgram.find("TwoPeers").lines()).isLessThan(20);
  }
}
