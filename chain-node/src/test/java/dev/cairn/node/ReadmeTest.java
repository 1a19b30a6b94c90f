package dev.cairn.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ReadmeProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @TempDir Path folder;

  @Test
  void programInTheReadmePrintsWhatTheReadmeSays() throws Exception {
    ReadmeProgram program = ReadmeProgram.find("WholeNode");
    assertThat(program.run(folder)).isEqualTo(program.output());
  }

  @Test
  void programInTheReadmeIsShort() throws Exception {
    assertThat(ReadmeProgram.find("WholeNode").lines()).isLessThan(15);
  }
}
