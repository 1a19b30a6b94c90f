package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the launcher with Javas and a Maven that only pretend. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
final class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "readlink",
          "ln",
          "sed",
          "head",
          "cat",
          "tr",
          "cksum",
          "find",
          "ls",
          "mkdir",
          "uname",
          "date",
          "mv",
          "rm",
          "sleep",
          "tail",
          "cp",
          "env",
          "touch");

  /** Leaves what the true Maven leaves, and a line for each build. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>builds
      sleep 0.3
      [ ! -e broken ] || { echo "it is broken"; exit 1; }
      for argument; do case $argument in -Dcairn.image=*) lib=${argument#*=} ;; esac; done
      : >"$lib/cairn.jar"
      : >"$lib/rocksdbjni-1.jar"
      """;

  private static final String JAR =
      """
      #!/bin/sh
      case $1 in
        xf) mkdir -p META-INF; echo Manifest-Version: 1.0 >META-INF/MANIFEST.MF
            [ -z "${3:-}" ] || : >"$3" ;;
        *) : >"$2" ;;
      esac
      """;

  /** Makes the archive that it is asked for, or prints how it was called. */
  private static final String JAVA =
      """
      #!/bin/sh
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}"; exit 0 ;;
        esac
      done
      printf '%s\\n' "$@"
      """;

  @TempDir private Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private Path project;
  private Path javas;

  private record Ended(int code, List<String> out, String err) {}

  @BeforeEach
  void pretend() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    javas = Files.createDirectories(folder.resolve("javas"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path there = Path.of("/usr/bin", tool);
      Path target = Files.exists(there) ? there : Path.of("/bin", tool);
      program(tools.resolve(tool), "#!/bin/sh\nexec " + target + " \"$@\"\n");
    }
    Files.copy(Repository.file("cairn"), project.resolve("cairn"));
    program(project.resolve("mvnw"), MAVEN);
    Files.writeString(project.resolve("pom.xml"), "");
    Files.createDirectories(project.resolve("chain-node/src/main/java"));
    environment.put("PATH", tools.toString());
    environment.put("HOME", folder.toString());
    environment.put("CAIRN_JVM_DIRS", javas.toString());
    environment.put("LANG", "C");
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path jre(String name, String version) {
    try {
      Path home = javas.resolve(name);
      program(home.resolve("bin/java"), JAVA);
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = jre(name, version);
    program(home.resolve("bin/javac"), "#!/bin/sh\n");
    program(home.resolve("bin/jar"), JAR);
    return home;
  }

  private Process begin(String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of("sh", project + "/cairn"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.start();
  }

  private static Ended end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out.lines().toList(), err);
  }

  private Ended cairn(String... arguments) throws IOException, InterruptedException {
    return end(begin(arguments));
  }

  /** The command that it would become. */
  private List<String> command(String... arguments) throws IOException, InterruptedException {
    environment.put("CAIRN_PRINT_COMMAND", "1");
    Ended ended = cairn(arguments);
    assertThat(ended.err()).isEmpty();
    return ended.out();
  }

  private String chosen() throws IOException, InterruptedException {
    return javas.relativize(Path.of(command("status").get(0)).getParent().getParent()).toString();
  }

  private long builds() throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  @Test
  void prefers25AndElseTheNewestWithLongSupport() throws Exception {
    jre("a16", "16.0.2");
    jre("b18", "18.0.1");
    assertThat(chosen()).isEqualTo("b18");
    jre("c17", "17.0.15");
    assertThat(chosen()).isEqualTo("c17");
    jre("d22", "22");
    jre("e21", "21.0.3");
    assertThat(chosen()).isEqualTo("e21");
    jre("f29", "29-ea");
    assertThat(chosen()).isEqualTo("f29");
    jre("g25", "25.0.1");
    assertThat(chosen()).isEqualTo("g25");
    jre("h8", "1.8.0_402");
    environment.put("JAVA_HOME", javas.resolve("h8").toString());
    assertThat(chosen()).isEqualTo("g25");
    environment.put("JAVA_HOME", javas.resolve("b18").toString());
    assertThat(chosen()).isEqualTo("b18");
    environment.put("CAIRN_JAVA", javas.resolve("c17").toString());
    assertThat(chosen()).isEqualTo("c17");
    environment.put("CAIRN_JAVA", javas.resolve("d22/bin/java").toString());
    assertThat(chosen()).isEqualTo("d22");
  }

  @Test
  void looksInTheBundlesOfMacOs() throws Exception {
    jre("temurin-21.jdk/Contents/Home", "21.0.1");
    assertThat(chosen()).isEqualTo("temurin-21.jdk/Contents/Home");
  }

  @Test
  void refusesAnOldJavaThatWasAskedFor() throws Exception {
    jre("ok", "17");
    for (Path wrong : List.of(jre("old", "11.0.2"), folder.resolve("none"))) {
      environment.put("CAIRN_JAVA", wrong.toString());
      Ended ended = cairn("status");
      assertThat(ended.code()).isEqualTo(69);
      assertThat(ended.err()).contains("CAIRN_JAVA is no Java 17 or newer: " + wrong);
    }
  }

  @Test
  void saysThatThereIsNoJava() throws Exception {
    Ended ended = cairn("status");
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.err()).contains("no Java 17 or newer was found", "CAIRN_JAVA");
  }

  @Test
  void givesEachJavaTheFlagsThatItKnows() throws Exception {
    jre("j", "17.0.1");
    assertThat(command("run", "--json", "a b"))
        .contains("-Xmx512m", "-XX:MaxDirectMemorySize=128m", "-XX:+UseSerialGC")
        .doesNotContain("-XX:TieredStopAtLevel=1")
        .noneMatch(flag -> flag.startsWith("--enable-native") || flag.startsWith("--sun-misc"))
        .endsWith("dev.cairn.node.cli.Main", "run", "--json", "a b");
    assertThat(command("status")).contains("-Xmx128m", "-XX:TieredStopAtLevel=1");
    assertThat(command("bench")).doesNotContain("-XX:TieredStopAtLevel=1");
    jre("j", "22");
    assertThat(command("run"))
        .contains("--enable-native-access=ALL-UNNAMED")
        .noneMatch(flag -> flag.startsWith("--sun-misc"));
    jre("j", "25");
    assertThat(command("run")).contains("--sun-misc-unsafe-memory-access=allow");
    environment.put("CAIRN_JAVA_OPTS", "-Xmx1g -Dx=y");
    assertThat(command("run")).containsSubsequence("-Xmx512m", "-Xmx1g", "-Dx=y", "-cp");
  }

  @Test
  void switchesTheVectorsOnWhereTheyAreAndOfUse() throws Exception {
    Path home = jre("j", "17");
    String flag = "--add-modules=jdk.incubator.vector";
    assertThat(command("run")).doesNotContain(flag);
    Files.writeString(
        home.resolve("release"),
        "MODULES=\"java.base jdk.incubator.vector jdk.jfr\"\n",
        StandardOpenOption.APPEND,
        StandardOpenOption.CREATE);
    assertThat(command("run")).contains(flag);
    assertThat(command("bench")).contains(flag);
    assertThat(command("status")).doesNotContain(flag);
  }

  @Test
  void explainsAJavaWithoutCompilerBeforeTheFirstBuild() throws Exception {
    Path jre = jre("jre", "17");
    Ended ended = cairn("status");
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.err()).contains(jre + " is a Java without one (a JRE, not a JDK)");
    assertThat(project.resolve(".image/lock")).doesNotExist();
    jdk("jdk", "17");
    assertThat(cairn("status").code()).isZero();
  }

  @Test
  void buildsOnceForTwoFirstStartsAndNotAgain() throws Exception {
    jdk("jdk", "17");
    Process first = begin("status");
    Process second = begin("peers");
    Ended one = end(first);
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(end(second).out()).endsWith("dev.cairn.node.cli.Main", "peers");
    assertThat(builds()).isEqualTo(1);
    Ended third = cairn("run", "x y");
    assertThat(third.err()).isEmpty();
    assertThat(third.out())
        .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile=" + project))
        .anyMatch(flag -> flag.contains("cairn.jar:") && flag.endsWith("rocksdbjni-1.jar"))
        .endsWith("run", "x y");
    assertThat(builds()).isEqualTo(1);
    assertThat(project.resolve(".image/lock")).doesNotExist();
  }

  @Test
  void makesAnArchiveForAnotherJavaWhenANodeFirstRunsOnIt() throws Exception {
    jdk("jdk", "17");
    cairn("status");
    environment.put("CAIRN_JAVA", jre("other", "25").toString());
    assertThat(cairn("status").out()).noneMatch(flag -> flag.startsWith("-XX:AOTCache"));
    assertThat(cairn("run").out()).anyMatch(flag -> flag.startsWith("-XX:AOTCache=" + project));
    assertThat(cairn("status").out()).anyMatch(flag -> flag.startsWith("-XX:AOTCache="));
  }

  /** From 25 on the JVM complains about an archive that was made with another set of modules. */
  @ParameterizedTest
  @CsvSource({"17, true", "24, true", "25, false"})
  void usesAnArchiveThatWasMadeWithVectorsWhereItFits(String version, boolean isForAll)
      throws Exception {
    Path jdk = jdk("jdk", version);
    Files.writeString(
        jdk.resolve("release"),
        "JAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base jdk.incubator.vector\"\n");
    assertThat(cairn("run").out()).anyMatch(LauncherTest::isArchive);
    assertThat(cairn("bench").out()).anyMatch(LauncherTest::isArchive);
    assertThat(cairn("status").out().stream().anyMatch(LauncherTest::isArchive))
        .isEqualTo(isForAll);
  }

  private static boolean isArchive(String flag) {
    return flag.startsWith("-XX:SharedArchiveFile=") || flag.startsWith("-XX:AOTCache=");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    jdk("jdk", "17");
    cairn("status");
    Path source = project.resolve("chain-node/src/main/java/A.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    assertThat(cairn("status").err()).contains("the sources have changed");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void leavesTheLastImageWhenABuildFails() throws Exception {
    jdk("jdk", "17");
    cairn("status");
    String current = Files.readString(project.resolve(".image/current"));
    Path broken = Files.writeString(project.resolve("broken"), "");
    Files.setLastModifiedTime(
        project.resolve("pom.xml"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    Ended ended = cairn("status");
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.err()).contains("it is broken", "was left as it is", "build.log");
    assertThat(ended.out()).isEmpty();
    assertThat(Files.readString(project.resolve(".image/current"))).isEqualTo(current);
    assertThat(project.resolve(".image").resolve(current.strip()).resolve("classpath")).exists();
    Files.delete(broken);
    assertThat(cairn("status").code()).isZero();
  }

  @Test
  void takesTheLockOfAStartThatDied() throws Exception {
    jdk("jdk", "17");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path store = Files.createDirectories(project.resolve(".image"));
    Files.createSymbolicLink(store.resolve("lock"), Path.of(String.valueOf(dead.pid())));
    assertThat(cairn("status").code()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void worksThroughALinkToIt() throws Exception {
    jdk("jdk", "17");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/cairn"));
    Process process = begin();
    end(process);
    ProcessBuilder builder = new ProcessBuilder("sh", link.toString(), "status");
    builder.environment().clear();
    builder.environment().putAll(environment);
    assertThat(end(builder.start()).out()).endsWith("status");
    assertThat(builds()).isEqualTo(1);
  }
}
