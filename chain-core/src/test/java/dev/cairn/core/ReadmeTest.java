package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, runs, and prints what the README says. */
class ReadmeTest {

  @TempDir Path folder;

  @Test
  void programInTheReadmePrintsWhatTheReadmeSays() throws Exception {
    ReadmeProgram program = ReadmeProgram.find("Names");
    assertThat(program.run(folder)).isEqualTo(program.output());
  }

  @Test
  void programInTheReadmeIsShort() throws Exception {
    assertThat(ReadmeProgram.find("Names").lines()).isLessThan(40);
  }
}
