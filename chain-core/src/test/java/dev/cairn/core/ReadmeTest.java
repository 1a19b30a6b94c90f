package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, runs, and prints what the README says. */
class ReadmeTest {

  @TempDir Path folder;

  @Test
  void programInTheReadmePrintsWhatTheReadmeSays() throws Exception {
    String readme = Files.readString(ProjectFile.find("README.md"));
    String program = fence(readme, "java");
    Path source = Files.writeString(folder.resolve("Names.java"), program);

    compile(source);

    assertThat(run("Names")).isEqualTo(fence(readme, "text"));
  }

  @Test
  void programInTheReadmeIsShort() throws Exception {
    String program = fence(Files.readString(ProjectFile.find("README.md")), "java");

    long lines =
        program.lines().filter(line -> !line.isBlank() && !line.startsWith("import ")).count();

    assertThat(lines).isLessThan(40);
  }

  private static String fence(String page, String language) {
    int start = page.indexOf("```" + language + "\n") + language.length() + 4;
    return page.substring(start, page.indexOf("```", start));
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", classPath(), "-proc:none"),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private String run(String mainClass) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(java, "-cp", folder + File.pathSeparator + classPath(), mainClass)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  /** What this test runs with, whether as modules or on the class path. */
  private static String classPath() {
    List<String> places = new ArrayList<>();
    Stream.of("surefire.test.class.path", "jdk.module.path", "java.class.path")
        .map(name -> System.getProperty(name, ""))
        .filter(path -> !path.isEmpty())
        .forEach(places::add);
    return String.join(File.pathSeparator, places);
  }
}
