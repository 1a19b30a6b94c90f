package dev.cairn.node.storage;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB says of a fault, in words for a person: which file, and where in it. */
final class DatabaseWords {

  private static final Pattern RANGE = Pattern.compile(" offset ([0-9]{1,18}) size ([0-9]{1,18})");

  /**
   * The end of the text; the file in it need not be the damaged one, if it names another before.
   */
  private static final Pattern SUSPECT = Pattern.compile(" *The file \\S.* may be corrupted\\.$");

  private DatabaseWords() {}

  /** What happened, without a full stop. */
  static String of(Path directory, RocksDBException fault) {
    String text = String.valueOf(fault.getMessage());
    if (!isDamage(fault)) {
      return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
    String cause = SUSPECT.matcher(text).replaceFirst("");
    int colon = cause.indexOf(':');
    return file(directory, text)
        + " is damaged"
        + range(text)
        + " ("
        + (colon < 0 ? cause : cause.substring(0, colon))
        + ")";
  }

  static boolean isDamage(RocksDBException fault) {
    Status status = fault.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }

  private static String file(Path directory, String text) {
    String folder = directory.toAbsolutePath() + "/";
    Matcher file =
        Pattern.compile(Pattern.quote(folder) + "[A-Za-z0-9_.-]*[A-Za-z0-9]").matcher(text);
    if (!file.find()) {
      return text.startsWith("CURRENT ") ? "the file " + folder + "CURRENT" : "a file in " + folder;
    }
    boolean isSuspected = text.startsWith("The file ", file.start() - "The file ".length());
    return "the file " + file.group() + (isSuspected ? ", or one that it lists," : "");
  }

  private static String range(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.find()) {
      return "";
    }
    long from = Long.parseLong(range.group(1));
    return " between its bytes " + from + " and " + (from + Long.parseLong(range.group(2)));
  }

  /** What to do about it. */
  static String hint(StoreFault fault, String what) {
    return what.contains("Too many open files")
        ? "This process may have too few files open: raise the limit, as with ulimit -n 1024, and"
            + " start again; nothing acknowledged is lost."
        : fault.hint();
  }
}
