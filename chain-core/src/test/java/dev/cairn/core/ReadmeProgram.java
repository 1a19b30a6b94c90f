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

/** A program whose text stands in the README, with what it prints behind it. */
public final class ReadmeProgram {

  private final String name;
  private final String source;
  private final String output;

  private ReadmeProgram(String name, String source, String output) {
    this.name = name;
    this.source = source;
    this.output = output;
  }

  /** The program with this class. */
  public static ReadmeProgram find(String name) throws IOException {
    String readme = Files.readString(ProjectFile.find("README.md"));
    int declaration = readme.indexOf("class " + name + " ");
    assertThat(declaration).as("class " + name + " is in the README").isPositive();
    int start = readme.lastIndexOf("```java\n", declaration);
    int end = readme.indexOf("```", declaration);
    int text = readme.indexOf("```text\n", end) + 8;
    return new ReadmeProgram(
        name,
        readme.substring(start + 8, end),
        readme.substring(text, readme.indexOf("```", text)));
  }

  /** What the README says that it prints. */
  public String output() {
    return output;
  }

  /** Its length without imports and blank lines. */
  public long lines() {
    return source.lines().filter(line -> !line.isBlank() && !line.startsWith("import ")).count();
  }

  /** Compiles and runs it in a JVM of its own, and returns what it prints on stdout. */
  public String run(Path folder) throws IOException, InterruptedException {
    compile(folder, Files.writeString(folder.resolve(name + ".java"), source));
    return run(folder, name);
  }

  private static void compile(Path folder, Path source) throws IOException {
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

  private static String run(Path folder, String mainClass)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(java, "-cp", folder + File.pathSeparator + classPath(), mainClass)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
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
