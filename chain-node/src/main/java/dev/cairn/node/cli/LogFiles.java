package dev.cairn.node.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's log: everything of interest in files that together never grow beyond 50 MB, and what a
 * person must see on stderr. Set up here and not by a file, which would take as long to read as the
 * store to open.
 */
final class LogFiles {

  static final String NAME = "cairn.log";

  /** Of one file; there are the current one and four older ones. */
  private static final long FILE_BYTES = 10 << 20;

  private static final int OLDER_FILES = 4;

  /** How much may be written too much: as much as comes in this time. */
  private static final long SIZE_CHECK_MILLIS = 1;

  /** Nothing that a stranger sends can break a line or steer a terminal. */
  private static final String MESSAGE = "%replace(%msg){'[\\p{Cntrl}]', '?'}";

  private final LoggerContext context;
  private final DelayedFile file;

  private LogFiles(LoggerContext context, DelayedFile file) {
    this.context = context;
    this.file = file;
  }

  /** From now on everything is logged; in files as soon as {@link #open} is called. */
  static LogFiles begin(Path directory) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("io.vertx").setLevel(Level.WARN);
    DelayedFile file = new DelayedFile(() -> file(context, directory));
    file.setContext(context);
    file.start();
    root.addAppender(file);
    root.addAppender(console(context));
    return new LogFiles(context, file);
  }

  /**
   * Begins with the files: the directory is this process's alone. What was logged before comes
   * first.
   */
  void open() {
    file.open();
  }

  /** Everything is in the files; nothing is logged any more. */
  void stop() {
    context.stop();
  }

  /** All files that there can be, the current one first. */
  static List<String> names() {
    return IntStream.rangeClosed(0, OLDER_FILES)
        .mapToObj(i -> i == 0 ? NAME : "cairn." + i + ".log")
        .toList();
  }

  private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path directory) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setName("file");
    file.setContext(context);
    file.setFile(directory.resolve(NAME).toString());
    encode(file, context, "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0}  " + MESSAGE);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(file);
    rolling.setFileNamePattern(escaped(directory) + "/cairn.%i.log");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLDER_FILES);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(FILE_BYTES));
    trigger.setCheckIncrement(Duration.buildByMilliseconds(SIZE_CHECK_MILLIS));
    trigger.start();
    file.setRollingPolicy(rolling);
    file.setTriggeringPolicy(trigger);
    file.start();
    return file;
  }

  /** In a pattern of file names a percent sign means something. */
  private static String escaped(Path directory) {
    return directory.toString().replace("%", "\\%");
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setName("console");
    console.setContext(context);
    console.setTarget("System.err");
    encode(console, context, "cairn: " + MESSAGE + "%nopex");
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setContext(context);
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    console.addFilter(warnings);
    console.start();
    return console;
  }

  private static void encode(
      OutputStreamAppender<ILoggingEvent> appender, LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(pattern + "%n");
    encoder.start();
    appender.setEncoder(encoder);
  }
}
