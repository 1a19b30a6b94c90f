package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogFilesTest {

  @TempDir private Path folder;

  @AfterEach
  void logAsBefore() throws JoranException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
  }

  @Test
  void writesOneLineAMessageWhateverIsInIt() throws IOException {
    LogFiles log = LogFiles.begin(folder);
    log.open();
    LoggerFactory.getLogger("a.b.Name").info("one\ntwo\u001b[31m");
    LoggerFactory.getLogger("a.b.Name").debug("not this");
    log.stop();
    List<String> lines = Files.readAllLines(folder.resolve("cairn.log"));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .matches(
            "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Name  one\\?two\\?\\[31m");
  }

  @Test
  void makesNoFileBeforeItIsOpenedAndLosesNothing() throws IOException {
    LogFiles log = LogFiles.begin(folder);
    LoggerFactory.getLogger("one").info("before");
    assertThat(folder).isEmptyDirectory();

    log.open();
    LoggerFactory.getLogger("one").info("after");
    log.stop();

    assertThat(folder.resolve("cairn.log"))
        .content()
        .containsSubsequence("before\n", "after\n")
        .containsOnlyOnce("before");
  }

  @Test
  void neverHoldsMuchMoreThanFiftyMegabytes() throws IOException {
    LogFiles log = LogFiles.begin(folder);
    log.open();
    Logger logger = LoggerFactory.getLogger("flood");
    String line = "x".repeat(8_000);
    for (int i = 0; i < 9_000; i++) {
      logger.info(line);
    }
    log.stop();
    try (Stream<Path> files = Files.list(folder)) {
      List<Long> sizes = files.map(LogFilesTest::size).toList();
      assertThat(sizes).hasSizeLessThanOrEqualTo(5);
      assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isLessThan(55L << 20);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
